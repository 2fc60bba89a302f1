#include "evidence/look_mdm.h"

#include <fmt/format.h>

#include "core/plist.h"
#include "core/text.h"
#include "evidence/commands.h"
#include "evidence/paths.h"

namespace enrolkit {

Reading<MdmStatus> look_at_mdm(const Host& host) {
  const Ran ran = host.run(commands::mdm_status());
  if (const auto* not_started = std::get_if<NotStarted>(&ran)) return Unreadable{not_started->why};
  if (const auto* stopped = std::get_if<Stopped>(&ran)) return Unreadable{stopped->why};
  const auto& finished = std::get<Finished>(ran);
  if (finished.status != 0) {
    return Unreadable{fmt::format("profiles ended with status {}: {}", finished.status,
                                  first_line(finished.err.empty() ? finished.out : finished.err))};
  }
  return std::visit([](auto&& parsed) -> Reading<MdmStatus> { return parsed; },
                    parse_mdm_status(finished.out));
}

Reading<std::string> look_at_jss_url(const Host& host) {
  constexpr std::size_t kMostPreferences = 1U << 18U;
  const auto bytes = read_file(host, paths::kJamfPreferences, kMostPreferences);
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
