// The verdict of core/assessment as one line: the attribute `summary`.
#pragma once

#include <cstdint>
#include <span>

#include "core/assessment/assessment.h"
#include "core/base/enum_names.h"
#include "core/base/finding.h"

namespace enrolkit {

enum class SummaryState : std::uint8_t { healthy, attention, unknown };
// The closed set of codes of attribute `summary`.
inline constexpr EnumNames<SummaryState, 3> kSummaryStateNames{{"Healthy", "Attention", "Unknown"}};

// What assess() says of them, as an attribute: its health, its cause, its headline as the detail. `findings` names those
// that are not healthy; of a healthy Mac `unasked` names what that says nothing of. The same evidence of two findings is
// shown once.
[[nodiscard]] Finding summary_finding(std::span<const Finding> findings, const EnrolmentVerdict* enrolment,
                                      std::span<const Unasked> unasked = {});

}  // namespace enrolkit
