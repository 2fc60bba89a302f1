// The commands of `enrolkit server` by the names that stand for them where privileges are the question.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/client/privileges.h"

namespace enrolkit {

// "fix" is `conflict --fix`, "watch-repair" is `watch --repair`, and so on.
inline constexpr std::array kCommandNames{"conflict", "fix",          "stuck", "to-group",
                                          "repair",   "flush-failed", "watch", "watch-repair",
                                          "publish",  "unpublish",    "setup"};
[[nodiscard]] std::vector<std::string> command_names();

// Whether a command of jamf::needs() is one of those. With none named: all that an API client may run.
[[nodiscard]] bool is_asked(const std::vector<std::string>& named, std::string_view command);
[[nodiscard]] std::vector<jamf::Need> needs_of(const std::vector<std::string>& named);

}  // namespace enrolkit
