#include "policies/step.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/url.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"

namespace enrolkit {

std::optional<Refusal> blocked_without_jamf(const RepairFacts& facts) {
  const auto why = why_jamf_is_not_run(facts);
  if (!why) return std::nullopt;
  return Refusal{facts.binary ? RefusalKind::unsafe_permissions : RefusalKind::not_allowed, *why, {}};
}

bool knows_server(const RepairFacts& facts) {
  const auto* url = value_of(facts.jss_url);
  return url != nullptr && facts.server_url && host_of(*url) == host_of(*facts.server_url);
}

std::optional<Refusal> blocked_without_server(const RepairFacts& facts) {
  if (auto refused = blocked_without_jamf(facts)) return refused;
  if (!facts.server_url || knows_server(facts)) return std::nullopt;
  return Refusal{RefusalKind::not_allowed,
                 fmt::format("jss_url does not name {} (of {}), and jamf would ask another server",
                             *facts.server_url, facts.server_source),
                 {}};
}

std::optional<Refusal> blocked_without_copy(const RepairFacts& facts) {
  const auto* why = why_unreadable(facts.keychain_bytes);
  if (why == nullptr) return std::nullopt;
  return Refusal{RefusalKind::not_allowed,
                 "JAMF.keychain could not be read, and would be replaced without a copy: " + *why,
                 {}};
}

std::optional<std::string> why_no_signing(const RepairFacts& facts) {
  switch (identity_of(facts.keychain)) {
    case Identity::sound: return std::nullopt;
    case Identity::none: return "the keychain has nothing to sign a request with";
    case Identity::not_known: break;
  }
  const auto finding = std::find_if(facts.findings.begin(), facts.findings.end(),
                                    [](const Finding& one) { return one.id == "jamf-keychain"; });
  return fmt::format("not known whether the keychain can sign: {}",
                     finding != facts.findings.end() && !finding->detail.empty()
                         ? finding->detail
                         : fmt::format("JAMF.keychain is {}", to_text(facts.keychain)));
}

Takes takes_identity(const RepairFacts& /*facts*/) { return Takes::identity; }

namespace {

// Another line than before, too: where the clock, or its zone, went back, one from before it is still to come.
bool is_since(const std::optional<LocalTime>& before, const std::optional<LocalTime>& after,
              LocalTime begun) {
  return after && *after >= begun && after != before;
}

}  // namespace

bool contact_since(const RepairFacts& before, const RepairFacts& after) {
  return is_since(before.contact, after.contact, before.now);
}

bool enrolled_since(const RepairFacts& before, const RepairFacts& after) {
  return is_since(before.enrolled, after.enrolled, before.now);
}

std::vector<Act> keep_keychain(const RepairFacts& facts) {
  const auto* bytes = value_of(facts.keychain_bytes);
  if (bytes == nullptr || bytes->empty()) return {};
  return {WriteFile{std::string(paths::kReplacedKeychain), *bytes, {0, 0, 0600}}};
}

}  // namespace enrolkit
