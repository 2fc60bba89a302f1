// The closed sets of the `enrolment` attribute and of `enrolkit explain`: what became of the enrolment, and
// why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace enrolkit {

enum class State { complete, failed, interrupted, in_progress, not_enrolled, unknown };
[[nodiscard]] std::string_view to_text(State state);  // "Complete", ...

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
  mdm_not_enrolled,
  other_server,
  unclear,
};
inline constexpr Cause kLastCause = Cause::unclear;
[[nodiscard]] std::string_view to_text(Cause cause);  // "AccountConflict", ...

enum class Confidence { certain, likely };
[[nodiscard]] std::string_view to_text(Confidence confidence);

// What to tell a person about a cause, whatever the Mac.
struct Advice {
  std::string_view meaning;                // one sentence: what happened
  std::string_view confirm;                // what would confirm it, or rule it out
  std::vector<std::string_view> remedies;  // what to do, the least invasive first
};
[[nodiscard]] const Advice& advice_on(Cause cause);

}  // namespace enrolkit
