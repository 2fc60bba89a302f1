#include "core/base/utf8.h"

#include <algorithm>
#include <array>

namespace enrolkit {
namespace {

struct Range {
  std::uint32_t first, last;
};

// All that is outside is shown by its number. By the properties of Unicode 15: left out are the general categories Cc,
// Zl, Zp, Co, Cs and noncharacters, Default_Ignorable_Code_Point (soft hyphen, joiners, fillers, variation selectors,
// tags), and Cf, but for the marks before Arabic, Syriac and Kaithi numbers (Prepended_Concatenation_Mark), which are
// drawn. Code points without a character yet are drawn as a box, as the standard asks; in planes that have none they
// are left out.
constexpr std::array kVisible{
    Range{0x0020, 0x007E},   Range{0x00A0, 0x00AC},   Range{0x00AE, 0x034E},   Range{0x0350, 0x061B},
    Range{0x061D, 0x115E},   Range{0x1161, 0x17B3},   Range{0x17B6, 0x180A},   Range{0x1810, 0x200A},
    Range{0x2010, 0x2027},   Range{0x202F, 0x205F},   Range{0x2070, 0x27FF},   Range{0x2801, 0x3163},
    Range{0x3165, 0xD7FF},   Range{0xF900, 0xFDCF},   Range{0xFDF0, 0xFDFF},   Range{0xFE10, 0xFEFE},
    Range{0xFF00, 0xFF9F},   Range{0xFFA1, 0xFFEF},   Range{0xFFFC, 0xFFFD},   Range{0x10000, 0x1342F},
    Range{0x13440, 0x1BC9F}, Range{0x1BCA4, 0x1D158}, Range{0x1D15A, 0x1D172}, Range{0x1D17B, 0x1FFFD},
    Range{0x20000, 0x2FFFD}, Range{0x30000, 0x3FFFD}};

}  // namespace

Utf8Char first_char(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned lead = at(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < size) return {};
  std::uint32_t point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (at(i) & 0x3FU);
  }
  static constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (point < kLeast[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
  return {point, size, true};
}

bool is_visible(std::uint32_t point) {
  const auto range = std::upper_bound(kVisible.begin(), kVisible.end(), point,
                                      [](std::uint32_t p, const Range& r) { return p < r.first; });
  return range != kVisible.begin() && point <= std::prev(range)->last;
}

}  // namespace enrolkit
