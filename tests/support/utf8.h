// Checks on text that do not share code with what they check.
#pragma once

#include <cstdint>
#include <string_view>

namespace enrolkit::test {

// Calls `see` with every character; false at the first byte that is not UTF-8 by the table of RFC 3629.
template <class See>
bool walk_utf8(std::string_view text, See see) {
  const auto in = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && static_cast<unsigned char>(text[i]) >= low &&
           static_cast<unsigned char>(text[i]) <= high;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t size = 1;
    if (in(i, 0xC2, 0xDF) && in(i + 1, 0x80, 0xBF)) {
      size = 2;
    } else if (((in(i, 0xE0, 0xE0) && in(i + 1, 0xA0, 0xBF)) ||
                (in(i, 0xE1, 0xEC) && in(i + 1, 0x80, 0xBF)) ||
                (in(i, 0xED, 0xED) && in(i + 1, 0x80, 0x9F)) ||
                (in(i, 0xEE, 0xEF) && in(i + 1, 0x80, 0xBF))) &&
               in(i + 2, 0x80, 0xBF)) {
      size = 3;
    } else if (((in(i, 0xF0, 0xF0) && in(i + 1, 0x90, 0xBF)) ||
                (in(i, 0xF1, 0xF3) && in(i + 1, 0x80, 0xBF)) ||
                (in(i, 0xF4, 0xF4) && in(i + 1, 0x80, 0x8F))) &&
               in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF)) {
      size = 4;
    } else if (!in(i, 0x00, 0x7F)) {
      return false;
    }
    std::uint32_t point = static_cast<unsigned char>(text[i]);
    if (size > 1) point &= 0xFFU >> (size + 1);
    for (std::size_t k = 1; k < size; ++k)
      point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    if (!see(point)) return false;
    i += size;
  }
  return true;
}

inline bool is_utf8(std::string_view text) {
  return walk_utf8(text, [](std::uint32_t) { return true; });
}

// UTF-8, one line, no control character, nothing that turns the direction of the text, joins, hides, tags or fills.
inline bool is_harmless(std::string_view text) {
  const auto in = [](std::uint32_t point, std::uint32_t first, std::uint32_t last) {
    return point >= first && point <= last;
  };
  return walk_utf8(text, [&](std::uint32_t point) {
    return point >= 0x20 && !in(point, 0x7F, 0x9F) && point != 0xAD && point != 0x61C &&
           !in(point, 0x180B, 0x180F) && !in(point, 0x200B, 0x200F) && !in(point, 0x2028, 0x202E) &&
           !in(point, 0x2060, 0x206F) && point != 0x3164 && !in(point, 0xE000, 0xF8FF) &&
           !in(point, 0xFE00, 0xFE0F) && point != 0xFEFF && !in(point, 0xFFF0, 0xFFFB) &&
           !in(point, 0xE0000, 0x10FFFF);
  });
}

}  // namespace enrolkit::test
