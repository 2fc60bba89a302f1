#include "core/enrolment/silence.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/time.h"
#include "core/enrolment/check_ins.h"

namespace enrolkit {
namespace {

// For how many seconds there was no answer while the Mac was up, or its log went on; or, over its starts, since the last
// answer: a Mac that is restarted every day is silent, too.
struct Unanswered {
  std::int64_t seconds = 0;
  std::int64_t up_seconds = 0;  // since the last start, where it is over starts; else 0
  // When the Mac started is not known, for this reason: it may have been up all the while.
  std::string up_unknown = "";
};

Unanswered unanswered(const History& h, const std::optional<Uptime>& uptime) {
  const std::int64_t by_jamf = h.heard_second > h.contact_second ? h.second - h.heard_second : 0;
  const std::int64_t by_others =
      h.elsewhere_first > h.contact_second ? h.elsewhere_last - h.elsewhere_first : 0;
  const std::int64_t in_log = std::max(by_jamf, by_others);
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

// For how many seconds other runs began, and no recurring check-in: which had been answered before; or which never began
// since the enrolment, nor did any run that may stand for it.
std::int64_t recurring_silence(const History& h) {
  if (h.recurring_habit.successes == 0 && (h.recurs || !h.enrolled)) return 0;
  if (h.other_second <= h.recurring_second) return 0;
  return h.second - h.other_second;
}

// Many runs of jamf began, for a day and more, none was answered, and hardly a check-in began: the Mac is up, and what should
// come each quarter of an hour does not.
bool goes_on_unanswered(const History& h) {
  constexpr std::uint64_t kMinRuns = 12;
  return h.others.count >= kMinRuns && h.others.last_second - h.others.first_second >= kMaxGraceSeconds &&
         h.unended.count <= kGraceRuns && h.failed.count <= kGraceRuns;
}

std::string words_of(const History& h, const Unanswered& silence) {
  const std::int64_t days = silence.seconds / kMaxGraceSeconds;
  return fmt::format(
      "{} for {} day{}{}",
      h.contact->key == Message::return_code ? "the Mac enrolled, and no check-in was answered since,"
                                             : "no run of jamf was answered",
      days, days == 1 ? "" : "s",
      !silence.up_unknown.empty()
          ? fmt::format(", and when the Mac started is not known ({})", silence.up_unknown)
      : silence.up_seconds == 0
          ? std::string(" in which the Mac was up")
          : fmt::format(", {} of them since its last start", duration_text(silence.up_seconds)));
}

}  // namespace

std::optional<Silence> silence_since_success(const History& h, const std::optional<Uptime>& uptime) {
  const Unanswered silence = unanswered(h, uptime);
  const bool only_enrolled = h.contact->key == Message::return_code;
  if (silence.seconds > (only_enrolled ? kMaxGraceSeconds : kMaxSilenceSeconds))
    return Silence{words_of(h, silence), true};
  if (goes_on_unanswered(h)) {
    return Silence{
        fmt::format(
            "for {} no check-in was answered, nor any of the {} or more other runs of jamf that began",
            duration_text(h.others.last_second - h.others.first_second), h.others.count),
        true};
  }
  if (const std::int64_t seconds = recurring_silence(h); seconds > kMaxSilenceSeconds) {
    return Silence{fmt::format("no recurring check-in began for {} days in which other runs of jamf did",
                               seconds / kMaxGraceSeconds),
                   false};
  }
  return std::nullopt;
}

std::optional<std::string> why_contact_to_come(const History& history, const std::optional<Uptime>& uptime) {
  constexpr std::int64_t kSlackSeconds = 300;  // a clock that was just set
  if (!uptime || !history.contact || !history.contact->at) return std::nullopt;
  if (history.contact->at->seconds - uptime->now.seconds <= kSlackSeconds) return std::nullopt;
  return fmt::format("the last success is of {}, and this Mac's clock says {}: the clock or the log is wrong",
                     to_text(*history.contact->at), to_text(uptime->now));
}

}  // namespace enrolkit
