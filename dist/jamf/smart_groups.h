// Smart groups over the attributes.
#pragma once

#include "jamf/output.h"

namespace enrolkit {

// Throws Failure where a group asks for a code that its attribute does not know.
[[nodiscard]] Outputs smart_groups();

}  // namespace enrolkit
