// The journal of repairs as it may be kept: it is read as the other is.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// The fields that an entry has, their text without secrets. In place of a line that is no entry, its length.
[[nodiscard]] std::string redacted_journal(std::string_view bytes);

}  // namespace enrolkit
