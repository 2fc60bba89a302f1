// A signed request that runs nothing. It fixes nothing by itself: it proves whether the steps before it did,
// or that the trouble has passed.
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (auto why = why_no_signing(facts)) return impossible(std::move(*why));
  // Where only a side question has no answer, a proof of what is proven would not give it.
  if (facts.signature.finding.health == Health::healthy && health_of(facts) == Health::unknown)
    return no_use("the server accepts the signature, as the log proves");
  return use("the keychain holds an identity: a signed request shows whether the server takes it");
}

std::vector<Act> acts(const RepairFacts& /*look*/) { return {RunTool{commands::check_in()}}; }

}  // namespace

const StepPolicy kCheckIn{
    {.step = RepairStep::check_in, .network = true, .applies = applies, .blocked = blocked_without_server},
    "checks in with the server, as a proof",
    acts,
    contact_since};

}  // namespace enrolkit
