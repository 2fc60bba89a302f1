// The latest attempt did not enrol the Mac: which of the attempts that belong together broke first, and why? For
// diagnose() alone.
#pragma once

#include "core/enrolment/diagnosis.h"

namespace enrolkit {

[[nodiscard]] constexpr bool not_enrolled(Outcome outcome) {
  return outcome != Outcome::enrolled && outcome != Outcome::unproven;
}

// Fills in what `d` says of its attempts, of which there is one at least, in the order in which they ended.
void judge_failed_attempts(const History& history, const MacContext& context, Diagnosis& d);

}  // namespace enrolkit
