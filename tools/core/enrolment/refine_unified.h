// What the unified log adds where there is no jamf.log to read.
#pragma once

#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"

namespace enrolkit {

// `copy`: the lines of jamf in the unified log (core/format/unified_log.h), which keeps hours to days. A cause that they
// show is likely, never certain; that they show none proves nothing. A diagnosis that has a cause stays as it is.
void refine_with_unified_log(Diagnosis& diagnosis, const Reading<History>& copy, const MacContext& context);

}  // namespace enrolkit
