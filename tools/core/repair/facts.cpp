#include "core/repair/facts.h"

#include <algorithm>

#include "core/base/url.h"
#include "core/management/mdm.h"

namespace enrolkit {
namespace {

bool url_is_wrong(const RepairFacts& facts) {
  if (!facts.server_url) return false;
  const auto* url = value_of(facts.jss_url);
  return url == nullptr ? std::holds_alternative<Absent>(facts.jss_url)
                        : host_of(*url) != host_of(*facts.server_url);
}

const Job* dead_job(const RepairFacts& facts) {
  const auto it = std::find_if(facts.jobs.begin(), facts.jobs.end(), [](const Job& job) {
    const auto* loaded = value_of(job.loaded);
    return loaded != nullptr && !*loaded;
  });
  return it == facts.jobs.end() ? nullptr : &*it;
}

// The first thing that is wrong besides the diagnosis, in one word.
std::string first_fault(const RepairFacts& facts) {
  const auto of = [](const Finding& finding) { return finding.id + ":" + finding.code; };
  if (facts.signature.health == Health::unhealthy) return of(facts.signature);
  if (!can_sign(facts.keychain) && facts.keychain != KeychainState::unknown &&
      facts.keychain != KeychainState::wrong_issuer) {
    return "jamf-keychain:" + std::string(to_text(facts.keychain));
  }
  if (facts.framework.health == Health::unhealthy) return of(facts.framework);
  if (facts.enrolment.health == Health::unhealthy) return of(facts.enrolment);
  if (!facts.access.empty()) return "permissions";
  if (facts.check_in.health == Health::unhealthy) return of(facts.check_in);
  if (!facts.whole) return "";
  if (facts.mdm.health == Health::unhealthy) return of(facts.mdm);
  if (url_is_wrong(facts)) return "jss_url";
  if (dead_job(facts) != nullptr) return "launchd:" + dead_job(facts)->label;
  if (!facts.hung.empty()) return "hung-run";
  return "";
}

// What was asked of the running system was answered.
bool all_was_seen(const RepairFacts& facts) {
  return facts.mdm.health == Health::healthy && value_of(facts.processes) != nullptr &&
         std::all_of(facts.jobs.begin(), facts.jobs.end(),
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

Health health_of(const RepairFacts& facts) {
  if (!first_fault(facts).empty()) return Health::unhealthy;
  const bool proven = facts.signature.health == Health::healthy &&
                      facts.framework.health == Health::healthy && can_sign(facts.keychain) &&
                      (!facts.whole || all_was_seen(facts));
  return proven ? Health::healthy : Health::unknown;
}

std::string cause_of(const RepairFacts& facts) {
  const Health health = health_of(facts);
  if (health == Health::healthy) return "";
  if (health == Health::unknown) return "unproven";
  return facts.cause ? std::string(to_text(*facts.cause)) : first_fault(facts);
}

}  // namespace enrolkit
