#include "core/settings.h"

#include <fmt/format.h>

#include "core/plist.h"
#include "core/text.h"

namespace enrolkit {

std::optional<Unreadable> add_settings(Settings& settings, std::string_view source, std::string_view plist) {
  const auto parsed = Plist::parse(plist);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return *why;
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict) return Unreadable{"the settings are no dictionary"};
  const auto wrong = [&](std::string_view key, std::string_view wanted, const PlistValue& value) {
    settings.warnings.push_back(fmt::format("{}: {} must be {}, and is {}; it is not used", source, key,
                                            wanted, to_text(value.kind())));
  };
  for (const std::string& key : root.keys()) {
    const PlistValue value = root[key];
    if (key == "ManagementAccount") {
      const auto name = value.string();
      if (!name || name->empty()) {
        wrong(key, "a username", value);
      } else if (!settings.management_account) {
        settings.management_account = *name;
      }
    } else if (key == "CertificateIssuer") {
      const auto name = value.string();
      if (!name || name->empty()) {
        wrong(key, "a common name", value);
      } else if (!settings.certificate_issuer) {
        settings.certificate_issuer = *name;
      }
    } else if (key == "LocalAdministrators") {
      const auto names = value.strings();
      if (value.kind() != PlistKind::array || names.size() != value.items().size()) {
        wrong(key, "an array of usernames", value);
      } else if (settings.local_administrators.empty() && !settings.no_local_administrators) {
        settings.local_administrators = names;
        settings.no_local_administrators = names.empty();
      }
    } else if (key != "ServerURL" && key != "Watchdog" && key != "Repair") {
      settings.warnings.push_back(fmt::format("{}: unknown key {}", source, printable(cut_utf8(key, 60))));
    }
  }
  return std::nullopt;
}

}  // namespace enrolkit
