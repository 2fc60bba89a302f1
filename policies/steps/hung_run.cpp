// Ends what hangs in a run of jamf: see core/management/jamf_processes.h for what counts as hung, and what is never touched.
#include <fmt/format.h>

#include <algorithm>

#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (facts.hung.empty()) return no_use("no run of jamf was found to hang");
  return use(fmt::format("process {}, {}", facts.hung.front().process.pid, facts.hung.front().what));
}

std::vector<Act> acts(const RepairFacts& facts) {
  std::vector<Act> acts;
  for (const HungRun& run : facts.hung) acts.push_back(EndProcess{run.process, run.what});
  return acts;
}

bool proven(const RepairFacts& before, const RepairFacts& after) {
  return std::none_of(before.hung.begin(), before.hung.end(), [&](const HungRun& was) {
    return std::any_of(after.hung.begin(), after.hung.end(),
                       [&](const HungRun& is) { return is.process.is_same(was.process); });
  });
}

}  // namespace

const StepPolicy kHungRun{
    {.step = RepairStep::hung_run, .applies = applies}, "ends a run of jamf that hangs", acts, proven};

}  // namespace enrolkit
