// When the Mac went down and came up: core/log/boots.h says where that is kept.
#pragma once

#include <functional>
#include <vector>

#include "core/log/boots.h"
#include "evidence/log_file.h"
#include "host/host.h"

namespace enrolkit {

// All that can be learned. What is missing only leaves its times out: that there is none proves nothing.
struct Boots {
  std::vector<Boot> boots;
  std::string unreadable;  // why one source could not be looked at; empty when none was refused
};
[[nodiscard]] Boots read_boots(const Host& host);

// The same of system.log alone, of files that are open already, in any order; at most the newest 64 MB.
// `to_local`: UTC seconds on this computer's clock.
[[nodiscard]] Boots read_system_log(std::vector<LogFile> files,
                                    const std::function<LocalTime(std::int64_t)>& to_local, bool is_the_mac);

}  // namespace enrolkit
