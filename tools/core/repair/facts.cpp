#include "core/repair/facts.h"

#include <algorithm>

#include "core/base/url.h"

namespace enrolkit {
namespace {

bool url_is_wrong(const RepairFacts& facts) {
  if (!facts.server_url) return false;
  const auto* url = value_of(facts.jss_url);
  return url == nullptr ? std::holds_alternative<Absent>(facts.jss_url)
                        : host_of(*url) != host_of(*facts.server_url);
}

// Setup Manager unloads the check-in task while it works: that is no fault.
bool is_setups(const RepairFacts& facts, const Job& job) { return facts.setup_running && !job.is_daemon(); }

const Job* dead_job(const RepairFacts& facts) {
  const auto it = std::find_if(facts.jobs.begin(), facts.jobs.end(),
                               [&](const Job& job) { return job.is_down() && !is_setups(facts, job); });
  return it == facts.jobs.end() ? nullptr : &*it;
}

// The first thing that is wrong besides the diagnosis, in one word.
std::string first_fault(const RepairFacts& facts) {
  const auto of = [](const Finding& finding) { return finding.id + ":" + finding.code; };
  if (facts.signature.finding.health == Health::unhealthy) return of(facts.signature.finding);
  if (identity_of(facts.keychain) == Identity::none)
    return "jamf-keychain:" + std::string(to_text(facts.keychain));
  if (facts.framework.finding.health == Health::unhealthy) return of(facts.framework.finding);
  if (facts.enrolment.finding.health == Health::unhealthy) return of(facts.enrolment.finding);
  if (!facts.access.empty()) return "permissions";
  if (facts.check_in.health == Health::unhealthy) return of(facts.check_in);
  if (!facts.whole) return url_is_wrong(facts) ? "jss_url" : "";
  // Where the settings' server has MDM, it is the jamf binary alone that uses another one.
  const bool binary_alone = facts.mdm.state == MdmState::other_server && !facts.other_server;
  if (facts.mdm.finding.health == Health::unhealthy && !binary_alone) return of(facts.mdm.finding);
  if (url_is_wrong(facts)) return "jss_url";
  if (dead_job(facts) != nullptr) return "launchd:" + dead_job(facts)->file.label;
  if (!facts.hung.empty()) return "hung-run";
  return "";
}

// What was asked of the running system was answered.
bool all_was_answered(const RepairFacts& facts) {
  return facts.mdm.finding.health == Health::healthy && value_of(facts.processes) != nullptr &&
         facts.refused_jobs.empty() && std::all_of(facts.jobs.begin(), facts.jobs.end(), [](const Job& job) {
           return value_of(job.loaded) != nullptr && value_of(job.disabled) != nullptr &&
                  (!job.is_daemon() || value_of(job.running) != nullptr);
         });
}

}  // namespace

Assessment verdict_of(const RepairFacts& facts) {
  std::vector<Finding> all;
  for (const Finding& finding : facts.findings) {
    if (finding.id != "repair") all.push_back(finding);
  }
  const auto add = [&](std::string_view id, std::string_view code, const std::string& detail) {
    all.push_back(make_finding(id, Health::unhealthy, code, {}, detail));
  };
  for (const AccessFault& fault : facts.access) add("permissions", "Wrong", fault.path + ": " + fault.what);
  if (facts.whole) {
    const bool found =
        std::any_of(all.begin(), all.end(), [](const Finding& one) { return one.id == kServerAddress; });
    if (url_is_wrong(facts) && !found)
      add(kServerAddress, "Wrong", "the jamf binary's server is not the trusted one");
    for (const Job& job : facts.jobs) {
      const std::string& label = job.file.label;
      const auto* why = why_unreadable(job.loaded);
      if (why == nullptr && job.is_daemon() && !job.is_out()) why = why_unreadable(job.running);
      if (why == nullptr) why = why_unreadable(job.disabled);
      if (why != nullptr) all.push_back(unknown("launchd", label + ": " + *why));
      if (is_setups(facts, job)) continue;
      if (job.is_out()) add("launchd", "NotLoaded", label + " is not loaded");
      if (job.is_dead()) add("launchd", "NotRunning", label + " is loaded, and no process of it runs");
      if (job.is_disabled()) add("launchd", "Disabled", label + " is disabled");
    }
    for (const RefusedJob& job : facts.refused_jobs)
      all.push_back(unknown("launchd", job.path + ": " + job.why));
    if (!facts.hung.empty()) add("hung-run", "Hung", "a run of jamf hangs");
    if (const auto* why = why_unreadable(facts.processes)) all.push_back(unknown("processes", *why));
  }
  return assess(all, &facts.story);
}

Health health_of(const RepairFacts& facts) {
  if (!first_fault(facts).empty()) return Health::unhealthy;
  const bool proven = facts.signature.finding.health == Health::healthy &&
                      facts.framework.finding.health == Health::healthy &&
                      identity_of(facts.keychain) == Identity::sound &&
                      (!facts.whole || all_was_answered(facts));
  return proven ? Health::healthy : Health::unknown;
}

std::string cause_of(const RepairFacts& facts) {
  const Health health = health_of(facts);
  if (health == Health::healthy) return "";
  if (health == Health::unknown) {
    // A fault that no step mends is a person's to look at, and has its name.
    const Assessment verdict = verdict_of(facts);
    const bool named = verdict.health == Health::unhealthy && verdict.cause;
    return named ? std::string(to_text(*verdict.cause)) : "unproven";
  }
  return facts.cause ? std::string(to_text(*facts.cause)) : first_fault(facts);
}

}  // namespace enrolkit
