// Every command line that enrolkit runs on a Mac to look at it. Each is local, changes nothing and asks no
// person. `profiles show` is not among them: it asks Apple, which answers about once a day.
#pragma once

#include <chrono>
#include <string>

#include "core/plist.h"
#include "host/command.h"

namespace enrolkit::commands {

// Both together stay below the time an attribute has.
inline constexpr std::chrono::milliseconds kProfilesLimit{4000};
inline constexpr std::chrono::milliseconds kDsclLimit{3000};

[[nodiscard]] inline Command mdm_status() {
  return {"/usr/bin/profiles", {"status", "-type", "enrollment"}, kProfilesLimit, 64 * 1024};
}

// `record` is "/Users/NAME" or "/Groups/NAME" of the local directory. A record with a picture is large.
[[nodiscard]] inline Command directory_record(const std::string& record) {
  return {"/usr/bin/dscl", {"-plist", ".", "-read", record}, kDsclLimit, Plist::kMostBytes};
}

}  // namespace enrolkit::commands
