#include "core/log/history.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace enrolkit {

bool is_after(const Mark& a, const Mark& b) { return a.file != b.file ? a.file > b.file : a.line > b.line; }

Evidence evidence_of(const Mark& mark, const LogRead& log) {
  Evidence evidence;
  evidence.source = mark.file < log.sources.size() ? printable(log.sources[mark.file]) : "jamf.log";
  if (mark.numbered) evidence.where = fmt::format("line {}", mark.line);
  evidence.when = mark.at;
  evidence.text = printable(redacted(mark.text));
  return evidence;
}

}  // namespace enrolkit
