// A text as a person or the next program reads it: what redacted() looks through beside the text itself, so that a
// secret is found however it is wrapped, and cut out of the text as it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit {

struct Unescaped {
  std::string text;
  std::vector<std::uint32_t>
      from;  // text[i] begins there in the source; one more than text has bytes, for its end
};

// One layer of escapes less: entities, percent signs, backslashes with what follows them; colours of a terminal, NUL
// bytes and characters that nobody sees go; wide forms, quotes, dashes and blanks of all scripts are ASCII's, accents
// of Latin letters are left out. Nothing: there is no escape, and the text is as it seems. Texts over 4 GB have none.
[[nodiscard]] std::optional<Unescaped> unescaped(std::string_view text);

// Bytes of the escape at the beginning of a text that is not empty; 0 where none begins there.
[[nodiscard]] std::size_t escape_size(std::string_view text);

}  // namespace enrolkit
