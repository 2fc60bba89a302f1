// What the form of a log takes from a diagnosis: what was left out, put together or turned round proves less.
#pragma once

#include <optional>

#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"

namespace enrolkit {

// `outside`: see History::outside. Where the log alone shows anything good, its form is `mixed` from here on, and it decides
// nothing; what is ill by jamf's own records stays so.
void note_outside(History& history, const std::optional<LogReference>& outside);

// Of a log that decides nothing the diagnosis is Unknown; of one that was changed on its way no cause is certain.
// Comes last, after everything that may add to the diagnosis.
void refine_with_form(Diagnosis& diagnosis, const History& history);

}  // namespace enrolkit
