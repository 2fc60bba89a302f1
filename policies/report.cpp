#include "policies/report.h"

#include <fmt/format.h>

#include "core/text.h"
#include "policies/act.h"
#include "policies/ladder.h"

namespace enrolkit {

std::vector<std::string> plan_text(const Plan& plan, const RepairLook& look, bool dry_run) {
  std::vector<std::string> lines;
  if (!plan.cause.empty()) lines.push_back("cause: " + plan.cause);
  for (const Refusal& refusal : plan.refusals) {
    lines.push_back(fmt::format("refused: {}: {}", to_text(refusal.kind), printable(refusal.why)));
  }
  for (const PlannedRung& planned : plan.rungs) {
    if (!dry_run) break;
    const RungPolicy& policy = policy_of(planned.rung);
    lines.push_back(
        fmt::format("would: {}: {} ({})", to_text(planned.rung), policy.does, printable(planned.why)));
    for (const Act& act : policy.acts(look)) lines.push_back("       " + to_text(act));
  }
  for (const Refusal& held : plan.held) {
    lines.push_back(
        fmt::format("held: {}: {}: {}", to_text(*held.rung), to_text(held.kind), printable(held.why)));
  }
  if (plan.refusals.empty() && plan.rungs.empty() && plan.held.empty())
    lines.emplace_back("no rung helps here");
  return lines;
}

std::string refusal_names(const Plan& plan) {
  std::vector<std::string> names;
  for (const Refusal& refusal : plan.refusals) names.emplace_back(to_text(refusal.kind));
  for (const Refusal& held : plan.held)
    names.push_back(fmt::format("{}={}", to_text(*held.rung), to_text(held.kind)));
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace enrolkit
