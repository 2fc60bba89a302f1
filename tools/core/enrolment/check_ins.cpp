#include "core/enrolment/check_ins.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/time.h"
#include "core/enrolment/failed_runs.h"
#include "core/enrolment/reasons.h"
#include "core/enrolment/silence.h"
#include "core/log/daemon_service.h"

namespace enrolkit {
namespace {

std::string runs(std::uint64_t count) {
  return fmt::format("{} run{} of jamf", count, count == 1 ? "" : "s");
}

struct Since {
  bool failed_often = false;  // more failures than the grace
  bool no_end = false;        // more runs without an end than the grace and this log's habit
  bool old = false;           // few, but over more than a day
};

Since since_success(const History& h) {
  Since since;
  const std::uint64_t failed = h.failed.count, open = h.unended.count;
  const std::int64_t open_seconds = open == 0 ? 0 : h.unended.last_second - h.unended.first_second;
  const bool all_end = h.habit.runs == 0 && h.habit.successes == kHabitSuccesses;
  const std::int64_t grace = all_end ? kGraceHabitSeconds : kGraceSeconds;
  const bool undated = h.quality.undated != 0;  // then no time went by, and the number alone tells
  since.no_end = open > std::max(kGraceRuns, h.habit.runs) &&
                 (undated || open_seconds > std::max(grace, h.habit.seconds));
  if (failed != 0) {
    const std::uint64_t all = failed + (since.no_end ? open : 0);
    const std::int64_t seconds =
        std::max(h.failed.last_second, since.no_end ? h.unended.last_second : 0) - h.failed.first_second;
    since.failed_often =
        all > kGraceRuns && (seconds >= kGraceSeconds || undated || all >= kGraceFailuresAnHour);
    since.old = h.second - h.failed.first_second > kMaxGraceSeconds;
  }
  since.old |= open > 1 && open_seconds > std::max(kMaxGraceSeconds, h.habit.seconds);
  return since;
}

CheckIns of_failures(const History& h, CheckIns c) {
  const Reason reason = leading_reason(h);
  c.state = CheckIns::State::failing;
  c.cause = cause_of_runs(reason);
  c.http_status = http_status_of(reason);
  c.since = h.failed.first;
  c.last = h.failed.last;
  c.count = h.failed.count;
  c.what = words_of_runs(reason, *h.failed.last);
  return c;
}

bool beyond_grace(const Trouble& t, bool undated) {
  return t.count > kGraceRuns &&
         (t.last_second - t.first_second >= kGraceSeconds || undated || t.count >= kGraceFailuresAnHour);
}

CheckIns of_recurring(const History& h, CheckIns c) {
  c.state = CheckIns::State::failing;
  c.recurring = true;
  c.cause = cause_of_runs(h.recurring_reason);
  c.http_status = http_status_of(h.recurring_reason);
  c.since = h.recurring.first;
  c.last = h.recurring.last;
  c.count = h.recurring.count;
  c.what =
      words_of_runs(h.recurring_reason, *h.recurring.last) + "; only other runs of jamf were answered since";
  // Whoever the server knows again does not tell why it does not know the check-ins.
  c.unlike_habit |= !spares_signature(h.recurring_reason.kind);
  return c;
}

// Other runs were answered, and the recurring check-ins began and came to no end: more, and for longer, than they ever did
// before one of them was answered.
bool recurring_hang(const History& h) {
  const Trouble& t = h.recurring_unended;
  return h.recurring_habit.successes != 0 && t.count > std::max(kGraceRuns, h.recurring_habit.runs) &&
         (h.quality.undated != 0 ||
          t.last_second - t.first_second > std::max(kGraceSeconds, h.recurring_habit.seconds));
}

CheckIns of_recurring_without_end(const History& h, CheckIns c) {
  const Trouble& t = h.recurring_unended;
  c.state = CheckIns::State::failing;
  c.recurring = true;
  c.cause = Cause::unclear;
  c.since = c.last = t.first;
  c.count = t.count;
  c.what = "recurring check-ins began and came to no end; only other runs of jamf were answered since";
  return c;
}

// Answered, and failed then. Of a reason that nobody knows it is not told whether the server or a policy failed.
CheckIns of_partial(const History& h, CheckIns c) {
  const Reason& reason = h.partial_reason;
  c.partial = true;
  c.since = h.partial.first;
  c.last = h.partial.last;
  c.count = h.partial.count;
  c.what = fmt::format("{} in a row were answered, and failed then: {}", runs(c.count),
                       words_of_runs(reason, *h.partial.last));
  c.unlike_habit |= !spares_signature(reason.kind);
  if (reason.kind == Reason::Kind::none) return c;
  c.state = CheckIns::State::failing;
  c.cause = cause_of_runs(reason);
  c.http_status = http_status_of(reason);
  return c;
}

CheckIns of_runs_without_end(const History& h, CheckIns c) {
  c.since = h.unended.first;
  c.last = h.unended.last;
  c.count = h.unended.count;
  c.what = fmt::format("{} began and came to no end", runs(c.count));
  if (h.held) c.what += "; another run holds the trigger: " + own_words(*h.held);
  // Casper 9 and other versions print no end: only a log whose earlier runs ended shows that these should have.
  if (!h.contact) return c;
  c.state = CheckIns::State::failing;
  c.cause = Cause::unclear;
  return c;
}

CheckIns of_removal(const History& h, CheckIns c) {
  c.what = "jamf removed its framework";
  c.since = c.last = h.removed;
  c.state = CheckIns::State::failing;
  c.cause = Cause::framework_missing;
  c.unlike_habit = true;
  return c;
}

CheckIns of_dead_daemon(const History& h, CheckIns c) {
  c.state = CheckIns::State::failing;
  c.cause = Cause::daemon_dead;
  c.what = words_for(Reason::Kind::daemon);
  c.since = h.daemon.first;
  c.last = h.daemon.last;
  c.count = h.daemon.count;
  return c;
}

// The last line of an enrolment, or of a migration, that began or ended after the last success, and not well: whether the
// identity from before is still there is not told.
const LogReference* enrolment_since(const History& h) {
  const auto later = [&](const LogReference& line) { return h.contact && is_after(line, *h.contact); };
  for (auto attempt = h.attempts.rbegin(); attempt != h.attempts.rend(); ++attempt) {
    if (attempt->outcome != Outcome::enrolled && later(attempt->last)) return &attempt->last;
  }
  return h.migration_last && h.migration && later(*h.migration_last) ? &*h.migration_last : nullptr;
}

CheckIns of_enrolment(const LogReference& last, CheckIns c) {
  c.enrolling = c.unlike_habit = true;
  c.what = "an enrolment or a migration followed the last success, and no run of jamf was answered since";
  c.since = c.last = last;
  return c;
}

CheckIns of_delivery(LocalTime came, CheckIns c) {
  c.enrolling = c.unlike_habit = true;
  c.what =
      fmt::format("Jamf's QuickAdd package came at {}, and no run of jamf was answered since", to_text(came));
  return c;
}

CheckIns of_change(const History& h, CheckIns c) {
  c.changed = c.unlike_habit = true;
  c.since = c.last = h.reconfigured ? h.reconfigured : h.task_removed;
  c.what = h.reconfigured ? "jamf was given a server's address, and no run of jamf was answered since"
                          : "jamf removed its scheduled task, and no run of jamf was answered since";
  return c;
}

// A Mac that is being set up may lose its network for a moment. That it never reached the server since is no grace.
bool is_first_miss(const History& h) {
  return h.failed.count == 1 && h.checking && is_after(*h.checking, *h.contact) &&
         h.failed.first_second - h.contact_second <= kGraceAfterEnrolment;
}

CheckIns of_enrolment_alone(const History& h, CheckIns c) {
  c.unproven = true;
  c.since = h.failed.first;
  c.last = h.failed.last;
  c.what = fmt::format("the Mac enrolled, and no check-in has succeeded since: {} failed, the last with: {}",
                       runs(h.failed.count), own_words(*h.failed.last));
  return c;
}

// The last run that ended failed, and those that did are within the grace.
CheckIns of_few_failures(const History& h, CheckIns c) {
  const Reason reason = leading_reason(h);
  c.what = "the last run of jamf that ended failed: " + own_words(*h.failed.last);
  if (h.failed.count > kGraceRuns && cause_of_runs(reason) != Cause::unclear) {
    c.cause = cause_of_runs(reason);
    c.what = fmt::format("{} failed since the last success: {}", runs(h.failed.count),
                         words_of_runs(reason, *h.failed.last));
  }
  c.since = h.failed.first;
  c.last = h.failed.last;
  return c;
}

CheckIns of_old_runs(const History& h, CheckIns c) {
  c.what = fmt::format("{} since the last success, over more than a day", runs(c.count));
  c.since = h.failed.first ? h.failed.first : h.unended.first;
  c.last = h.unended.last ? h.unended.last : h.failed.last;
  return c;
}

// The newest run that ended succeeded, and nothing contradicts it: unless it is too old.
CheckIns of_successes(const History& h, const std::optional<Uptime>& uptime, std::uint64_t missed,
                      CheckIns c) {
  const bool only_enrolled = h.contact->key == Message::return_code;
  if (only_enrolled && missed != 0 && !is_first_miss(h)) return of_enrolment_alone(h, std::move(c));
  if (auto silence = silence_since_success(h, uptime)) {
    c.silent = true;
    c.unlike_habit |= silence->proof_is_old;
    c.what = std::move(silence->what);
    return c;
  }
  c.last = h.failed.last;
  if (only_enrolled) {
    c.what = missed == 0 ? "the Mac enrolled, and no check-in was answered yet"
                         : "the Mac enrolled, and its first check-in missed the server, which happens: that "
                           "check-ins reach it is not proven yet";
    return c;
  }
  c.state = CheckIns::State::working;
  c.what = missed == 0 ? std::string("Check-ins reach the server.")
                       : fmt::format(
                             "Check-ins reach the server; {} missed it since the last, which is not a "
                             "finding yet.",
                             missed);
  return c;
}

}  // namespace

CheckIns judge_check_ins(const History& h, const std::optional<Uptime>& uptime,
                         const std::optional<LocalTime>& delivered) {
  CheckIns c;
  c.count = h.failed.count + h.unended.count;
  for (std::size_t i = 0; i < Reason::kKinds; ++i) {
    if (!spares_signature(static_cast<Reason::Kind>(i))) c.unexplained += h.reasons[i];
  }
  if (h.removed) return of_removal(h, std::move(c));
  const DaemonService service = daemon_service(h);
  const Since since = since_success(h);
  c.unlike_habit = since.failed_often || since.no_end || since.old || h.migrated;
  if (service == DaemonService::lost) return of_dead_daemon(h, std::move(c));
  if (since.failed_often) return of_failures(h, std::move(c));
  if (since.no_end) return of_runs_without_end(h, std::move(c));
  const bool undated = h.quality.undated != 0;
  if (beyond_grace(h.recurring, undated)) return of_recurring(h, std::move(c));
  if (beyond_grace(h.partial, undated)) return of_partial(h, std::move(c));
  if (recurring_hang(h)) return of_recurring_without_end(h, std::move(c));
  if (const LogReference* last = enrolment_since(h)) return of_enrolment(*last, std::move(c));
  if (h.contact && (h.reconfigured || h.task_removed)) return of_change(h, std::move(c));
  if (delivered) return of_delivery(*delivered, std::move(c));
  if (h.migrated) {
    c.what = "ReEnroller enrolled the Mac to another server, and no run of jamf was answered since";
    c.since = c.last = h.migrated;
    return c;
  }
  if (!h.contact || h.signature.count > 0 || service == DaemonService::restarted) {
    c.what = h.contact ? "a line after the last proof of contact speaks against it"
                       : "no line proves a successful check-in";
    return c;
  }
  const std::uint64_t missed = h.reasons[static_cast<std::size_t>(Reason::Kind::network)];
  if (h.failed.count > missed) return of_few_failures(h, std::move(c));
  if (since.old) return of_old_runs(h, std::move(c));
  return of_successes(h, uptime, missed, std::move(c));
}

}  // namespace enrolkit
