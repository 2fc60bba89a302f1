// The closed sets of the `enrolment` attribute and of `enrolkit explain`: what became of the enrolment, and
// why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"

namespace enrolkit {

enum class State { complete, failed, interrupted, in_progress, not_enrolled, unknown };
inline constexpr EnumNames<State, 6> kStateNames{
    {"Complete", "Failed", "Interrupted", "InProgress", "NotEnrolled", "Unknown"}};
[[nodiscard]] constexpr std::string_view to_text(State state) { return kStateNames[state]; }

enum class Cause {
  account_conflict,
  interrupted,
  permission_denied,
  server_unreachable,
  server_error,
  download_failed,
  untrusted_server,
  keychain_damaged,
  certificate_expired,
  signature_lost,
  clock_skew,
  daemon_dead,
  framework_missing,
  framework_damaged,
  foreign_identity,  // the device certificate is another Mac's
  mdm_not_enrolled,
  other_server,
  migration_failed,  // ReEnroller put the old server's enrolment back
  tampered,          // somebody works against the management: a person must look
  setup_running,     // Setup Manager or Setup Assistant own the Mac until they are done: no fault
  unclear,
};
inline constexpr EnumNames<Cause, 21> kCauseNames{
    {"AccountConflict", "Interrupted",     "PermissionDenied", "ServerUnreachable",  "ServerError",
     "DownloadFailed",  "UntrustedServer", "KeychainDamaged",  "CertificateExpired", "SignatureLost",
     "ClockSkew",       "DaemonDead",      "FrameworkMissing", "FrameworkDamaged",   "ForeignIdentity",
     "MdmNotEnrolled",  "OtherServer",     "MigrationFailed",  "Tampered",           "SetupRunning",
     "Unclear"}};
[[nodiscard]] constexpr std::string_view to_text(Cause cause) { return kCauseNames[cause]; }
[[nodiscard]] constexpr std::optional<Cause> cause_named(std::string_view name) {
  return kCauseNames.find(name);
}

enum class Confidence { certain, likely };
inline constexpr EnumNames<Confidence, 2> kConfidenceNames{{"certain", "likely"}};
[[nodiscard]] constexpr std::string_view to_text(Confidence confidence) {
  return kConfidenceNames[confidence];
}

// What makes a remedy idle.
enum class Unless : std::uint8_t { never, identity_works, enrolled_before };

// One thing to do. Where `ways` has any, one of them does it, and `text` leads to them.
struct Remedy {
  std::string_view text;
  std::vector<std::string_view> ways = {};
  Unless unless = Unless::never;
};

// What to tell a person about a cause, whatever the Mac.
struct Advice {
  std::string_view meaning;      // one sentence: what happened
  std::string_view confirm;      // what would confirm it, or rule it out
  std::vector<Remedy> remedies;  // what to do, the least invasive first
};
[[nodiscard]] const Advice& advice_on(Cause cause);

}  // namespace enrolkit
