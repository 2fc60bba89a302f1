#include "evidence/read_mdm.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/format/plist.h"
#include "core/management/serial.h"
#include "evidence/commands.h"
#include "evidence/paths.h"

namespace enrolkit {

namespace {

// What profiles wrote, where it ended well.
std::variant<std::string, Unreadable> ask_profiles(const Host& host, const Command& command) {
  Ran ran = host.run(command);
  if (const auto* not_started = std::get_if<NotStarted>(&ran)) return Unreadable{not_started->why};
  if (const auto* stopped = std::get_if<Stopped>(&ran)) return Unreadable{stopped->why};
  auto& finished = std::get<Finished>(ran);
  if (finished.status == 0) return std::move(finished.out);
  return Unreadable{fmt::format("profiles ended with status {}: {}", finished.status,
                                first_line(finished.err.empty() ? finished.out : finished.err))};
}

template <class T>
Reading<T> parsed_by(std::variant<T, Unreadable> (*parse)(std::string_view),
                     const std::variant<std::string, Unreadable>& said) {
  if (const auto* why = std::get_if<Unreadable>(&said)) return *why;
  return std::visit([](auto&& parsed) -> Reading<T> { return parsed; }, parse(std::get<std::string>(said)));
}

}  // namespace

Reading<MdmStatus> read_mdm(const Host& host) {
  return parsed_by(parse_mdm_status, ask_profiles(host, commands::mdm_status()));
}

Reading<std::string> read_serial(const Host& host) {
  const Ran ran = host.run(commands::platform());
  if (const auto* not_started = std::get_if<NotStarted>(&ran)) return Unreadable{not_started->why};
  if (const auto* stopped = std::get_if<Stopped>(&ran)) return Unreadable{stopped->why};
  const auto& finished = std::get<Finished>(ran);
  if (finished.status == 0) return parse_serial(finished.out);
  return Unreadable{fmt::format("ioreg ended with status {}", finished.status)};
}

Reading<BootstrapToken> read_bootstrap_token(const Host& host) {
  return parsed_by(parse_bootstrap_token, ask_profiles(host, commands::bootstrap_token()));
}

Reading<std::string> read_jss_url(const Host& host) {
  constexpr std::size_t kMaxPreferencesBytes = 1U << 18U;
  const auto bytes = read_file(host, paths::kJamfPreferences, kMaxPreferencesBytes);
  if (std::holds_alternative<Absent>(bytes)) return Absent{};
  if (const auto* why = why_unreadable(bytes)) return Unreadable{*why};
  const auto parsed = Plist::parse(*value_of(bytes));
  const auto unreadable = [](std::string_view why) {
    return Unreadable{fmt::format("{}: {}", paths::kJamfPreferences, why)};
  };
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return unreadable(why->why);
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict) return unreadable("no dictionary");
  const PlistValue url = root["jss_url"];
  if (url.kind() == PlistKind::missing) return Absent{};
  if (auto text = url.string()) return std::move(*text);
  return unreadable(fmt::format("jss_url is {}, not a string", to_text(url.kind())));
}

}  // namespace enrolkit
