// Where the journal of a server is, for `repair` and for `watch`: the same, so that no Mac is sent to by both.
#pragma once

#include <string>

#include "core/base/result.h"

namespace enrolkit {

// `chosen` when it is not empty; else a file below ~/.local/state/enrolkit, its folder made.
[[nodiscard]] Result<std::string> journal_path(const std::string& chosen, const std::string& server);

[[nodiscard]] bool is_there(const std::string& path);

}  // namespace enrolkit
