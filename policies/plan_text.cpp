#include "policies/plan_text.h"

#include <fmt/format.h>

#include "core/base/installed.h"
#include "core/base/text.h"
#include "policies/act.h"
#include "policies/hand_over.h"
#include "policies/steps/steps.h"

namespace enrolkit {

std::vector<std::string> plan_text(const Plan& plan, const RepairFacts& facts, const RepairOptions& options,
                                   bool dry_run) {
  std::vector<std::string> lines;
  if (!plan.cause.empty()) lines.push_back("cause: " + plan.cause);
  for (const Refusal& refusal : plan.refusals) {
    lines.push_back(fmt::format("refused: {}: {}", to_text(refusal.kind), printable(refusal.why)));
  }
  for (const PlannedStep& planned : plan.steps) {
    if (!dry_run) break;
    const StepPolicy& policy = policy_of(planned.step);
    lines.push_back(
        fmt::format("would: {}: {} ({})", to_text(planned.step), policy.does, printable(planned.why)));
    const bool handed = is_handed_on(policy.need, facts);
    if (handed) lines.emplace_back("       by a launchd job of its own, once this run of jamf has ended:");
    for (const Act& act : handed ? hand_over(options) : policy.acts(facts))
      lines.push_back("       " + to_text(act));
  }
  for (const Refusal& blocked : plan.blocked) {
    lines.push_back(fmt::format("blocked: {}: {}: {}", to_text(*blocked.step), to_text(blocked.kind),
                                printable(blocked.why)));
  }
  for (const PlannedStep& step : plan.not_needed)
    lines.push_back(fmt::format("not needed: {}: {}", to_text(step.step), printable(step.why)));
  for (const PlannedStep& step : plan.not_possible)
    lines.push_back(fmt::format("not possible: {}: {}", to_text(step.step), printable(step.why)));
  if (!facts.installed) {
    lines.emplace_back(
        "enrolkit's package is not installed; install it, or nothing can be left to launchd and no watchdog looks");
  }
  return lines;
}

std::vector<std::string> unknown_text(const RepairFacts& facts) {
  // Of a fault that no step mends the verdict speaks: it is known.
  const Assessment verdict = verdict_of(facts);
  std::vector<std::string> lines{
      verdict.health == Health::unhealthy
          ? "the verdict on this Mac: " + verdict.headline
          : fmt::format("cannot tell whether this Mac is healthy: sudo {} all says why", kEaProgram)};
  if (facts.not_permitted && !facts.under_jamf) {
    lines.emplace_back(
        "macOS hides files from programs that launchd starts: give enrolkit-repair Full Disk Access by the "
        "profile enrolkit-privacy");
  }
  return lines;
}

std::string refusal_names(const Plan& plan) {
  std::vector<std::string> names;
  for (const Refusal& refusal : plan.refusals) names.emplace_back(to_text(refusal.kind));
  for (const Refusal& blocked : plan.blocked)
    names.push_back(fmt::format("{}={}", to_text(*blocked.step), to_text(blocked.kind)));
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace enrolkit
