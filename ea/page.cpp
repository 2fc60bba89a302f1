#include "ea/page.h"

#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "core/base/text.h"
#include "ea/all.h"
#include "ea/in_time.h"
#include "ea/side_by_side.h"
#include "host/new_file.h"
#include "host/real_host.h"
#include "host/real_run.h"
#include "report/explained_mac_json.h"
#include "report/mac_html.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

Exit complain(std::string_view why) {
  write_err(fmt::format("enrolkit-ea: --html: {}\n", printable(why)));
  return Exit::trouble;
}

using Page = std::variant<std::string, Unreadable>;

Page page_of(const EaOptions& options) {
  const auto opened = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&opened)) return *why;
  MacOptions how;
  if (!options.account.empty()) how.account = options.account;
  how.whole_log = true;
  ToolsAhead tools(*std::get<0>(opened));
  Mac mac(tools, how);
  begin_tools(tools, mac);
  return mac_page(to_json(explained(options.root, mac)));
}

// Nothing: the time is over, and a thread still waits for the system.
std::optional<Page> page_in_time(const EaOptions& options) {
  const auto page = std::make_shared<Page>(Unreadable{"internal error; nothing was written"});
  if (!ended_in_time([page, options] { *page = page_of(options); }, kAllDeadline)) return std::nullopt;
  return *page;
}

std::variant<NewFile, Unreadable> begin(const EaOptions& options) {
  return NewFile::begin(options.html, options.force, Way::roots_own);
}

Exit put(const std::string& page, const EaOptions& options) {
  auto begun = begin(options);
  if (const auto* why = std::get_if<Unreadable>(&begun)) return complain(why->why);
  auto& file = std::get<NewFile>(begun);
  auto fault = file.write(page);
  if (!fault) fault = file.put_in_place();
  if (fault) return complain(*fault);
  write_out(printable(options.html) + "\n");
  return Exit::ok;
}

}  // namespace

Exit write_page(const EaOptions& options) {
  if (options.attribute != kAll) return complain("it is a page of all: enrolkit-ea all --html FILE");
  if (options.json || options.explain || !options.cached.empty())
    return complain("not with --json, --explain or --cached");
  const bool to_stdout = options.html == "-";
  if (!to_stdout) {  // asked before the look, which takes a while; nothing is left of it
    const auto begun = begin(options);
    if (const auto* why = std::get_if<Unreadable>(&begun)) return complain(why->why);
  }
  const auto page = page_in_time(options);
  if (!page) {
    kill_running_tools();  // what hangs must not outlive who asked
    (void)complain(fmt::format("time limit of {} s reached; nothing was written", kAllDeadline.count()));
    std::_Exit(static_cast<int>(Exit::trouble));
  }
  if (const auto* why = std::get_if<Unreadable>(&*page)) return complain(why->why);
  if (!to_stdout) return put(std::get<std::string>(*page), options);
  write_out(std::get<std::string>(*page));
  return Exit::ok;
}

}  // namespace enrolkit
