// Jamf's jobs of launchd, by the label in their files: one that is not loaded is loaded, and a daemon whose
// service is gone is loaded again.
#include <fmt/format.h>

#include <algorithm>

#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

bool is_out(const Job& job) {
  const auto* loaded = value_of(job.loaded);
  return loaded != nullptr && !*loaded;
}

bool daemon_is_deaf(const RepairFacts& facts) {
  return facts.framework.state == FrameworkState::daemon_down || facts.cause == Cause::daemon_dead;
}

bool concerns(const RepairFacts& facts, const Job& job) {
  return is_out(job) || (job.daemon && daemon_is_deaf(facts));
}

std::optional<std::string> applies(const RepairFacts& facts) {
  for (const Job& job : facts.jobs) {
    if (is_out(job)) return fmt::format("{} is not loaded", job.label);
    if (concerns(facts, job)) return fmt::format("the service of {} is gone", job.label);
  }
  return std::nullopt;
}

// A job that is merely loaded takes nothing from anybody.
Takes takes(const RepairFacts& facts) {
  const bool ends_one = std::any_of(facts.jobs.begin(), facts.jobs.end(),
                                    [&](const Job& job) { return concerns(facts, job) && !is_out(job); });
  return ends_one ? Takes::daemon : Takes::nothing;
}

std::vector<Act> acts(const RepairFacts& facts) {
  constexpr int kNoSuchProcess = 3, kNoSuchService = 113;
  constexpr int kTries = 10;  // right after a bootout launchd may still be busy
  std::vector<Act> acts;
  for (const Job& job : facts.jobs) {
    if (!concerns(facts, job)) continue;
    acts.push_back(RunTool{commands::enable_job(job.label), {0}, 1, IfFails::go_on});
    if (!is_out(job)) {
      acts.push_back(
          RunTool{commands::unload_job(job.label), {0, kNoSuchProcess, kNoSuchService}, 1, IfFails::go_on});
    }
    acts.push_back(RunTool{commands::load_job(job.path), {0}, kTries, IfFails::go_on});
  }
  return acts;
}

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) {
  return std::all_of(after.jobs.begin(), after.jobs.end(), [](const Job& job) {
    const auto* loaded = value_of(job.loaded);
    return loaded != nullptr && *loaded;
  });
}

}  // namespace

const StepPolicy kReloadDaemons{{.step = RepairStep::reload_daemons, .takes = takes, .applies = applies},
                                "loads Jamf's daemon and task into launchd",
                                acts,
                                proven};

}  // namespace enrolkit
