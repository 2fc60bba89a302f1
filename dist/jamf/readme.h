// The README beside the generated files: every one of them with what it is for, and every setting.
#pragma once

#include <string>

#include "jamf/output.h"

namespace enrolkit {

[[nodiscard]] std::string readme_of(const Outputs& outputs, bool privacy);

}  // namespace enrolkit
