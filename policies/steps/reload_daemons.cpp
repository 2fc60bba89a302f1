// Jamf's jobs of launchd, by the label in their files: one that is not loaded is loaded, and a daemon that does not run,
// or whose service is gone, is loaded again.
#include <fmt/format.h>

#include <algorithm>

#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

bool daemon_is_deaf(const RepairFacts& facts) {
  return facts.framework.state == FrameworkState::daemon_down || facts.cause == Cause::daemon_dead;
}

bool concerns(const RepairFacts& facts, const Job& job) {
  return job.is_down() || (job.is_daemon() && daemon_is_deaf(facts));
}

// A daemon that runs is ended, and begins again.
bool is_ended(const RepairFacts& facts, const Job& job) {
  return job.is_daemon() && !job.is_out() && !job.is_dead() && daemon_is_deaf(facts);
}

std::string fault_of(const Job& job) {
  const std::string& label = job.file.label;
  if (job.is_disabled()) return fmt::format("{} is disabled", label);
  if (job.is_out()) return fmt::format("{} is not loaded", label);
  if (job.is_dead()) return fmt::format("{} is loaded, and no process of it runs", label);
  return fmt::format("the service of {} is gone", label);
}

Use applies(const RepairFacts& facts) {
  std::vector<std::string> faults;
  for (const Job& job : facts.jobs) {
    if (concerns(facts, job)) faults.push_back(fault_of(job));
  }
  if (!faults.empty()) {
    if (!facts.background_items.empty()) {
      faults.push_back(fmt::format(
          "the database of Background Task Management may be why, and then this holds until the next "
          "restart only ({}): move it away, and restart",
          facts.background_items));
    }
    return use(fmt::format("{}", fmt::join(faults, "; ")));
  }
  if (!facts.refused_jobs.empty())
    return use(fmt::format("{} is not proven to be Jamf's job", facts.refused_jobs.front().path));
  if (facts.jobs.empty()) return impossible("there is no job of Jamf's to load");
  return no_use("no job of Jamf's was found unloaded, disabled or dead");
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  const bool has_work =
      std::any_of(facts.jobs.begin(), facts.jobs.end(), [&](const Job& job) { return concerns(facts, job); });
  if (has_work || facts.refused_jobs.empty()) return std::nullopt;
  const RefusedJob& first = facts.refused_jobs.front();
  return Refusal{RefusalKind::unsafe_permissions,
                 fmt::format("{} is neither loaded nor ended: {}", first.path, first.why),
                 {}};
}

// A job that is merely loaded takes nothing from anybody.
Takes takes(const RepairFacts& facts) {
  const bool ends_one =
      std::any_of(facts.jobs.begin(), facts.jobs.end(), [&](const Job& job) { return is_ended(facts, job); });
  return ends_one ? Takes::daemon : Takes::nothing;
}

std::vector<Act> acts(const RepairFacts& facts) {
  constexpr int kNoSuchProcess = 3, kNoSuchService = 113;
  constexpr int kTries = 10;  // right after a bootout launchd may still be busy
  std::vector<Act> acts;
  for (const Job& job : facts.jobs) {
    if (!concerns(facts, job)) continue;
    const std::string& label = job.file.label;
    // Where launchd does not tell whether somebody disabled it, that is not undone.
    if (value_of(job.disabled) != nullptr)
      acts.push_back(RunTool{commands::enable_job(label), {0}, 1, IfFails::go_on});
    if (is_ended(facts, job)) {
      acts.push_back(
          RunTool{commands::unload_job(label), {0, kNoSuchProcess, kNoSuchService}, 1, IfFails::go_on});
    }
    if (job.is_out() || is_ended(facts, job)) {
      acts.push_back(RunTool{commands::load_job(job.path), {0}, kTries, IfFails::go_on});
    }
    if (job.is_daemon()) acts.push_back(AwaitJob{job.file});
  }
  return acts;
}

// A job that is not there any more, or could not be read, is none that runs.
bool is_still_there(const Job& job, const RepairFacts& after) {
  return std::any_of(after.jobs.begin(), after.jobs.end(),
                     [&](const Job& now) { return now.file.label == job.file.label; });
}

bool proven(const RepairFacts& before, const RepairFacts& after) {
  const bool all = std::all_of(before.jobs.begin(), before.jobs.end(),
                               [&](const Job& job) { return is_still_there(job, after); });
  return all && after.refused_jobs.empty() &&
         std::all_of(after.jobs.begin(), after.jobs.end(), [](const Job& job) {
           return value_of(job.loaded) != nullptr && !job.is_down() &&
                  (!job.is_daemon() || value_of(job.running) != nullptr);
         });
}

std::optional<std::string> turned_back(const std::vector<Act>& done, const RepairFacts& after) {
  for (const Job& job : after.jobs) {
    if (!job.is_disabled()) continue;
    const auto enabling = commands::enable_job(job.file.label).arguments;
    const bool was_enabled = std::any_of(done.begin(), done.end(), [&](const Act& act) {
      const auto* run = std::get_if<RunTool>(&act);
      return run != nullptr && run->command.arguments == enabling;
    });
    if (was_enabled) return fmt::format("{} is disabled again, right after it was enabled", job.file.label);
  }
  return std::nullopt;
}

}  // namespace

const StepPolicy kReloadDaemons{
    {.step = RepairStep::reload_daemons, .takes = takes, .applies = applies, .blocked = blocked},
    "loads Jamf's daemon and task into launchd",
    acts,
    proven,
    std::chrono::seconds(0),
    std::chrono::seconds(1),
    turned_back};

}  // namespace enrolkit
