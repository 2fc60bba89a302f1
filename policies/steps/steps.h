// Every step there is, the least invasive first.
#pragma once

#include <span>
#include <vector>

#include "policies/step.h"

namespace enrolkit {

// One file each, of the step's name.
extern const StepPolicy kPermissions;
extern const StepPolicy kServerUrl;
extern const StepPolicy kHungRun;
extern const StepPolicy kReloadDaemons;
extern const StepPolicy kTrust;
extern const StepPolicy kManage;
extern const StepPolicy kCheckIn;
extern const StepPolicy kRestoreKeychain;
extern const StepPolicy kEnrol;
extern const StepPolicy kRenewEnrolment;

[[nodiscard]] std::span<const StepPolicy* const> repair_steps();
[[nodiscard]] const StepPolicy& policy_of(RepairStep step);
[[nodiscard]] std::vector<StepNeed> needs();  // of all, in order, for the planner

}  // namespace enrolkit
