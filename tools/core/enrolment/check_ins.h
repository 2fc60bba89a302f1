// What the runs of jamf since the last success add up to. Healthy is what is proven: the newest run that ended
// succeeded, and the runs after it are not more, or older, than is usual on any Mac or on this one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/enrolment/cause.h"
#include "core/log/history.h"

namespace enrolkit {

// Runs that fail, or come to no end, and are still no finding. On a healthy Mac 1 check-in in 130 fails, and one
// that meets a running policy, or is still at work, has no end.
inline constexpr std::uint64_t kGraceRuns = 2;
inline constexpr std::int64_t kGraceSeconds = 3600;        // and any number within an hour,
inline constexpr std::uint64_t kGraceFailuresAnHour = 12;  // but not of failures
inline constexpr std::int64_t kMaxGraceSeconds = 86'400;   // few runs over more than a day are too few

struct CheckIns {
  enum class State : std::uint8_t { working, failing, unknown };
  State state = State::unknown;
  std::optional<Cause> cause;  // where failing
  std::string what;         // in words: why it is failing or unknown; of working runs, what was missed since
  std::uint64_t count = 0;  // runs since the last success that failed or came to no end
  std::optional<LogReference> since, last;  // the first and the last one of them
  std::uint64_t unexplained = 0;  // of `count`, failures that do not spare the signature: see reasons.h
  bool unlike_habit = false;  // more, or older, than the grace: a success before them proves nothing any more
};

[[nodiscard]] CheckIns judge_check_ins(const History& history);

}  // namespace enrolkit
