// The steps of a repair, the least invasive first. Their names are a contract: settings, journal and results
// use them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/enum_names.h"

namespace enrolkit {

enum class RepairStep : std::uint8_t {
  permissions,       // owner, mode, flags and link of what Jamf installed
  server_url,        // the jamf binary's jss_url, from a trusted place
  hung_run,          // end a run of jamf that hangs
  reload_daemons,    // launchd's jobs of Jamf
  trust,             // jamf trustJSS
  manage,            // jamf manage
  check_in,          // jamf policy, as the proof
  restore_keychain,  // a saved JAMF.keychain
  enrol,             // jamf enroll, by invitation
  renew_enrolment,   // profiles renew, with the user's consent
};

inline constexpr EnumNames<RepairStep, 10> kRepairStepNames{{"permissions", "server-url", "hung-run",
                                                             "reload-daemons", "trust", "manage", "check-in",
                                                             "restore-keychain", "enrol", "renew-enrolment"}};
[[nodiscard]] constexpr std::string_view to_text(RepairStep step) { return kRepairStepNames[step]; }

}  // namespace enrolkit
