#include "core/saved/redact_journal.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/redact.h"
#include "core/repair/journal.h"

namespace enrolkit {

std::string redacted_journal(std::string_view bytes) {
  if (bytes.size() > kMaxJournalBytes)
    return std::string(bytes.size(), '.');  // too long before, too long now
  std::string out;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const std::size_t line = std::min(end + 1, bytes.size());
    Journal one = parse_journal(bytes.substr(0, line));
    if (one.entries.size() == 1) {
      JournalEntry& entry = one.entries.front();
      for (std::string* text : {&entry.run, &entry.cause, &entry.detail}) *text = redacted(*text);
      for (std::string& label : entry.enabled) label = redacted(label);
      out += journal_line(entry);
    } else if (is_torn_line(bytes)) {
      out += '{';  // torn as before
    } else {
      out += fmt::format("({} bytes)", end);
      if (end < bytes.size()) out += '\n';
    }
    bytes.remove_prefix(line);
  }
  return out;
}

}  // namespace enrolkit
