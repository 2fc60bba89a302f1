// Folds the lines of one Mac's log, oldest first, into its History: bounded memory, whatever the log holds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/redact.h"
#include "core/log/history.h"
#include "core/log/jamf_log.h"
#include "core/log/run.h"

namespace enrolkit {

// A silence after which an enrolment counts as over. The longest seen within a run is 35 s (a time-out); a
// run that says nothing for a quarter of an hour is dead.
inline constexpr std::int64_t kDeadSilence = 900;

// The line as evidence; copies its text.
[[nodiscard]] LogReference reference_to(const Line& line);

class HistoryBuilder {
 public:
  // `from_tail`: lines before the first were not read, so that a run may have begun unseen.
  // A secret's key may end them, too.
  explicit HistoryBuilder(bool from_tail = false) {
    history_.from_tail = from_tail;
    secret_.value = behind_secret_ = from_tail;
  }

  void add(const Line& line) {
    take(line);
    copy_late_texts();
  }

  // All lines that the scanner has of the block it was given; `also` is called with each. Of marks that nearly every
  // run of jamf replaces, the text is copied once a block, not once a line.
  template <class Also>
  void add_block(Scanner& scanner, Also also) {
    for (Line line; scanner.next(line);) {
      take(line);
      also(line);
    }
    copy_late_texts();
  }

  // As it is now. References may lack their texts, and nothing is dated.
  [[nodiscard]] const History& so_far() const { return history_; }

  // A contact or enrolment is proven, and nothing before it can change an answer about the present.
  [[nodiscard]] bool is_settled() const;

  // Ends the history and dates it: the newest day on which the last record's weekday fits, at most one day
  // after `upper`, the newest file's modification time (a day, for changes of time zone and clock).
  [[nodiscard]] History finish(const Scanner& scanner, std::optional<LocalTime> upper) &&;

 private:
  void take(const Line& line) {
    if (behind_secret_ || may_leave_open(line.text)) return take_without_secret(line);
    fold(line);
  }
  void take_without_secret(const Line& line);
  void fold(const Line& line);
  void copy_late_texts();
  void add_record(const Line& line);
  void start(const Line& line, Run& run);
  void start_recurring(const Line& line, Run& run);
  void begin_other();
  void answer_recurring(const Run& run);
  void unknown_line(const Line& line, Run& run);
  void hear_elsewhere(std::int64_t clock);
  void forget_configuration(const Attempt& attempt);
  void add_continuation(const Line& line);
  void add_re_enroller(const Line& line);
  void roll_back(const Line& line);
  void add_to_enrolment(const Line& line);
  void begin_configuration(const Line& line);
  void begin_enrolling(const Line& line);
  Attempt* attempt_of(const Line& line);
  void end_enrolment(Attempt& attempt, const Line& line);
  void add_step(Attempt& attempt, const Line& line);
  void add_error(Attempt& attempt, const Line& line, const Reason& reason);
  [[nodiscard]] bool can_prove(const Run& run, const Line& line) const;
  void prove(const Line& line, Run& run);
  void fail(const Line& line, Run& run, const Reason& reason);
  void end(Run& run);  // it is no longer one without an end
  void fail_after_answer(const Line& line, Run& run, const Reason& reason);
  void note_trouble();
  void count(Trouble& trouble, const Line& line);
  Run& run_of(const Line& line, std::uint32_t pid);
  void remove_framework(const Line& line);
  void inventory_begins(Run& run);
  void take_inventory(const Line& line);
  void note_silence(const Line& line);
  void follow(const Line& line);
  void close(std::size_t index, Outcome outcome);
  Attempt& begin_attempt(const Line& line);
  Attempt* open_by_pid(std::uint32_t pid);
  Attempt* unbound();
  void settle_open_attempts();
  void date(LocalTime midnight, std::int64_t day_clock, std::int64_t upper);

  // Marks whose text is still where the scanner read it, and is empty or an older one's in the mark.
  enum Late : std::size_t { kChecking, kContact, kUnendedFirst, kUnendedLast, kRecurringFirst, kLast, kLate };
  void update_late(std::optional<LogReference>& mark, const Line& line, Late which);
  std::array<std::string_view, kLate> late_texts_;

  History history_;
  OpenSecret secret_;           // that the lines so far leave to the next one
  bool behind_secret_ = false;  // whether they do
  RunTable runs_;
  std::uint64_t record_ = 0;                                // number of the record that is added
  std::int64_t clock_ = 0;                                  // of the record before
  std::uint64_t epoch_ = 1;                                 // one more with each success
  std::uint64_t recurring_epoch_ = 1;                       // and with each of a recurring check-in
  std::uint64_t recurring_run_ = 0;                         // beginning of the one that was answered last
  std::int64_t recurring_alive_second_ = 0;                 // when that one spoke last
  std::array<Habit, kHabitSuccesses> successes_{};          // what went before each of the last ones
  std::uint64_t success_count_ = 0;                         //
  std::uint64_t identity_record_ = 0, removed_record_ = 0;  // of the newest return code 0, of a removal
  std::uint32_t identity_pid_ = 0;                          //
  std::int64_t alive_second_ = 0;                           // when the run that succeeded last spoke last
  std::optional<std::int64_t> policy_clock_;                // when a run that executes policies spoke last
  bool troubled_ = false;                                   // something failed since the last success
  std::uint64_t trouble_record_ = 0;                        // of the first that did
  std::uint64_t refused_run_ = 0;                           // beginning of the newest whose identity failed
  std::uint64_t answered_run_ = 0;                          // beginning of the run that was answered last
  bool answered_well_ = false;                              // it said no error since
  bool inventory_runs_ = false;                             // one began, and was not refused so far
  bool recurring_answered_ = false;                         // a recurring check-in was
  bool failed_by_headless_ = false;  // since the last success, by a run whose beginning was not read
  std::uint64_t open_ = 0;           // attempts not closed yet
  std::size_t following_ = kNone;    // index of the attempt just closed, while its sequel is of interest
  int block_ =
      0;  // error block: 1 after the bare record, 2 after "There was an error.", 3 after a reason that says nothing
  std::uint32_t block_pid_ = 0;
  std::optional<LogReference> migration_;  // ReEnroller's start, until it ends well or ill
  std::optional<LogReference> migration_error_;
  Reason migration_reason_;
  std::uint64_t contacts_before_migration_ = 0;

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

}  // namespace enrolkit
