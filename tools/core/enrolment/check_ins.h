// What the runs of jamf since the last success add up to. Healthy is what is proven: the newest run that ended
// succeeded, and the runs after it are not more, or older, than is usual on any Mac or on this one. An answer to another
// run (Self Service, a policy by its event) does not make recurring check-ins that fail healthy, and a success says
// nothing any more of a Mac that was up, and silent, for days. A run that is answered and fails then is a success by its
// answer; run after run that ends so is a finding by its own. A return code 0 is no successful check-in: what a Mac may
// miss that was answered before is more than what it may miss in its first minutes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/enrolment/cause.h"
#include "core/enrolment/mac_context.h"
#include "core/log/history.h"

namespace enrolkit {

// Runs that fail, or come to no end, and are still no finding. On a healthy Mac 1 check-in in 130 fails, and one
// that meets a running policy, or is still at work, has no end.
inline constexpr std::uint64_t kGraceRuns = 2;
inline constexpr std::int64_t kGraceSeconds = 3600;  // and any number within an hour,
inline constexpr std::int64_t kGraceHabitSeconds =
    1800;  // or half of one, where each run of this log came to an end,
inline constexpr std::uint64_t kGraceFailuresAnHour = 12;  // but not of failures
// After an enrolment: one check-in that the network loses soon behind it.
inline constexpr std::int64_t kGraceAfterEnrolment = 1800;
inline constexpr std::int64_t kMaxGraceSeconds = 86'400;  // few runs over more than a day are too few
// A Mac that is up, and has had no answer for so long: a weekend asleep is shorter. After an enrolment a day is enough,
// for the first check-in follows within minutes.
inline constexpr std::int64_t kMaxSilenceSeconds = 3 * 86'400;
// Once a Mac is up for so long, a check-in should have come: Jamf Pro's longest interval is an hour.
inline constexpr std::int64_t kMinUpSeconds = 4 * 3600;

struct CheckIns {
  enum class State : std::uint8_t { working, failing, unknown };
  State state = State::unknown;
  std::optional<Cause> cause;  // where failing
  int http_status = 0;         // of the failures; 0: none
  std::string what;         // in words: why it is failing or unknown; of working runs, what was missed since
  std::uint64_t count = 0;  // runs since the last success that failed or came to no end
  std::optional<LogReference> since, last;  // the first and the last one of them
  std::uint64_t unexplained = 0;  // of `count`, failures that do not spare the signature: see reasons.h
  bool recurring =
      false;             // `count` recurring check-ins failed, or had no end, while other runs were answered
  bool partial = false;  // `count` runs in a row were answered, and failed then
  bool enrolling =
      false;  // an enrolment or migration began since, and none ended well; or QuickAdd came since
  bool silent =
      false;  // nothing was answered, or no recurring check-in began, for too long, and nothing says why
  bool unproven = false;  // an enrolment, and since then failures alone: no run has succeeded yet
  bool changed =
      false;  // jamf got a server's address, or lost its scheduled task, and no run was answered since
  bool unlike_habit = false;  // more, or older, than the grace: a success before them proves nothing any more
};

// `delivered`: when QuickAdd came, with nothing in the log since; see delivered_since().
[[nodiscard]] CheckIns judge_check_ins(const History& history,
                                       const std::optional<Uptime>& uptime = std::nullopt,
                                       const std::optional<LocalTime>& delivered = std::nullopt);

}  // namespace enrolkit
