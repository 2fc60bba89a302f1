#include "core/enrolment/refine_year.h"

#include <fmt/format.h>

namespace enrolkit {

void refine_with_year(Diagnosis& diagnosis, const LogRead& log) {
  const auto& last = log.history.last;
  if (!log.modified || !last || !last->at) return;
  const std::int64_t newer = log.modified->seconds - last->at->seconds;
  if (newer < kYearIsSureFor) return;
  diagnosis.confidence = Confidence::likely;
  if (!diagnosis.missing.empty()) diagnosis.missing += ' ';
  diagnosis.missing += fmt::format(
      "The file is {} newer than its last line, so the year {} is a guess: `--as-of DATE` sets the latest date that the log can "
      "contain.",
      duration_text(newer), to_civil(*last->at).year);
}

}  // namespace enrolkit
