// Puts back a keychain that was proven to work, where the present one has nothing to sign with. Only of this
// Mac, of this server, and not older than the last enrolment: see core/repair/backup.h.
#include <fmt/format.h>

#include "core/base/time.h"
#include "core/keychain/verdict.h"
#include "evidence/paths.h"
#include "evidence/repair_commands.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

bool is_useless(KeychainState state) {
  return identity_of(state) == Identity::none && state != KeychainState::not_yet_valid;
}

Use applies(const RepairFacts& facts) {
  if (identity_of(facts.keychain) == Identity::not_known)
    return impossible(why_no_signing(facts).value_or(""));
  if (!is_useless(facts.keychain)) return no_use(fmt::format("JAMF.keychain is {}", to_text(facts.keychain)));
  return use(fmt::format("JAMF.keychain is {}", to_text(facts.keychain)));
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  if (!facts.saved) return Refusal{RefusalKind::not_allowed, facts.saved_why, {}};
  if (auto refused = blocked_without_copy(facts)) return refused;
  return blocked_without_server(facts);
}

std::vector<Act> acts(const RepairFacts& facts) {
  constexpr std::uint32_t kAdminGroup = 80;
  std::vector<Act> acts = keep_keychain(facts);
  acts.push_back(WriteFile{
      std::string(paths::kKeychain), facts.saved ? facts.saved->keychain : "", {0, kAdminGroup, 0600}});
  acts.push_back(RunTool{commands::check_in()});
  return acts;
}

bool proven(const RepairFacts& before, const RepairFacts& after) {
  return identity_of(after.keychain) == Identity::sound && contact_since(before, after);
}

}  // namespace

const StepPolicy kRestoreKeychain{
    {.step = RepairStep::restore_keychain, .network = true, .applies = applies, .blocked = blocked},
    "puts back a saved keychain that was proven to work",
    acts,
    proven};

}  // namespace enrolkit
