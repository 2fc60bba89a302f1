#include "policies/step.h"

#include <algorithm>

#include "evidence/paths.h"

namespace enrolkit {

bool may_run_jamf(const RepairFacts& facts) {
  return facts.binary && facts.framework.state != FrameworkState::is_unsigned &&
         std::none_of(facts.access.begin(), facts.access.end(), [](const AccessFault& fault) {
           return fault.path == paths::kBinary && fault.others_may_write;
         });
}

std::optional<Refusal> blocked_without_jamf(const RepairFacts& facts) {
  if (may_run_jamf(facts)) return std::nullopt;
  if (!facts.binary)
    return Refusal{RefusalKind::not_allowed,
                   "there is no jamf binary to run: enrolkit server repair has it installed by MDM",
                   {}};
  return Refusal{
      RefusalKind::unsafe_permissions, "the jamf binary may not be Jamf's own, and is not run", {}};
}

Takes takes_identity(const RepairFacts& /*facts*/) { return Takes::identity; }

bool contact_since(const RepairFacts& before, const RepairFacts& after) {
  return after.contact && *after.contact >= before.now;
}

std::vector<Act> keep_keychain(const RepairFacts& facts) {
  if (facts.keychain_bytes.empty()) return {};
  return {WriteFile{std::string(paths::kReplacedKeychain), facts.keychain_bytes, {0, 0, 0600}}};
}

}  // namespace enrolkit
