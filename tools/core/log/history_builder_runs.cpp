// The part of HistoryBuilder that says what each run of jamf came to: a proof, a failure, or neither.
#include <algorithm>

#include "core/log/history_builder.h"
#include "core/log/history_update.h"

namespace enrolkit {

// One rule for every message: what a run says after it lost the server is its cache's answer, and so may be what
// it says after an error that nobody knows; but no cache knows how a check-in ends. What a run executes it was given when
// it began: that proves nothing after the failures of others that came in between. How its check-in ends is asked at its end;
// but the identity with which it asks is that of its beginning, and says nothing of the one that later runs did not find.
bool HistoryBuilder::can_prove(const Run& run, const Line& line) const {
  if (run.lost_server) return false;
  if (history_.from_tail && !run.checks)
    return false;  // it may have lost the server before the part that was read
  // "Checking for patches..." is said before anybody is asked.
  if (role_of(line.key) == Role::proof && line.key != Message::patches) return run.began >= refused_run_;
  const bool unseen = !run.head_seen && role_of(line.key) == Role::cached_proof;
  return !run.failed && !(troubled_ && (run.began < trouble_record_ || unseen));
}

void HistoryBuilder::note_trouble() {
  if (!troubled_) trouble_record_ = record_;
  troubled_ = true;
}

// An answer is no end: what fails behind it counts, as long as run after run ends so. Whether an inventory comes is a
// finding of its own.
void HistoryBuilder::fail_after_answer(const Line& line, Run& run, const Reason& reason) {
  if (!run.proved || line.key == Message::recon_error) return;
  if (run.began == answered_run_) answered_well_ = false;
  if (!run.partial) {
    run.partial = true;
    count(history_.partial, line);
    history_.partial_reason = reason;
  } else if (history_.partial_reason.kind == Reason::Kind::none) {
    history_.partial_reason = reason;
  }
}

void HistoryBuilder::prove(const Line& line, Run& run) {
  end(run);
  if (!run.proved || run.failed || history_.unended.count != 0) {
    const Trouble& unended = history_.unended;
    successes_[success_count_++ % kHabitSuccesses] = {
        unended.count, unended.count != 0 ? unended.last_second - unended.first_second : 0};
  }
  if (run.partial && history_.partial.count != 0) --history_.partial.count;  // it went on
  run.proved = answered_well_ = true;
  run.partial = false;
  answered_run_ = run.began;
  run.failed.reset();
  run.signature = run.daemon = false;
  alive_second_ = history_.second;
  ++epoch_;
  failed_by_headless_ = false;
  update_late(history_.contact, line, kContact);
  history_.contact_second = history_.second;
  if (run.recurring || line.key == Message::return_code) {
    make_history(history_.recurring);
    answer_recurring(run);
  }
  ++history_.contacts;
  if (troubled_) {
    for (Trouble* trouble : {&history_.signature, &history_.offline, &history_.daemon, &history_.failed}) {
      make_history(*trouble);
    }
    history_.reasons = {};
    history_.statuses = {};
    troubled_ = false;
    refused_run_ = 0;
  }
  history_.unended.count = 0;  // each check-in comes by here: its references are written over, not made anew
  history_.others = {};
  history_.held.reset();
  history_.reconfigured.reset();
  history_.task_removed.reset();
  history_.migrated.reset();
  if (history_.removed && run.began > removed_record_ && run.head_seen) history_.removed.reset();
}

void HistoryBuilder::remove_framework(const Line& line) {
  if (open_by_pid(line.pid) != nullptr) return;  // an enrolment clears what it found
  // Jamf's own words say more than a command does, or words that are like them.
  const bool by_its_words = line.key == Message::framework_removed;
  if (!history_.removed || (by_its_words && history_.removed->key != line.key))
    update(history_.removed, line);
  removed_record_ = record_;
}

void HistoryBuilder::end(Run& run) {
  if (run.open_epoch == epoch_) --history_.unended.count;
  run.open_epoch = 0;
  if (run.recurring_epoch == recurring_epoch_) --history_.recurring_unended.count;
  run.recurring_epoch = 0;
}

void HistoryBuilder::start_recurring(const Line& line, Run& run) {
  Trouble& unended = history_.recurring_unended;
  history_.recurring_second = history_.second;
  run.recurring_epoch = recurring_epoch_;
  if (unended.count++ == 0) {
    update_late(unended.first, line, kRecurringFirst);
    unended.first_second = history_.second;
  }
  unended.last_second = history_.second;
}

void HistoryBuilder::begin_other() {
  constexpr std::int64_t kApart = 1500;  // a run each half an hour, a little early
  OtherRuns& others = history_.others;
  if (others.count != 0 && history_.second - others.last_second < kApart) return;
  if (others.count++ == 0) others.first_second = history_.second;
  others.last_second = history_.second;
}

// An enrolment makes what stood before it history, and says nothing of the habit.
void HistoryBuilder::answer_recurring(const Run& run) {
  Trouble& unended = history_.recurring_unended;
  if (run.recurring) {
    recurring_answered_ = true;
    recurring_run_ = run.began;
    recurring_alive_second_ = history_.second;
    Habit& habit = history_.recurring_habit;
    ++habit.successes;
    if (unended.count != 0) {
      habit.runs = std::max(habit.runs, unended.count);
      habit.seconds = std::max(habit.seconds, unended.last_second - unended.first_second);
    }
  }
  unended.count = 0;
  ++recurring_epoch_;
}

void HistoryBuilder::fail(const Line& line, Run& run, const Reason& reason) {
  using enum Reason::Kind;
  // Who began before the newest identity was made still has the old one.
  const bool of_signature = reason.kind == signature || reason.kind == security;
  const bool of_old = run.began < identity_record_ && run.pid != identity_pid_;
  // The heading of an error block tells nothing: the reason behind it does.
  if (of_old && (of_signature || line.key == Message::error_block)) return;
  note_trouble();
  if (of_signature || reason.kind == permission) refused_run_ = std::max(refused_run_, run.began);
  fail_after_answer(line, run, reason);
  if (line.key == Message::recon_error && !run.inventory) {
    run.inventory = true;
    inventory_runs_ = false;
    history_.inventory_taken.reset();
    count(history_.inventory, line);
    if (history_.inventory.count == 1 || reason.kind != none) history_.inventory_reason = reason;
  }
  if (line.key == Message::offline) run.lost_server = true;
  if ((reason.kind == signature || line.key == Message::security_domain) && !run.signature) {
    run.signature = true;
    count(history_.signature, line);
  }
  const auto slot = [](Reason::Kind kind) { return static_cast<std::size_t>(kind); };
  if (!run.failed) {
    end(run);
    count(history_.failed, line);
    run.failed = reason.kind;
    run.failed_epoch = epoch_;
    failed_by_headless_ |= !run.head_seen;
    ++history_.reasons[slot(reason.kind)];
    if (reason.kind == network) count(history_.offline, line);
    if (run.recurring && !run.proved) {
      count(history_.recurring, line);
      history_.recurring_reason = reason;
    }
  } else if (*run.failed == none && reason.kind != none && run.failed_epoch == epoch_) {
    --history_.reasons[slot(none)];
    ++history_.reasons[slot(reason.kind)];
    run.failed = reason.kind;
    if (reason.kind == network) count(history_.offline, line);
    if (run.recurring && !run.proved) history_.recurring_reason = reason;
  }
  // The words of a block say more than its heading.
  if (line.writer == Writer::continuation && run.failed_epoch == epoch_) {
    update(history_.failed.last, line);
    if (history_.failed.count == 1) history_.failed.first = history_.failed.last;
  }
  if (reason.status != 0) history_.statuses[slot(reason.kind)] = reason.status;
}

// Jamf writes no line that an inventory was taken. One that began and was not refused, while others went on, ends a row
// of refused ones; it is no proof.
void HistoryBuilder::inventory_begins(Run& run) {
  if (inventory_runs_) make_history(history_.inventory);
  inventory_runs_ = !run.inventory;
}

void HistoryBuilder::take_inventory(const Line& line) {
  inventory_runs_ = false;
  make_history(history_.inventory);
  update(history_.inventory_taken, line);
}

// Another program's line says that the Mac was up then.
void HistoryBuilder::hear_elsewhere(std::int64_t clock) {
  constexpr std::int64_t kHour = 3600;
  if (!history_.last || clock <= clock_) return;
  const std::int64_t second = history_.second + (clock - clock_);
  if (second - history_.contact_second <= kHour) return;
  if (history_.elsewhere_first <= history_.contact_second) history_.elsewhere_first = second;
  history_.elsewhere_last = second;
}

void HistoryBuilder::count(Trouble& trouble, const Line& line) {
  note_trouble();
  if (trouble.count++ == 0) {
    update(trouble.first, line);
    trouble.first_second = history_.second;
  }
  update(trouble.last, line);
  trouble.last_second = history_.second;
}

bool HistoryBuilder::is_settled() const {
  if (!history_.contact) return false;
  if (history_.from_tail && failed_by_headless_ && identity_record_ != 0) return false;
  if ((history_.recurring.count != 0 || history_.recurring_unended.count > kFewRuns) && !recurring_answered_)
    return false;
  return history_.unended.count <= kFewRuns || success_count_ > kHabitSuccesses;
}

}  // namespace enrolkit
