// Apple's automated enrolment again. macOS asks the user at the screen, and nothing happens until they agree.
#include "evidence/repair_commands.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

std::optional<std::string> applies(const RepairFacts& facts) {
  if (has_code(facts.mdm, "NotEnrolled")) return "the MDM profile is gone";
  if (has_code(facts.framework, "Missing")) return "the jamf binary is gone";
  if (has_code(facts.signature, "Broken")) return "the device signature is broken";
  return std::nullopt;
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  const auto not_allowed = [](std::string why) {
    return Refusal{RefusalKind::not_allowed, std::move(why), {}};
  };
  bool automated = false;
  for (const Pair& pair : facts.mdm.pairs) automated |= pair.key == "automated" && pair.value == "yes";
  if (!automated) return not_allowed("this Mac is not known to be in Apple Business or School Manager");
  if (!facts.console) return not_allowed("nobody is at the screen");
  return std::nullopt;
}

std::vector<Act> acts(const RepairFacts& facts) {
  return {RunTool{commands::renew_enrolment(facts.console.value_or(0)), {0}}};
}

bool proven(const RepairFacts& before, const RepairFacts& after) {
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
