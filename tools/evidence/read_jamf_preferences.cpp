#include "evidence/read_jamf_preferences.h"

#include <fmt/format.h>

#include "core/format/plist.h"
#include "evidence/paths.h"

namespace enrolkit {
namespace {

Reading<std::string> jss_url_in(const PlistValue& root) {
  const auto unreadable = [](std::string_view why) {
    return Unreadable{fmt::format("{}: {}", paths::kJamfPreferences, why)};
  };
  if (root.kind() != PlistKind::dict) return unreadable("no dictionary");
  const PlistValue url = root["jss_url"];
  if (url.kind() == PlistKind::missing) return Absent{};
  if (auto text = url.string()) return std::move(*text);
  return unreadable(fmt::format("jss_url is {}, not a string", to_text(url.kind())));
}

}  // namespace

JamfPreferences read_jamf_preferences(const HostFiles& host) {
  constexpr std::size_t kMaxPreferencesBytes = 1U << 18U;
  auto read = read_file(host, paths::kJamfPreferences, kMaxPreferencesBytes);
  if (const auto* why = std::get_if<Unreadable>(&read)) return {"", Unreadable{why->why}, ""};
  if (std::holds_alternative<Absent>(read)) return {"", Absent{}, ""};
  JamfPreferences out{std::get<std::string>(std::move(read)), Absent{}, ""};
  const auto parsed = Plist::parse(out.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) {
    out.jss_url = Unreadable{fmt::format("{}: {}", paths::kJamfPreferences, why->why)};
    return out;
  }
  const PlistValue root = std::get<Plist>(parsed).root();
  out.jss_url = jss_url_in(root);
  out.verify_ssl = root["verifySSLCert"].string().value_or("");
  return out;
}

}  // namespace enrolkit
