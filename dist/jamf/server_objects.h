// What is neither an attribute nor a group: a category, the package's metadata, scripts and policies.
#pragma once

#include <string_view>

#include "jamf/output.h"

namespace enrolkit {

inline constexpr std::string_view kCategory = "enrolkit";          // in Jamf Pro's console
inline constexpr std::string_view kUsersCategory = "Maintenance";  // in Self Service, for people

// `package`: the package's file name.
[[nodiscard]] Outputs package_objects(std::string_view package);

// The script that hands a policy's parameters to enrolkit-repair.
[[nodiscard]] std::string repair_script();

// Of the repair and of its watchdog: scripts and policies.
[[nodiscard]] Outputs repair_objects();

}  // namespace enrolkit
