#include "core/repair/facts.h"

#include <algorithm>

#include "core/base/url.h"
#include "core/management/mdm.h"

namespace enrolkit {
namespace {

bool url_is_wrong(const RepairLook& look) {
  if (!look.server_url) return false;
  const auto* url = value_of(look.jss_url);
  return url == nullptr ? std::holds_alternative<Absent>(look.jss_url)
                        : host_of(*url) != host_of(*look.server_url);
}

const Job* dead_job(const RepairLook& look) {
  const auto it = std::find_if(look.jobs.begin(), look.jobs.end(), [](const Job& job) {
    const auto* loaded = value_of(job.loaded);
    return loaded != nullptr && !*loaded;
  });
  return it == look.jobs.end() ? nullptr : &*it;
}

// The first thing that is wrong besides the diagnosis, in one word.
std::string first_fault(const RepairLook& look) {
  const auto of = [](const Finding& finding) { return finding.id + ":" + finding.code; };
  if (look.signature.health == Health::unhealthy) return of(look.signature);
  if (!can_sign(look.keychain) && look.keychain != KeychainState::unknown &&
      look.keychain != KeychainState::wrong_issuer) {
    return "jamf-keychain:" + std::string(to_text(look.keychain));
  }
  if (look.framework.health == Health::unhealthy) return of(look.framework);
  if (look.enrolment.health == Health::unhealthy) return of(look.enrolment);
  if (!look.access.empty()) return "permissions";
  if (look.check_in.health == Health::unhealthy) return of(look.check_in);
  if (!look.whole) return "";
  if (look.mdm.health == Health::unhealthy) return of(look.mdm);
  if (url_is_wrong(look)) return "jss_url";
  if (dead_job(look) != nullptr) return "launchd:" + dead_job(look)->label;
  if (!look.hung.empty()) return "hung-run";
  return "";
}

// What was asked of the running system was answered.
bool all_was_seen(const RepairLook& look) {
  return look.mdm.health == Health::healthy && value_of(look.processes) != nullptr &&
         std::all_of(look.jobs.begin(), look.jobs.end(),
                     [](const Job& job) { return value_of(job.loaded) != nullptr; });
}

}  // namespace

bool can_sign(KeychainState state) {
  return state == KeychainState::healthy || state == KeychainState::expires_soon ||
         state == KeychainState::several;
}

bool names_part(const Finding& finding, std::string_view part) {
  for (const Pair& pair : finding.pairs) {
    if (pair.key != "what") continue;
    for (std::string_view rest = pair.value; !rest.empty();) {
      const auto comma = std::min(rest.find(','), rest.size());
      if (rest.substr(0, comma) == part) return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

Health health_of(const RepairLook& look) {
  if (!first_fault(look).empty()) return Health::unhealthy;
  const bool proven = look.signature.health == Health::healthy && look.framework.health == Health::healthy &&
                      can_sign(look.keychain) && (!look.whole || all_was_seen(look));
  return proven ? Health::healthy : Health::unknown;
}

std::string cause_of(const RepairLook& look) {
  const Health health = health_of(look);
  if (health == Health::healthy) return "";
  if (health == Health::unknown) return "unproven";
  return look.cause ? std::string(to_text(*look.cause)) : first_fault(look);
}

}  // namespace enrolkit
