#include "policies/steps/steps.h"

#include <array>

namespace enrolkit {

std::span<const StepPolicy* const> repair_steps() {
  static constexpr std::array kAll{&kPermissions, &kServerUrl,     &kHungRun, &kReloadDaemons,
                                   &kTrust,       &kManage,        &kCheckIn, &kRestoreKeychain,
                                   &kEnrol,       &kRenewEnrolment};
  static_assert(kAll.size() == kRepairStepNames.size());
  return kAll;
}

const StepPolicy& policy_of(RepairStep step) { return *repair_steps()[static_cast<std::size_t>(step)]; }

std::vector<StepNeed> needs() {
  std::vector<StepNeed> all;
  for (const StepPolicy* policy : repair_steps()) all.push_back(policy->need);
  return all;
}

}  // namespace enrolkit
