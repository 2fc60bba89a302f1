// Every rung there is, the least invasive first.
#pragma once

#include <span>
#include <vector>

#include "policies/step.h"

namespace enrolkit {

[[nodiscard]] std::span<const RungPolicy* const> ladder();
[[nodiscard]] const RungPolicy& policy_of(Rung rung);
[[nodiscard]] std::vector<RungNeed> needs();  // of all, in order, for the planner

}  // namespace enrolkit
