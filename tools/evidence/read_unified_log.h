// The second copy of jamf.log: what the binary wrote to the unified log in the last day.
#pragma once

#include "core/base/reading.h"
#include "core/log/history.h"
#include "host/host.h"

namespace enrolkit {

// Runs `log show`, which takes seconds; of what was collected, its answer. Absent: there is no line of jamf in it.
// Unreadable: it was not asked, or gave no answer.
[[nodiscard]] Reading<History> read_unified_log(const Host& host);

}  // namespace enrolkit
