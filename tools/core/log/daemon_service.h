// Does the jamf daemon answer? By jamf.log alone, since the last proof of contact: check-in, inventory and
// policies die each time that its XPC service is gone.
#pragma once

#include <cstdint>

#include "core/log/history.h"

namespace enrolkit {

enum class DaemonService : std::uint8_t {
  unknown,          // no log was read
  nothing_against,  // no run of jamf missed it, or one: an accident
  lost,             // several did
  restarted,        // several did, and the daemon was started anew since: nothing says whether it answers now
};

[[nodiscard]] DaemonService daemon_service(const History& history);

// The daemon's last word is that it ends, and no contact was proven since. It speaks for a lost service, and
// is no proof by itself: launchd starts the daemon again.
[[nodiscard]] bool daemon_ended_last(const History& history);

}  // namespace enrolkit
