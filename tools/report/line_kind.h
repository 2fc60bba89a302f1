// What a line of jamf.log is to a reader, in the timelines of all forms.
#pragma once

#include <string_view>

#include "core/log/history.h"

namespace enrolkit {

[[nodiscard]] bool is_error_line(const LogReference& reference);
[[nodiscard]] bool is_symptom_line(const LogReference& reference);

// "error", "symptom", "proof" (the server answered), "offline", "check-in" (an attempt), else "step".
[[nodiscard]] std::string_view kind_of(const LogReference& reference);

}  // namespace enrolkit
