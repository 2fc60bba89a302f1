#include "core/enrolment/silence.h"

#include <algorithm>

#include "core/enrolment/check_ins.h"

namespace enrolkit {

Silence silence_of(const History& h, const std::optional<Uptime>& uptime) {
  const std::int64_t in_log = h.heard_second > h.contact_second ? h.second - h.heard_second : 0;
  if (!uptime || !h.contact->at) return {in_log, 0};
  const std::int64_t since_contact = uptime->now.seconds - h.contact->at->seconds;
  const auto* started = value_of(uptime->since);
  if (started == nullptr) {
    const auto* why = why_unreadable(uptime->since);
    return {std::max(in_log, since_contact), 0, why != nullptr ? *why : "the system does not say"};
  }
  const std::int64_t up = std::min(since_contact, uptime->now.seconds - started->seconds);
  if (up < since_contact && up >= kMinUpSeconds) return {std::max(in_log, since_contact), up};
  return {std::max(in_log, up), 0};
}

}  // namespace enrolkit
