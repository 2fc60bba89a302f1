// The server that the jamf binary talks to, from a trusted place: the settings, or the MDM profile. Where the
// two disagree the planner has refused before.
#include <fmt/format.h>

#include "core/base/url.h"
#include "core/management/mdm.h"
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (!facts.server_url)
    return impossible("neither the settings (ServerURL) nor an MDM profile of Jamf Pro name a server");
  if (knows_server(facts)) return no_use("jss_url names that server");
  if (const auto* url = value_of(facts.jss_url)) {
    return use(fmt::format("jss_url names {}, and {} says {}", host_of(*url).value_or("no host"),
                           facts.server_source, *facts.server_url));
  }
  return use(fmt::format("jss_url is {}, and {} says {}",
                         std::holds_alternative<Absent>(facts.jss_url) ? "missing" : "damaged",
                         facts.server_source, *facts.server_url));
}

std::vector<Act> acts(const RepairFacts& facts) {
  const bool known = facts.verify_ssl == "always" || facts.verify_ssl == "always_except_during_enrollment" ||
                     facts.verify_ssl == "never";
  return {RunTool{commands::create_conf(facts.server_url.value_or(""), known ? facts.verify_ssl : "always")}};
}

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) { return knows_server(after); }

}  // namespace

const StepPolicy kServerUrl{
    {.step = RepairStep::server_url, .applies = applies, .blocked = blocked_without_jamf},
    "writes the server's address for the jamf binary",
    acts,
    proven};

}  // namespace enrolkit
