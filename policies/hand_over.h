// A repair that was asked for inside a policy or an inventory goes on in a launchd job of its own: an
// enrolment takes the identity with which that run of jamf still has to report, and a new daemon may end it.
#pragma once

#include <string>
#include <vector>

#include "policies/act.h"
#include "policies/repair.h"

namespace enrolkit {

// The option by which the job is told the name of the run that it goes on with.
inline constexpr const char* kHandedOver = "--handed-over";

// Writes the job and lets launchd start it. It lies with what enrolkit keeps, not in /Library/LaunchDaemons:
// a Mac that starts again in between must not begin an enrolment that nobody waits for any more.
[[nodiscard]] std::vector<Act> hand_over(const RepairOptions& options);

// Waits until no run of jamf speaks for this Mac, for half an hour at the most.
void wait_for_jamf(const Host& host, HostWriter& writer);

}  // namespace enrolkit
