#include "core/log/history_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/log/history_update.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

constexpr std::int64_t kHourSeconds = 3600;

}  // namespace

LogReference reference_to(const Line& line) {
  return {line.file,
          line.number,
          line.clock,
          line.dated,
          line.pid,
          line.key,
          std::string(line.text.substr(0, kEvidenceBytes)),
          std::nullopt,
          true};
}

Run& HistoryBuilder::run_of(const Line& line, std::uint32_t pid) {
  const bool first = line.writer == Writer::jamf && line.pid == pid &&
                     (role_of(line.key) == Role::start || line.key == Message::certificate_trusted ||
                      line.key == Message::daemon_starting);
  return runs_.of(pid, record_, line.clock, first);
}

void HistoryBuilder::update_late(std::optional<LogReference>& mark, const Line& line, Late which) {
  if (!mark) mark.emplace();
  point_to(*mark, line);
  late_texts_[which] = line.text;
}

void HistoryBuilder::copy_late_texts() {
  const std::array<std::optional<LogReference>*, kLate> marks{&history_.checking,
                                                              &history_.contact,
                                                              &history_.unended.first,
                                                              &history_.unended.last,
                                                              &history_.recurring_unended.first,
                                                              &history_.last};
  for (std::size_t i = 0; i < kLate; ++i) {
    if (late_texts_[i].data() == nullptr) continue;
    (*marks[i])->text.assign(late_texts_[i].substr(0, kEvidenceBytes));
    late_texts_[i] = {};
  }
}

// What stands behind a secret's key on the line before is no evidence. A record of several words is a message of its own,
// or a line of a private key.
void HistoryBuilder::take_without_secret(const Line& line) {
  if (line.writer != Writer::continuation && trimmed(line.message).find(' ') != std::string_view::npos)
    secret_ = {.value = false, .block = secret_.block, .key = false, .name = false, .element = {}};
  const std::string text = redacted(line.text, secret_);
  behind_secret_ = secret_.any();
  if (text == line.text) return fold(line);
  Line without = line;
  without.text = text;
  fold(without);
  copy_late_texts();
}

void HistoryBuilder::fold(const Line& line) {
  if (line.says_when) hear_elsewhere(line.said_clock);
  if (line.writer == Writer::continuation) return add_continuation(line);
  block_ = 0;
  if (line.writer == Writer::other) return;
  ++record_;
  if (!history_.first) {
    history_.first = reference_to(line);
  } else if (line.clock > clock_) {
    history_.second += line.clock - clock_;
    if (history_.heard_second <= history_.contact_second &&
        history_.second - history_.contact_second > kHourSeconds)
      history_.heard_second = history_.second;
  }
  clock_ = line.clock;
  update_late(history_.last, line, kLast);
  if (line.writer == Writer::re_enroller) return add_re_enroller(line);
  if (open_ != 0) note_silence(line);
  if (following_ != kNone) follow(line);
  add_record(line);
}

// What to do with a record stands beside the catalogue: role_of().
void HistoryBuilder::add_record(const Line& line) {
  Run& run = run_of(line, line.pid);
  if (run.began == record_ && role_of(line.key) != Role::start) begin_other();
  if (run.began == answered_run_) alive_second_ = history_.second;
  if (run.began == recurring_run_) recurring_alive_second_ = history_.second;
  if (policy_clock_ && run.checks && run.proved) policy_clock_ = line.clock;
  switch (role_of(line.key)) {
    case Role::none: return;
    case Role::start: return start(line, run);
    case Role::proof:
    case Role::cached_proof:
      if (can_prove(run, line)) {
        prove(line, run);
      } else if (!run.failed && !run.lost_server) {
        end(run);  // it is alive, and that is all
      }
      if (line.key == Message::executing) {
        policy_clock_ = line.clock;
      } else if (run.checks) {
        policy_clock_.reset();  // its policies are over
      }
      return;
    case Role::step:
      if (line.key == Message::inventory_begins) inventory_begins(run);
      if (line.key == Message::launchd_removed && names_own_job(line.message)) {
        update(history_.task_removed, line);
      } else if (line.key == Message::task_added || line.key == Message::creating_daemon) {
        history_.task_removed.reset();
      }
      // Who makes the framework anew removed an old one.
      if (history_.removed && history_.removed->pid == line.pid && is_framework(line.key))
        history_.removed.reset();
      if (open_ != 0 || begins_an_enrolment(line.key)) add_to_enrolment(line);
      return;
    case Role::held:
      if (!history_.held) history_.held.emplace();
      return update(history_.held, line);
    case Role::service_lost:
      if (names_jamf_daemon(line.message) && !run.daemon) {
        run.daemon = true;
        count(history_.daemon, line);
      }
      fail(line, run, reason_of(line.message));
      if (names_jamf_daemon(line.message)) add_to_enrolment(line);
      return;
    case Role::failure:
      fail(line, run,
           line.key == Message::trust_failed ? Reason{Reason::Kind::untrusted, 0} : reason_of(line.message));
      if (line.key == Message::error_block) {
        block_ = 2;
        block_pid_ = line.pid;
      }
      add_to_enrolment(line);
      return;
    case Role::removal: return remove_framework(line);
    case Role::inventory: return take_inventory(line);
    case Role::edited: return update(history_.edited, line);
    case Role::daemon_starts: return update(history_.daemon_started, line);
    case Role::daemon_ends: return update(history_.daemon_ended, line);
    case Role::unknown: return unknown_line(line, run);
  }
}

void HistoryBuilder::start(const Line& line, Run& run) {
  if (answered_well_) {
    answered_well_ = false;
    make_history(history_.partial);
  }
  run.checks = true;
  run.recurring = is_recurring(line.message);
  ++history_.checkings;
  update_late(history_.checking, line, kChecking);
  run.open_epoch = epoch_;
  Trouble& unended = history_.unended;
  if (unended.count++ == 0) {
    update_late(unended.first, line, kUnendedFirst);
    unended.first_second = history_.second;
  }
  update_late(unended.last, line, kUnendedLast);
  unended.last_second = history_.second;
  history_.recurs = history_.recurs || may_recur(line.message);
  if (run.recurring) {
    start_recurring(line, run);
  } else if (history_.other_second <= history_.recurring_second &&
             history_.second - history_.recurring_second > kHourSeconds) {
    history_.other_second = history_.second;
  }
  if (inventory_runs_) {  // it began before, and this is another run: it was not refused
    inventory_runs_ = false;
    make_history(history_.inventory);
  }
}

// A line in no list. Bare, it heads an error block. An error by its shape is one; and a check for policies that
// says what nobody knows, before the server answered it, has not succeeded.
void HistoryBuilder::unknown_line(const Line& line, Run& run) {
  if (line.message.find_first_not_of(' ') == std::string_view::npos) {
    block_ = 1;
    block_pid_ = line.pid;
    return;
  }
  const bool error = looks_like_error(line.message);
  // A policy removes what it likes; jamf's framework goes by a run of its own.
  if (!error && !run.checks && looks_like_removal(line.message)) {
    if (!is_removal_of_mdm(line.message)) return remove_framework(line);
    if (open_by_pid(line.pid) == nullptr && !history_.mdm_missing) update(history_.mdm_missing, line);
    return;
  }
  const Reason reason = error ? reason_of(line.message) : Reason{};
  if (error || (run.checks && !run.proved)) fail(line, run, reason);
  if (!error && (open_ == 0 || !says_it_exists(line.message))) return;
  if (Attempt* attempt = open_by_pid(line.pid)) {
    add_error(*attempt, line, reason);
    add_step(*attempt, line);
  }
}

void HistoryBuilder::add_continuation(const Line& line) {
  if (line.key == Message::log_edited) return update(history_.edited, line);
  if (line.key == Message::inventory_taken) return take_inventory(line);
  if (line.key == Message::enrolling) {
    add_to_enrolment(line);
    return;
  }
  if (block_ == 0 || line.message.find_first_not_of(' ') == std::string_view::npos) return;
  Line reason = line;  // the reason belongs to the process of the bare record
  reason.pid = block_pid_;
  const bool heading = block_ == 1 && line.key == Message::error_block;
  const Reason what = reason_of(line.message);
  // The first line of a block tells its reason, and a later one only where that said nothing.
  if (block_ == 3 && what.kind == Reason::Kind::none) return;
  block_ = heading ? 2 : what.kind == Reason::Kind::none ? 3 : 0;
  fail(reason, run_of(reason, block_pid_), what);
  if (heading) return;
  if (Attempt* attempt = open_by_pid(block_pid_)) add_error(*attempt, reason, what);
  if (following_ != kNone) follow(reason);
}

// What came soon after an attempt ended: each kind of line once.
void HistoryBuilder::follow(const Line& line) {
  Attempt& attempt = history_.attempts[following_];
  if (line.clock - attempt.last.clock > kDeadSilence) {
    following_ = kNone;
    return;
  }
  const bool tells = line.key == Message::checking || proves_contact(line.key) ||
                     line.key == Message::security_domain || line.key == Message::device_signature ||
                     line.key == Message::cocoa_domain || line.key == Message::offline;
  if (!tells) return;
  for (const LogReference& reference : attempt.followed) {
    if (reference.key == line.key) return;
  }
  attempt.followed.push_back(reference_to(line));
}

History HistoryBuilder::finish(const Scanner& scanner, std::optional<LocalTime> upper) && {
  settle_open_attempts();
  history_.quality = scanner.quality();
  for (const Habit& habit : successes_) {
    history_.habit.runs = std::max(history_.habit.runs, habit.runs);
    history_.habit.seconds = std::max(history_.habit.seconds, habit.seconds);
  }
  history_.habit.successes = std::min<std::uint64_t>(success_count_, kHabitSuccesses);
  if (answered_well_) make_history(history_.partial);
  if (history_.unended.count == 0) history_.unended = {};
  // What a run that goes on explains is no part of a silence.
  history_.unended.first_second = std::max(history_.unended.first_second, alive_second_);
  if (history_.recurring_unended.count == 0) history_.recurring_unended = {};
  history_.recurring_unended.first_second =
      std::max(history_.recurring_unended.first_second, recurring_alive_second_);
  history_.migration = migration_;
  history_.host = scanner.host();
  const auto last = scanner.last_date();
  if (last && upper) {
    const std::int64_t upper_day = (upper->seconds >= 0 ? upper->seconds : upper->seconds - kDay + 1) / kDay;
    if (const auto day = newest_day(*last, upper_day + 1); day && *day >= kJamfsFirstDay)
      date({*day * kDay}, scanner.last_day_clock(), (upper_day + 2) * kDay);
  }
  return std::move(history_);
}

namespace {

// A step between dates whose years are further apart than the rule looks gives a day that the line itself does not have.
bool contradicts(const std::string& text, LocalTime at) {
  if (at.seconds < kJamfsFirstDay * kDay) return true;
  const auto stamp = stamp_of(text);
  if (!stamp) return false;
  constexpr std::size_t kMonth = 4, kDayOfMonth = 8;  // in "Thu Apr 30 09:10:36"
  const Civil civil = to_civil(at);
  const std::string_view english = stamp->english;
  return english.substr(kMonth, 3) != month_name(civil.month) ||
         english.substr(kDayOfMonth, 2) != fmt::format("{:02}", civil.day);
}

}  // namespace

void HistoryBuilder::date(LocalTime midnight, std::int64_t day_clock, std::int64_t upper) {
  // A clock that was ahead, and was set back since, wrote dates that had not come yet: they date nothing.
  for_each_reference(history_, [&](LogReference& reference) {
    const std::int64_t at = midnight.seconds + reference.clock - day_clock;
    if (reference.dated && at < upper && !contradicts(reference.text, {at})) reference.at = LocalTime{at};
  });
}

}  // namespace enrolkit
