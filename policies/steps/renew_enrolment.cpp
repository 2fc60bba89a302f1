// Apple's automated enrolment again. macOS asks the user at the screen, and nothing happens until they agree.
#include "evidence/repair_commands.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

std::optional<std::string> applies(const RepairLook& look) {
  if (has_code(look.mdm, "NotEnrolled")) return "the MDM profile is gone";
  if (has_code(look.framework, "Missing")) return "the jamf binary is gone";
  if (has_code(look.signature, "Broken")) return "the device signature is broken";
  return std::nullopt;
}

std::optional<Refusal> blocked(const RepairLook& look) {
  const auto not_allowed = [](std::string why) {
    return Refusal{RefusalKind::not_allowed, std::move(why), {}};
  };
  bool automated = false;
  for (const Pair& pair : look.mdm.pairs) automated |= pair.key == "automated" && pair.value == "yes";
  if (!automated) return not_allowed("this Mac is not known to be in Apple Business or School Manager");
  if (!look.console) return not_allowed("nobody is at the screen");
  return std::nullopt;
}

std::vector<Act> acts(const RepairLook& look) {
  return {RunTool{commands::renew_enrolment(look.console.value_or(0)), {0}}};
}

bool proven(const RepairLook& before, const RepairLook& after) {
  if (has_code(before.mdm, "NotEnrolled")) return has_code(after.mdm, "Enrolled");
  return after.enrolled && *after.enrolled >= before.now;
}

}  // namespace

extern const StepPolicy kRenewEnrolment{{.step = RepairStep::renew_enrolment,
                                         .enrols = true,
                                         .person = true,
                                         .exclusive = true,
                                         .applies = applies,
                                         .blocked = blocked},
                                        "asks the user to enrol the Mac anew by Apple's automated enrolment",
                                        acts,
                                        proven,
                                        std::chrono::minutes(10)};

}  // namespace enrolkit
