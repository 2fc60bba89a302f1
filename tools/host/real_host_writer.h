// The HostWriter that changes the system it runs on.
#pragma once

#include <memory>
#include <string>

#include "core/base/reading.h"
#include "host/host_writer.h"

namespace enrolkit {

// Paths are below `root`, which is "/" but in tests. Unreadable when it is no folder.
[[nodiscard]] Reading<std::unique_ptr<HostWriter>> open_host_writer(const std::string& root);

// Umask 022 and the folder /, for what tools make: a file of ours has its mode by name.
void leave_callers_surroundings();

}  // namespace enrolkit
