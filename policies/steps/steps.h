// Every step there is, the least invasive first.
#pragma once

#include <span>
#include <vector>

#include "policies/step.h"

namespace enrolkit {

[[nodiscard]] std::span<const StepPolicy* const> repair_steps();
[[nodiscard]] const StepPolicy& policy_of(RepairStep step);
[[nodiscard]] std::vector<StepNeed> needs();  // of all, in order, for the planner

}  // namespace enrolkit
