// Where the package puts its programs on a managed Mac. No shell finds them by name alone: what tells a person to run one
// names its path.
#pragma once

#include <string_view>

namespace enrolkit {

inline constexpr std::string_view kRepairProgram = "/Library/Enrolkit/bin/enrolkit-repair";
inline constexpr std::string_view kEaProgram = "/Library/Enrolkit/bin/enrolkit-ea";

}  // namespace enrolkit
