// Why the runs of jamf failed that did: the reason of most of them, the cause and the words for it.
#pragma once

#include <string>

#include "core/enrolment/cause.h"
#include "core/log/history.h"

namespace enrolkit {

// The reason that most of the failed runs gave; of equal ones, the first that says anything.
[[nodiscard]] Reason leading_reason(const History& history);

// As cause_of(), of which a run that names no more than a security error tells nothing: Unclear.
[[nodiscard]] Cause cause_of_runs(const Reason& reason);

// What each run met, as part of a sentence; where nobody knows the reason, the words of `last`.
[[nodiscard]] std::string words_of_runs(const Reason& reason, const LogReference& last);

}  // namespace enrolkit
