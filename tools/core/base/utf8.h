// One character of UTF-8 at a time, and which characters a person can see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace enrolkit {

struct Utf8Char {
  std::uint32_t point = 0;
  std::size_t size = 1;  // bytes; 1 of what is invalid
  bool valid = false;
};

// The character at the beginning of `bytes`, which is not empty. Overlong forms and surrogates are invalid.
[[nodiscard]] Utf8Char first_char(std::string_view bytes);

// Whether the character is known to leave a mark or a blank where it stands, and to do nothing else. Not so: controls,
// direction marks, joiners, fillers, selectors, tags, separators of lines, private use, and what is no character.
[[nodiscard]] bool is_visible(std::uint32_t point);

}  // namespace enrolkit
