#include "core/saved/redact_log.h"

#include <algorithm>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {

void LogRedactor::end_line(std::string& out) {
  if (keep_line_ != nullptr && !keep_line_(line_)) line_.clear();
  // The return of a line from elsewhere is no part of a secret at its end.
  const bool has_return = line_.ends_with('\r');
  if (has_return) line_.pop_back();
  if (line_.size() < kMaxLineBytes) {
    out += redacted(line_, open_);
  } else {  // of a line without end, what is left is as long as before, or the scanners would take it for a sound one
    open_ = {};
    std::string text = redacted_cut(line_);
    text.resize(std::max(text.size(), line_.size()), '.');
    out += text;
  }
  if (has_return) out += '\r';
  line_.clear();
}

void LogRedactor::take(std::string_view block, bool last, std::string& out) {
  while (!block.empty()) {
    const auto end = std::min(block.find('\n'), block.size());
    const auto room = kMaxLineBytes - line_.size();
    line_ += block.substr(0, std::min(end, room));
    if (end < block.size()) {
      end_line(out);
      out += '\n';
    }
    block.remove_prefix(std::min(end + 1, block.size()));
  }
  if (last) end_line(out);
}

std::string redacted_log(std::string_view text, LogRedactor::KeepLine keep_line) {
  LogRedactor redactor(keep_line);
  std::string out;
  redactor.take(text, true, out);
  return out;
}

}  // namespace enrolkit
