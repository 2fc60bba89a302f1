// The processes of this computer: libproc and sysctl on macOS, /proc on Linux (where the tests run).
#pragma once

#include <vector>

#include "core/base/process.h"
#include "core/base/reading.h"

namespace enrolkit {

[[nodiscard]] Reading<std::vector<Process>> processes_here();

// One of them, as it is now; Absent when there is none with that number.
[[nodiscard]] Reading<Process> process_here(std::int64_t pid);

// This process.
[[nodiscard]] std::int64_t own_pid();
[[nodiscard]] unsigned own_uid();  // the effective one

}  // namespace enrolkit
