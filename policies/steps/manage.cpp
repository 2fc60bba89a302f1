// Fetches and enforces the framework again. A signed request: of no use without a valid signature.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "evidence/repair_commands.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kParts{"app", "daemon", "task", "half-upgraded"};

bool lacks_part(const RepairFacts& facts) {
  return has_code(facts.framework, "Damaged") &&
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return names_part(facts.framework, part); });
}

std::optional<std::string> applies(const RepairFacts& facts) {
  if (!lacks_part(facts) || !can_sign(facts.keychain) || has_code(facts.signature, "Broken"))
    return std::nullopt;
  return "parts of the framework are missing or damaged";
}

std::vector<Act> acts(const RepairFacts& /*look*/) { return {RunTool{commands::manage()}}; }

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) { return !lacks_part(after); }

}  // namespace

extern const StepPolicy kManage{
    {.step = RepairStep::manage, .network = true, .applies = applies, .blocked = blocked_without_jamf},
    "has the management framework fetched and enforced again",
    acts,
    proven};

}  // namespace enrolkit
