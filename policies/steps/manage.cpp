// Fetches and enforces the framework again. A signed request: of no use without a valid signature.
#include <algorithm>

#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

bool is_fetched_again(FrameworkPart part) {
  return part == FrameworkPart::app || part == FrameworkPart::daemon || part == FrameworkPart::task ||
         part == FrameworkPart::half_upgraded;
}

bool lacks_part(const RepairFacts& facts) {
  const FrameworkVerdict& framework = facts.framework;
  return framework.state == FrameworkState::damaged &&
         std::any_of(framework.parts.begin(), framework.parts.end(), is_fetched_again);
}

Use applies(const RepairFacts& facts) {
  if (!lacks_part(facts)) return no_use("no part that it fetches was found missing or damaged");
  if (auto why = why_no_signing(facts)) return impossible(std::move(*why));
  if (facts.signature.state == SignatureState::broken)
    return impossible("the device signature is broken, and the server refuses it");
  return use("parts of the framework are missing or damaged");
}

// It enforces the daemon again, which may end the one that this was started by.
Takes takes(const RepairFacts& /*facts*/) { return Takes::daemon; }

std::vector<Act> acts(const RepairFacts& /*look*/) { return {RunTool{commands::manage()}}; }

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) { return !lacks_part(after); }

}  // namespace

const StepPolicy kManage{{.step = RepairStep::manage,
                          .network = true,
                          .takes = takes,
                          .applies = applies,
                          .blocked = blocked_without_server},
                         "has the management framework fetched and enforced again",
                         acts,
                         proven};

}  // namespace enrolkit
