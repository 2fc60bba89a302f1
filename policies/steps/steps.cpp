#include "policies/steps/steps.h"

#include <array>

namespace enrolkit {

extern const RungPolicy kPermissions, kServerUrl, kHungRun, kReloadDaemons, kTrust, kManage, kCheckIn,
    kRestoreKeychain, kEnrol, kRenewEnrolment;

std::span<const RungPolicy* const> ladder() {
  static constexpr std::array kAll{&kPermissions, &kServerUrl,     &kHungRun, &kReloadDaemons,
                                   &kTrust,       &kManage,        &kCheckIn, &kRestoreKeychain,
                                   &kEnrol,       &kRenewEnrolment};
  static_assert(kAll.size() == kRungNames.size());
  return kAll;
}

const RungPolicy& policy_of(Rung rung) { return *ladder()[static_cast<std::size_t>(rung)]; }

std::vector<RungNeed> needs() {
  std::vector<RungNeed> all;
  for (const RungPolicy* policy : ladder()) all.push_back(policy->need);
  return all;
}

}  // namespace enrolkit
