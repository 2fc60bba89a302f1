// Apple's automated enrolment again. macOS asks the user at the screen, and nothing happens until they agree.
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (facts.mdm.state == MdmState::not_enrolled) return use("the MDM profile is gone");
  if (facts.framework.state == FrameworkState::missing) return use("the jamf binary is gone");
  if (facts.signature.state == SignatureState::broken) return use("the device signature is broken");
  return no_use("neither MDM, the jamf binary nor the device signature was found lost");
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  const auto not_allowed = [](std::string why) {
    return Refusal{RefusalKind::not_allowed, std::move(why), {}};
  };
  const auto* mdm = value_of(facts.mdm_status);
  if (mdm == nullptr || !mdm->automated.value_or(false))
    return not_allowed("this Mac is not known to be in Apple Business or School Manager");
  if (!facts.console) return not_allowed("nobody is at the screen: a user must be logged in");
  return std::nullopt;
}

std::vector<Act> acts(const RepairFacts& facts) {
  return {RunTool{commands::renew_enrolment(facts.console.value_or(0)), {0}}};
}

bool proven(const RepairFacts& before, const RepairFacts& after) {
  if (before.mdm.state == MdmState::not_enrolled) return after.mdm.state == MdmState::enrolled;
  return enrolled_since(before, after);
}

}  // namespace

const StepPolicy kRenewEnrolment{{.step = RepairStep::renew_enrolment,
                                  .enrols = true,
                                  .person = true,
                                  .takes = takes_identity,
                                  .applies = applies,
                                  .blocked = blocked},
                                 "asks the user to enrol the Mac again by Apple's automated enrolment",
                                 acts,
                                 proven,
                                 std::chrono::minutes(10)};

}  // namespace enrolkit
