// The one verdict on a Mac: what all its findings add up to, decided here and nowhere else. `summary`, `all`, the
// probe's state, `explain` (headline, exit status, JSON, pages) and enrolkit-repair ask it.
//
// Unknown is never healthy: a finding that nobody thought of counts like any other (see is_counted). A Mac with an unhealthy finding always
// has a cause, if only Unclear; one with an unknown finding says what is missing and how to get it. What an enrolment that
// is under way has still to bring (the framework, the first check-in) is not known yet, and no fault.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/enrolment/cause.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

// What the diagnosis of the enrolments says, where there is one.
struct EnrolmentVerdict {
  State state = State::unknown;
  std::optional<Cause> cause;
  Confidence confidence = Confidence::likely;
  std::vector<Cause> also;
};

[[nodiscard]] EnrolmentVerdict enrolment_of(const Diagnosis& diagnosis);

// Something that could not be told.
struct Gap {
  std::string finding;  // its id; empty where nothing was looked at
  std::string why;
  std::string how;  // "on the Mac: `COMMAND`", behind "to get it, "
};

// A question that was not put, since what was given cannot answer it. No fault, and no proof of health either.
struct Unasked {
  std::string finding;
  std::string why;
};

struct Assessment {
  Health health = Health::unknown;  // of the worst finding
  std::optional<Cause> cause;       // the one that leads; always there when unhealthy
  Confidence confidence = Confidence::likely;
  std::vector<Cause> also;             // further ones, each to be repaired too, none twice
  std::vector<std::string> unhealthy;  // ids, in the order of the findings
  std::vector<std::string> unknown;
  // One line, no word of it better than the worst finding: "Complete", "Failed: AccountConflict (likely)",
  // "Enrolled, but the framework is missing: FrameworkMissing (certain)".
  std::string headline;
  // "But the framework is missing.": goes behind the sentence of the diagnosis where that knows nothing of it. Else empty.
  std::string besides;
  std::string missing;    // what could not be told, and why; empty when everything could
  std::vector<Gap> gaps;  // the same, one by one, each with how to get it
};

// Whether a finding bears on the verdict: all that are not healthy do, but the one that no log of any Mac can answer, and
// that stands in the report for what it is.
[[nodiscard]] bool is_counted(const Finding& finding);

// For people: findings that miss the same for the same reason are named with commas, and what is to be had in one way is
// one gap ("a, b: why; c: another why").
[[nodiscard]] std::vector<Gap> gaps_together(const std::vector<Gap>& gaps);

// The same of what was not asked.
[[nodiscard]] std::vector<Unasked> unasked_together(const std::vector<Unasked>& unasked);

// `enrolment`: null where the findings are all there is.
[[nodiscard]] Assessment assess(std::span<const Finding> findings, const EnrolmentVerdict* enrolment);

}  // namespace enrolkit
