// What each command needs of an API role: the source of `server check` and of --print-role.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/client/facts.h"

namespace enrolkit::jamf {

struct Need {
  std::string_view command;    // "conflict", "conflict --fix", "stuck", ...
  std::string_view privilege;  // as the server spells it
  std::string_view what_for;
  bool required = true;  // else the command runs without, and says what it could not look into
};

[[nodiscard]] const std::vector<Need>& needs();
// "conflict", "conflict --fix", ... in the table's order.
[[nodiscard]] std::vector<std::string_view> commands_with_needs();

[[nodiscard]] bool has(const Rights& rights, std::string_view privilege);

}  // namespace enrolkit::jamf
