#include "core/enrolment/silence.h"

#include <algorithm>

#include "core/enrolment/check_ins.h"

namespace enrolkit {

Silence silence_of(const History& h, const std::optional<Uptime>& uptime) {
  const std::int64_t in_log = h.heard_second > h.contact_second ? h.second - h.heard_second : 0;
  if (!uptime || !h.contact->at) return {in_log, 0};
  const std::int64_t since_contact = uptime->now.seconds - h.contact->at->seconds;
  const std::int64_t up = std::min(since_contact, uptime->now.seconds - uptime->since.seconds);
  if (up < since_contact && up >= kMinUpSeconds) return {std::max(in_log, since_contact), up};
  return {std::max(in_log, up), 0};
}

std::int64_t recurring_silence(const History& h) {
  if (h.recurring_habit.successes == 0 && (h.recurs || !h.enrolled)) return 0;
  if (h.other_second <= h.recurring_second) return 0;
  return h.second - h.other_second;
}

bool goes_on_unanswered(const History& h) {
  constexpr std::uint64_t kMinRuns = 12;
  return h.others.count >= kMinRuns && h.others.last_second - h.others.first_second >= kMaxGraceSeconds &&
         h.unended.count <= kGraceRuns && h.failed.count <= kGraceRuns;
}

}  // namespace enrolkit
