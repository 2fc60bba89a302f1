// A log without secrets, line by line: redacted() of core/base/redact.h, with as many lines as before. Of a line
// over kMaxLineBytes, the rest is left out, as the scanners pass it over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/redact.h"

namespace enrolkit {

class LogRedactor {
 public:
  // A line that is not kept leaves an empty one.
  using KeepLine = bool (*)(std::string_view line);
  explicit LogRedactor(KeepLine keep_line = nullptr) : keep_line_(keep_line) {}

  static constexpr std::size_t kMaxLineBytes = 64 * 1024 + 1;  // the scanners see that it was too long

  // Takes the next bytes, cut anywhere, and appends all whole lines to `out`. `last`: the rest is a line too.
  void take(std::string_view block, bool last, std::string& out);

 private:
  void end_line(std::string& out);

  KeepLine keep_line_;
  std::string line_;  // without its newline
  OpenSecret open_;
};

[[nodiscard]] std::string redacted_log(std::string_view text, LogRedactor::KeepLine keep_line = nullptr);

}  // namespace enrolkit
