// Extension attributes from the registry (ea/attributes.h): the script that Jamf Pro runs, and the definition
// that holds it.
#pragma once

#include <string>

#include "ea/attribute.h"
#include "jamf/output.h"

namespace enrolkit {

// The name in Jamf Pro, by which smart groups ask for it.
[[nodiscard]] std::string title_of(const Attribute& attribute);

// At most nine lines of POSIX sh, with exactly one <result> whatever happens; a Mac without enrolkit says so,
// in Date attributes too: blank means there that there is no date.
[[nodiscard]] std::string wrapper_of(const Attribute& attribute);

[[nodiscard]] Outputs extension_attributes();

}  // namespace enrolkit
