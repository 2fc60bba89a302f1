// Text as UTF-8 with LF line ends, whatever program it went through.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// UTF-16 and UTF-32 (with a byte-order mark, UTF-16 also without), quoted-printable of a mail, colours of a terminal,
// and lines that end with CR or U+2028 become what a log has. Nothing: it is so already. `joined`: lines that a mail
// program had cut were put together.
[[nodiscard]] std::optional<std::string> plain_text(std::string_view text, bool& joined);

}  // namespace enrolkit
