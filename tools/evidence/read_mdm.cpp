#include "evidence/read_mdm.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/management/serial.h"
#include "evidence/commands.h"

namespace enrolkit {

namespace {

// What profiles wrote, where it ended well.
std::variant<std::string, Unreadable> ask_profiles(const Host& host, const Command& command) {
  Ran ran = host.run(command);
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
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
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
  const auto& finished = std::get<Finished>(ran);
  if (finished.status == 0) return parse_serial(finished.out);
  return Unreadable{fmt::format("ioreg ended with status {}", finished.status)};
}

Reading<BootstrapToken> read_bootstrap_token(const Host& host) {
  return parsed_by(parse_bootstrap_token, ask_profiles(host, commands::bootstrap_token()));
}

}  // namespace enrolkit
