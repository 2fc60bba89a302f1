// What a run says: to the person or policy that started it.
#pragma once

#include <string>
#include <vector>

#include "core/repair/plan.h"
#include "policies/repair.h"

namespace enrolkit {

// A line each: the cause, every refusal by its name, and every step: why it is blocked or not needed, and in a dry run why
// it would be taken, with each of its acts.
[[nodiscard]] std::vector<std::string> plan_text(const Plan& plan, const RepairFacts& facts,
                                                 const RepairOptions& options, bool dry_run);

// Why it could not be told whether the Mac is healthy, a line each, with what to do about it.
[[nodiscard]] std::vector<std::string> unknown_text(const RepairFacts& facts);

// "setup-assistant, enrol=not-allowed"
[[nodiscard]] std::string refusal_names(const Plan& plan);

}  // namespace enrolkit
