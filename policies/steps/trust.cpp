// The server's own certificate authority. Newer macOS may refuse without a user: a profile by MDM is the sure
// way. Whoever intercepts the connection can present such a certificate: only an administrator can judge
// whose it is.
#include <fmt/format.h>

#include "core/base/ascii.h"
#include "core/base/url.h"
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (facts.cause != Cause::untrusted_server) return no_use("the certificate of the server is not the cause");
  return use("the server's certificate is not trusted");
}

// Jamf's own servers have certificates that every Mac trusts: another one is not theirs.
std::optional<Refusal> blocked(const RepairFacts& facts) {
  if (auto refused = blocked_without_server(facts)) return refused;
  const auto* url = value_of(facts.jss_url);
  const auto host = url != nullptr ? host_of(*url) : std::nullopt;
  if (!host) {
    return Refusal{RefusalKind::not_allowed,
                   "which server jamf would trust is not known: jss_url could not be read",
                   {}};
  }
  std::string name = "." + lower_case(*host);
  while (name.ends_with('.')) name.pop_back();
  const bool in_cloud = name.ends_with(".jamfcloud.com");
  if (!in_cloud) return std::nullopt;
  return Refusal{
      RefusalKind::not_allowed,
      fmt::format("{} has a certificate that every Mac trusts, and what was shown is not its own: find what "
                  "is in between (a proxy that opens TLS)",
                  *host),
      {}};
}

std::vector<Act> acts(const RepairFacts& /*look*/) { return {RunTool{commands::trust_jss()}}; }

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) {
  const auto* answers = value_of(after.server_answers);
  return (answers != nullptr && *answers) || health_of(after) == Health::healthy;
}

}  // namespace

// It asks the network, but not by `network`: an untrusted server counts as one that does not answer.
const StepPolicy kTrust{{.step = RepairStep::trust, .judged = true, .applies = applies, .blocked = blocked},
                        "has the server's certificate authority trusted, where an administrator starts it",
                        acts,
                        proven};

}  // namespace enrolkit
