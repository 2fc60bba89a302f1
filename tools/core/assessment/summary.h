// One line over several findings.
#pragma once

#include <span>

#include "core/base/finding.h"

namespace enrolkit {

// Attention if any finding is unhealthy, else Unknown if any is unknown, else Healthy. `cause` is taken from
// the finding that has one; `findings` names those that are not healthy. No finding at all is Unknown.
[[nodiscard]] Finding summary_finding(std::span<const Finding> findings);

}  // namespace enrolkit
