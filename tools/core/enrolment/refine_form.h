// What the form of a log takes from a diagnosis: what was left out, put together or turned round proves less.
#pragma once

#include "core/enrolment/diagnosis.h"
#include "core/log/form.h"

namespace enrolkit {

// Of a log that decides nothing the diagnosis is Unknown; of one that was changed on its way no cause is certain.
// Comes last, after everything that may add to the diagnosis.
void refine_with_form(Diagnosis& diagnosis, LogForm form);

}  // namespace enrolkit
