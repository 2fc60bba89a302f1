#include "policies/step.h"

#include <algorithm>

#include "evidence/paths.h"

namespace enrolkit {

bool may_run_jamf(const RepairLook& look) {
  return look.binary && !has_code(look.framework, "Unsigned") &&
         std::none_of(look.access.begin(), look.access.end(), [](const AccessFault& fault) {
           return fault.path == paths::kBinary && fault.others_may_write;
         });
}

std::optional<Refusal> blocked_without_jamf(const RepairLook& look) {
  if (may_run_jamf(look)) return std::nullopt;
  if (!look.binary) return Refusal{RefusalKind::not_allowed, "there is no jamf binary to run", {}};
  return Refusal{
      RefusalKind::unsafe_permissions, "the jamf binary may not be Jamf's own, and is not run", {}};
}

bool contact_since(const RepairLook& before, const RepairLook& after) {
  return after.contact && *after.contact >= before.now;
}

std::vector<Act> keep_keychain(const RepairLook& look) {
  if (look.keychain_bytes.empty()) return {};
  return {WriteFile{std::string(paths::kReplacedKeychain), look.keychain_bytes, {0, 0, 0600}}};
}

}  // namespace enrolkit
