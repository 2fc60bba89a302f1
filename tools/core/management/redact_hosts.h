// /etc/hosts as it may be shown and kept: addresses and names. A comment is anybody's text.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// Of a line, or of many.
[[nodiscard]] std::string redacted_hosts(std::string_view hosts);

}  // namespace enrolkit
