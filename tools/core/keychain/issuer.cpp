#include "core/keychain/issuer.h"

#include <fmt/format.h>

#include <variant>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/keychain/keychain.h"

namespace enrolkit {
namespace {

using Found = IssuerCheck::State;

IssuerCheck find_in(const Certificate& device, std::string_view bytes) {
  const auto parsed = parse_keychain(bytes);
  if (const auto* fault = std::get_if<KeychainFault>(&parsed)) {
    return {Found::unknown, fmt::format("could not be read: {}: {}", to_text(fault->kind), fault->what)};
  }
  bool other_key = false;
  for (const KeychainCertificate& item : std::get<Keychain>(parsed).certificates) {
    const auto read = parse_certificate(item.der);
    const auto* it = std::get_if<Certificate>(&read);
    if (it == nullptr || it->subject_name != device.issuer_name) continue;
    const bool both_named = !device.authority_key_id.empty() && !it->key_id.empty();
    if (both_named && device.authority_key_id != it->key_id) {
      other_key = true;
      continue;
    }
    return {Found::present,
            fmt::format("the issuer's certificate is there{}, valid until {} UTC",
                        both_named ? "" : " (by its name)", to_text(LocalTime{it->not_after_unix}))};
  }
  if (other_key) {
    return {Found::other_key, "a certificate of the issuer's name is there, but of another key"};
  }
  return {Found::absent, fmt::format("the issuer's certificate ({}) is not there", device.issuer_cn)};
}

}  // namespace

IssuerCheck find_issuer(const Certificate& device, const Reading<std::string>& system_keychain) {
  return match(
      system_keychain, [&](const std::string& bytes) { return find_in(device, bytes); },
      [](const Absent&) {
        return IssuerCheck{Found::absent, "there is no such keychain"};
      },
      [](const Unreadable& u) {
        return IssuerCheck{Found::unknown, "could not be read: " + u.why};
      });
}

}  // namespace enrolkit
