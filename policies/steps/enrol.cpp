// Enrols the jamf binary again, by an invitation that only root can read. It installs no MDM profile. The
// former signature dies at once, so nothing less invasive may be left to try; inventory, framework and the
// proof come from processes of their own, as the identity of the first one is gone.
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

Use applies(const RepairFacts& facts) {
  if (facts.signature.state == SignatureState::broken) return use("the device signature is broken");
  if (facts.signature.state == SignatureState::never_enrolled)
    return use("the jamf binary was never enrolled");
  const bool failed = facts.enrolment.state == State::failed || facts.enrolment.state == State::interrupted;
  if (failed && facts.signature.finding.health != Health::healthy)
    return use("the enrolment was not completed");
  if (identity_of(facts.keychain) == Identity::none) return use("the keychain has nothing to sign with");
  return no_use("neither the signature, the keychain nor the last enrolment asks for it");
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  if (auto refused = blocked_without_server(facts)) return refused;
  if (auto refused = blocked_without_copy(facts)) return refused;
  const auto not_allowed = [](std::string why) {
    return Refusal{RefusalKind::not_allowed, std::move(why), {}};
  };
  if (value_of(facts.jss_url) == nullptr) return not_allowed("the jamf binary does not know its server");
  switch (facts.invitation) {
    case Invitation::ready: return std::nullopt;
    case Invitation::unsafe: return Refusal{RefusalKind::unsafe_permissions, facts.invitation_why, {}};
    case Invitation::unknown:
    case Invitation::absent:
    case Invitation::damaged: break;
  }
  return not_allowed(facts.invitation_why);
}

std::vector<Act> acts(const RepairFacts& facts) {
  std::vector<Act> acts = keep_keychain(facts);
  acts.push_back(RunTool{commands::enrol()});
  for (const Command& command : {commands::manage(), commands::recon(), commands::check_in()}) {
    acts.push_back(RunTool{command, {0}, 1, IfFails::go_on});
  }
  return acts;
}

// A new certificate, the return code 0 and a contact, all since: an exit status proves nothing.
bool proven(const RepairFacts& before, const RepairFacts& after) {
  return identity_of(after.keychain) == Identity::sound && after.serial != before.serial &&
         enrolled_since(before, after) && contact_since(before, after);
}

}  // namespace

const StepPolicy kEnrol{{.step = RepairStep::enrol,
                         .network = true,
                         .enrols = true,
                         .takes = takes_identity,
                         .applies = applies,
                         .blocked = blocked},
                        "enrols the jamf binary again by invitation",
                        acts,
                        proven};

}  // namespace enrolkit
