// The server that the jamf binary talks to, from a trusted place: the settings, or the MDM profile. Where the
// two disagree the planner has refused before.
#include <fmt/format.h>

#include "core/base/url.h"
#include "core/management/mdm.h"
#include "evidence/repair_commands.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

bool is_right(const RepairLook& look) {
  const auto* url = value_of(look.jss_url);
  return url != nullptr && look.server_url && host_of(*url) == host_of(*look.server_url);
}

std::optional<std::string> applies(const RepairLook& look) {
  if (!look.server_url || is_right(look)) return std::nullopt;
  if (const auto* url = value_of(look.jss_url)) {
    return fmt::format("jss_url names {}, and {} says {}", host_of(*url).value_or("no host"),
                       look.server_told_by, *look.server_url);
  }
  return fmt::format("jss_url is {}, and {} says {}",
                     std::holds_alternative<Absent>(look.jss_url) ? "missing" : "damaged",
                     look.server_told_by, *look.server_url);
}

std::vector<Act> acts(const RepairLook& look) {
  const bool known = look.verify_ssl == "always" || look.verify_ssl == "always_except_during_enrollment" ||
                     look.verify_ssl == "never";
  return {RunTool{commands::create_conf(look.server_url.value_or(""), known ? look.verify_ssl : "always")}};
}

bool proven(const RepairLook& /*before*/, const RepairLook& after) { return is_right(after); }

}  // namespace

extern const StepPolicy kServerUrl{
    {.step = RepairStep::server_url, .applies = applies, .blocked = blocked_without_jamf},
    "writes the server's address for the jamf binary",
    acts,
    proven};

}  // namespace enrolkit
