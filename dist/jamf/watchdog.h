// What the watchdog needs from the MDM: privacy preferences, and leave to run in the background.
#pragma once

#include <string_view>

#include "jamf/output.h"

namespace enrolkit {

// `team`: the Team ID of the Developer ID that signed enrolkit-repair, or empty. macOS asks for a stable code
// requirement, and an ad-hoc signature's is new with every build: without a Team ID there is no privacy
// profile. Throws Failure when it is no Team ID.
[[nodiscard]] Outputs watchdog_files(std::string_view team);

}  // namespace enrolkit
