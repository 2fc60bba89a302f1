// What stands in a log outside jamf's own records and speaks of a Mac whose jamf fails: jamf's errors as a terminal shows
// them, a shell that finds no jamf, a command that runs it, a person who tells of it, another program. Nothing says whether it is older or
// newer than the records, so that what these show as good is not proven.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/log/history.h"
#include "core/log/jamf_log.h"

namespace enrolkit {

enum class Outside : std::uint8_t {
  nothing,
  printed,  // as a program prints it, from the beginning of its line or behind a time
  told,     // in the midst of other words, or words of the jamf binary that nobody knows
  shell,    // a command that runs jamf, or the shell's answer that it is not there
};
[[nodiscard]] Outside outside_of(std::string_view line);

// Nothing in it can be of jamf, or of an enrolment, in whatever form: other programs' output, a person's words.
[[nodiscard]] bool is_harmless(std::string_view line);

class OutsideWatch {
 public:
  // `explained`: the last record lets such a line follow.
  void add(const Line& line, bool proof, bool explained);
  // The first such line that no record behind it proves to be over. A shell's session is copied in pieces, and what stands above the first
  // record is by whoever sent it: no record does.
  [[nodiscard]] const std::optional<LogReference>& met() const { return kept_ ? kept_ : since_proof_; }
  // Of a log that nobody had in hands.
  [[nodiscard]] const std::optional<LogReference>& since_proof() const { return since_proof_; }

 private:
  [[nodiscard]] bool belongs_to_cut_record(const Line& line);

  std::optional<LogReference> since_proof_, kept_;
  bool any_record_ = false;
  bool any_text_ = false;   // above the first record, beside what goes on from one that was cut off
  std::int64_t clock_ = 0;  // of the last record
};

}  // namespace enrolkit
