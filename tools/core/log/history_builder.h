// Folds the lines of one Mac's log, oldest first, into its History: bounded memory, whatever the log holds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/log/history.h"
#include "core/log/jamf_log.h"

namespace enrolkit {

// A silence after which an enrolment counts as over. The longest seen within a run is 35 s (a time-out); a
// run that says nothing for a quarter of an hour is dead.
inline constexpr std::int64_t kDeadSilence = 900;

// The line as evidence; copies its text.
[[nodiscard]] LogReference reference_to(const Line& line);

class HistoryBuilder {
 public:
  // `from_tail`: lines before the first were not read, so that a run may have begun unseen.
  explicit HistoryBuilder(bool from_tail = false) { history_.from_tail = from_tail; }

  void add(const Line& line);

  // A contact or enrolment is proven: nothing before it can change an answer about the present.
  [[nodiscard]] bool has_proof() const { return history_.contact.has_value(); }

  // Ends the story and dates it: the newest day on which the last record's weekday fits, at most one day
  // after `upper`, the newest file's modification time (a day, for changes of time zone and clock).
  [[nodiscard]] History finish(const Scanner& scanner, std::optional<LocalTime> upper) &&;

 private:
  // What one jamf process said so far. Processes come again under a used pid, so a new start line clears it.
  struct Process {
    std::uint32_t pid = 0;
    bool checking = false;     // its attempt line was seen
    bool lost_server = false;  // it said so: what it runs may be a cached policy
    bool signature = false;    // it met a signature error, counted once
    bool daemon = false;       // it met XPC 4099, counted once
  };

  Process& process(std::uint32_t pid);
  void add_continuation(const Line& line);
  void add_re_enroller(const Line& line);
  bool add_to_enrolment(const Line& line);
  void add_step(Attempt& attempt, const Line& line);
  void add_error(Attempt& attempt, const Line& line, const Reason& reason);
  void prove(const Line& line);
  void signature_error(const Line& line, std::uint32_t pid);
  void note_silence(const Line& line);
  void follow(const Line& line);
  void close(std::size_t index, Outcome outcome);
  Attempt& begin_attempt(const Line& line, bool head_seen);
  Attempt* open_by_pid(std::uint32_t pid);
  Attempt* unbound();
  void settle_open_attempts();
  void date(LocalTime midnight, std::int64_t day_clock);

  History history_;
  std::array<Process, 256> processes_{};
  std::uint64_t open_ = 0;         // attempts not closed yet
  std::size_t following_ = kNone;  // index of the attempt just closed, while its sequel is of interest
  int block_ = 0;                  // error block: 1 after the bare record, 2 after "There was an error."
  std::uint32_t block_pid_ = 0;
  std::optional<LogReference> migration_;  // ReEnroller's start, until it ends well or ill

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

}  // namespace enrolkit
