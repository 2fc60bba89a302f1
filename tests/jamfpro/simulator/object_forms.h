#pragma once

#include "jamfpro/publish/kind.h"
#include "jamfpro/simulator/listing.h"

namespace enrolkit::test {

// Of the kinds that are spoken of in JSON. The fields that the server knows, with what it answers for those that it was
// not given.
[[nodiscard]] const jamf::Json& object_fields(jamf::ObjectKind kind);
[[nodiscard]] const ListForm& object_list_form(jamf::ObjectKind kind);

}  // namespace enrolkit::test
