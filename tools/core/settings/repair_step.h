// The steps of a repair, the least invasive first. Their names are a contract: settings, journal and results
// use them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

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

inline constexpr std::array<std::string_view, 10> kRepairStepNames{
    "permissions", "server-url", "hung-run",         "reload-daemons", "trust",
    "manage",      "check-in",   "restore-keychain", "enrol",          "renew-enrolment"};

[[nodiscard]] constexpr std::string_view to_text(RepairStep step) {
  return kRepairStepNames[static_cast<std::size_t>(step)];
}
[[nodiscard]] constexpr std::optional<RepairStep> repair_step_named(std::string_view name) {
  for (std::size_t i = 0; i < kRepairStepNames.size(); ++i) {
    if (kRepairStepNames[i] == name) return static_cast<RepairStep>(i);
  }
  return std::nullopt;
}

}  // namespace enrolkit
