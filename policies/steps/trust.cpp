// The server's own certificate authority. Newer macOS may refuse without a user: a profile by MDM is the sure
// way.
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (facts.cause != Cause::untrusted_server) return no_use("the certificate of the server is not the cause");
  return use("the server's certificate is not trusted");
}

std::vector<Act> acts(const RepairFacts& /*look*/) { return {RunTool{commands::trust_jss()}}; }

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) {
  const auto* answers = value_of(after.server);
  return (answers != nullptr && *answers) || health_of(after) == Health::healthy;
}

}  // namespace

// It asks the network, but not by `network`: an untrusted server counts as one that does not answer.
const StepPolicy kTrust{{.step = RepairStep::trust, .applies = applies, .blocked = blocked_without_server},
                        "has the server's certificate authority trusted",
                        acts,
                        proven};

}  // namespace enrolkit
