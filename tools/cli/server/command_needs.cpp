#include "cli/server/command_needs.h"

#include <algorithm>
#include <iterator>

namespace enrolkit {

std::vector<std::string> command_names() { return {kCommandNames.begin(), kCommandNames.end()}; }

bool is_asked(const std::vector<std::string>& named, std::string_view command) {
  if (named.empty()) return command != "setup";  // an administrator's alone
  constexpr std::pair<std::string_view, std::string_view> kMore[] = {
      {"fix", "conflict --fix"},
      {"to-group", "stuck --to-group"},
      {"flush-failed", "repair --flush-failed"},
      {"watch-repair", "watch --repair"},
      {"publish", "publish --yes"},
      {"unpublish", "publish"}};
  return std::any_of(named.begin(), named.end(), [&](const std::string& asked) {
    return command == asked || (asked == "watch-repair" && command == "watch") ||
           std::any_of(std::begin(kMore), std::end(kMore),
                       [&](const auto& more) { return asked == more.first && command == more.second; });
  });
}

std::vector<jamf::Need> needs_of(const std::vector<std::string>& named) {
  std::vector<jamf::Need> out;
  for (const jamf::Need& need : jamf::needs()) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const jamf::Need& one) {
      return one.privilege == need.privilege && one.required >= need.required;
    });
    if (is_asked(named, need.command) && !known) out.push_back(need);
  }
  return out;
}

}  // namespace enrolkit
