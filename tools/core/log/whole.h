// Whether a log is what its end says it is: one Mac's, in the order of time, and in one form to its end. Each that is not
// so hides the newest of what happened, and nothing older may be judged in its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/log/history.h"
#include "core/log/jamf_log.h"
#include "core/log/outside.h"

namespace enrolkit {

// What stands between two records, beside what goes on from the first.
enum class Between : std::uint8_t {
  nothing,
  text,    // lines that jamf did not write: of a script, or by a person
  header,  // of another file
};

// What stands behind the last proof and is no record: in another form, or in none.
class TailWatch {
 public:
  void add(const Line& line, bool proof);
  [[nodiscard]] bool is_mixed(const History& history) const;
  // Since the last record.
  [[nodiscard]] Between behind_record() const { return behind_; }
  // The last record lets a line follow.
  [[nodiscard]] bool explains() const { return explained_ != 0; }
  // True: no record in another form is why, nor bytes that no text has.
  [[nodiscard]] bool has_text_alone() const { return records_ == 0 && binary_ == 0; }

 private:
  void add_other(const Line& line);

  std::uint64_t records_ = 0;  // of jamf, in another form than the scanner reads
  std::uint64_t binary_ = 0;   // of bytes that no text has
  std::uint64_t printed_ = 0;  // what jamf prints on a terminal
  std::uint64_t lines_ = 0;    // in no form at all, and not harmless, since the last proof
  std::uint64_t last_lines_ = 0, last_bytes_ = 0;  // the same, since the last record
  std::uint64_t explained_ = 0;                    // lines that the last record lets follow
  Between behind_ = Between::nothing;
  bool head_ = false;  // it heads an error block, of which nothing came yet
};

// Steps back of the clock, and what they leave behind.
class OrderWatch {
 public:
  void add(const Line& line, bool proof, const History& history);
  // `upper`: no record was written later.
  [[nodiscard]] bool is_unordered(const History& history, std::optional<LocalTime> upper) const;
  [[nodiscard]] bool stepped_back() const { return stepped_back_; }  // with the line added last

 private:
  [[nodiscard]] bool is_behind() const;

  bool any_ = false, stepped_back_ = false;
  bool proof_behind_ = false;  // the last proof stands in a part that is older than one before it
  std::uint64_t steps_ = 0;    // back, since the newest
  bool fresh_ = false;         // the first of them, soon after the enrolment that this log begins with
  bool close_ =
      false;  // the last of them, on the same host, with one of the very next process ids, and nothing failed
  std::string host_;        // of the last record
  std::int64_t first_ = 0;  // clock of the first record
  bool goes_on_ = true;     // with the process ids that follow, or after a restart, behind each of them
  std::uint32_t pid_ = 0;   // of the last record
  std::int64_t last_ = 0, newest_ = 0,
               oldest_since_ = 0;               // clocks: of the last record, the newest, the oldest after it
  std::int64_t part_ = 0, part_of_newest_ = 0;  // clocks with which a part begins that has no step back
};

// More runs than the grace failed, or came to no end: core/enrolment/check_ins.h.
[[nodiscard]] bool in_trouble(const History& history);

// Something failed since the last proof that no loss of the network explains, and no accident.
[[nodiscard]] bool is_ill_beyond_network(const History& history);

inline constexpr std::uint32_t kNextIds = 3000, kAfterStart = 500;  // process ids

// Names of computers that no renaming explains. A change of the name is a renaming where it is plausible: nothing that
// failed before it is made good by the other name's lines alone.
class HostWatch {
 public:
  struct Around {
    bool proof = false;         // this line is one
    bool stepped_back = false;  // the clock, with this line
    Between before = Between::nothing;
  };
  void add(const Line& line, const Around& around);
  // After each line, those that go on from a record included: an error block is told by them.
  void note(const History& history);
  [[nodiscard]] bool several() const { return apart_ || returns_ > 1; }
  // Nothing was proven under the last name: one Mac that was renamed, or another one.
  [[nodiscard]] bool is_unproven() const { return unproven_; }

 private:
  void change(const Line& line, const Around& around);
  [[nodiscard]] bool goes_on_at_once(const Line& line, const Around& around) const;
  [[nodiscard]] bool may_enrol(const Line& line, const Around& around) const;

  // What a proof under the new name may make good of that which failed under an older one.
  enum class Heals : std::uint8_t {
    anything,
    by_enrolment,  // a Mac that was renamed and enrolled again
    nothing,       // it is another Mac's
  };

  std::string text_, name_;         // as it stood there; without what changes by itself
  std::vector<std::string> names_;  // all met, at most kMaxNames
  std::uint64_t returns_ = 0;  // to a name that had been left, with lower process ids, and without a restart
  std::uint64_t changes_ill_ = 0;  // since something failed that no proof made good
  Heals heals_ = Heals::anything;
  bool apart_ = false;           // the logs of two Macs stand one behind the other
  bool unproven_ = false;        // such a change, and no proof since
  bool was_in_trouble_ = false;  // the history, before this line
  bool was_ill_ = false;         // something failed, before this line, that no loss of the network explains
  std::uint32_t pid_ = 0;        // of the record before
  std::int64_t clock_ = 0;
};

class WholeWatch {
 public:
  // After the history took the line: `history` as it is now, whose references may lack their texts.
  void add(const Line& line, const History& history);
  // The worst of what was met; whole: nothing. `filtered`: what a filter watch says, since what is left of a block without
  // its record looks like another form.
  [[nodiscard]] LogForm form(const History& history, std::optional<LocalTime> upper, bool filtered) const;
  // Of the log on its Mac, which no person had in hands: only what stands behind the last proof may be in another form, as a
  // newer jamf may write it.
  [[nodiscard]] LogForm own_form(const History& history) const {
    return tail_.is_mixed(history) ? LogForm::mixed : LogForm::whole;
  }
  // See History::outside; `own`: of the log on its Mac.
  [[nodiscard]] const std::optional<LogReference>& outside(bool own) const {
    return own ? outside_.since_proof() : outside_.met();
  }

 private:
  [[nodiscard]] LogForm met(const History& history, std::optional<LocalTime> upper) const;

  TailWatch tail_;
  OutsideWatch outside_;
  OrderWatch order_;
  HostWatch hosts_;
  std::uint64_t contacts_ = 0;
};

}  // namespace enrolkit
