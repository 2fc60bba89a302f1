// One line over several findings.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/enum_names.h"
#include "core/base/finding.h"

namespace enrolkit {

enum class SummaryState : std::uint8_t { healthy, attention, unknown };
// The closed set of codes of attribute `summary`.
inline constexpr EnumNames<SummaryState, 3> kSummaryStateNames{{"Healthy", "Attention", "Unknown"}};

// Attention if any finding is unhealthy, else Unknown if any is unknown, else Healthy. `cause` is taken from
// the finding that has one; `findings` names those that are not healthy. The same
// evidence of two findings is shown once. No finding at all is Unknown.
[[nodiscard]] Finding summary_finding(std::span<const Finding> findings);

}  // namespace enrolkit
