#include "core/log/history.h"

#include <fmt/format.h>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {

bool is_after(const LogReference& a, const LogReference& b) {
  return a.file != b.file ? a.file > b.file : a.line > b.line;
}

std::string shown_text(const LogReference& reference) {
  const bool cut = reference.text.size() >= kEvidenceBytes;
  return printable(cut ? redacted_cut(reference.text) : redacted(reference.text));
}

Evidence evidence_of(const LogReference& reference, const LogRead& log) {
  Evidence evidence;
  evidence.source = reference.file < log.sources.size() ? printable(log.sources[reference.file]) : "jamf.log";
  if (reference.numbered) evidence.where = fmt::format("line {}", reference.line);
  evidence.when = reference.at;
  evidence.text = shown_text(reference);
  return evidence;
}

}  // namespace enrolkit
