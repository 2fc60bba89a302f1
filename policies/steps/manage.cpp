// Fetches and enforces the framework again. A signed request: of no use without a valid signature.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "evidence/repair_commands.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kParts{"app", "daemon", "task", "half-upgraded"};

bool lacks_part(const RepairLook& look) {
  return has_code(look.framework, "Damaged") &&
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return names_part(look.framework, part); });
}

std::optional<std::string> applies(const RepairLook& look) {
  if (!lacks_part(look) || !can_sign(look.keychain) || has_code(look.signature, "Broken"))
    return std::nullopt;
  return "parts of the framework are missing or damaged";
}

std::vector<Act> acts(const RepairLook& /*look*/) { return {RunTool{commands::manage()}}; }

bool proven(const RepairLook& /*before*/, const RepairLook& after) { return !lacks_part(after); }

}  // namespace

extern const StepPolicy kManage{
    {.step = RepairStep::manage, .network = true, .applies = applies, .blocked = blocked_without_jamf},
    "has the management framework fetched and enforced again",
    acts,
    proven};

}  // namespace enrolkit
