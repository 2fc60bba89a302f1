#include "core/enrolment/refine_year.h"

#include <fmt/format.h>

namespace enrolkit {

void refine_with_year(Diagnosis& diagnosis, const LogRead& log, const std::optional<LocalTime>& as_of) {
  const auto& last = log.history.last;
  const auto& upper = as_of ? as_of : log.modified;
  if (!upper || !last || !last->at) return;
  const std::int64_t newer = upper->seconds - last->at->seconds;
  if (newer < kYearIsSureFor) return;
  diagnosis.confidence = Confidence::likely;
  if (!diagnosis.missing.empty()) diagnosis.missing += ' ';
  diagnosis.missing += fmt::format(
      "The {} is {} newer than {} last line, so the year {} is a guess: `--as-of DATE` sets the latest date that the log can "
      "contain.",
      as_of ? "date given" : "file", duration_text(newer), as_of ? "the" : "its", to_civil(*last->at).year);
}

}  // namespace enrolkit
