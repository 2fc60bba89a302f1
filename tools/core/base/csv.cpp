#include "core/base/csv.h"

#include <array>

namespace enrolkit {
namespace {

// A spreadsheet skips them before it looks for a sign: ASCII's, U+00A0, U+FEFF, the U+2000 row, U+3000.
constexpr std::array<std::string_view, 6> kBlanks{" ", "\t", "\r", "\n", "\v", "\f"};
constexpr std::array<std::string_view, 5> kWideBlanks{"\xC2\xA0", "\xEF\xBB\xBF", "\xE3\x80\x80",
                                                      "\xE2\x80\xAF", "\xE2\x81\x9F"};
// = + - @, and U+FF1D, U+FF0B, U+FF0D, U+FF20, U+2212.
constexpr std::array<std::string_view, 9> kSigns{
    "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0", "\xE2\x88\x92"};

template <class List>
std::size_t prefix_of(std::string_view text, const List& list) {
  for (const std::string_view one : list) {
    if (text.starts_with(one)) return one.size();
  }
  return 0;
}

std::size_t blank_at(std::string_view text) {
  if (const auto size = prefix_of(text, kBlanks); size != 0) return size;
  if (const auto size = prefix_of(text, kWideBlanks); size != 0) return size;
  const bool row =
      text.size() >= 3 && text.starts_with("\xE2\x80") && static_cast<unsigned char>(text[2]) <= 0x8F;
  return row ? 3 : 0;
}

bool is_formula(std::string_view text) {
  if (text.starts_with('\t') || text.starts_with('\r')) return true;
  while (const auto size = blank_at(text)) text.remove_prefix(size);
  return prefix_of(text, kSigns) != 0;
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string out = is_formula(text) ? "'" : "";
  out += text;
  const bool plain = out.find_first_of(",;\"\t\r\n| ") == std::string::npos;
  if (plain) return out;
  std::string quoted = "\"";
  for (const char c : out) (quoted += c) += c == '"' ? "\"" : "";
  return quoted + "\"";
}

std::string take_csv_field(std::string_view& text, std::string_view ends, std::optional<char>& end) {
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += text[++i];
    } else if (c == '"' && (quoted || field.empty())) {
      quoted = !quoted;
    } else if (!quoted && ends.find(c) != std::string_view::npos) {
      end = c;
      text.remove_prefix(i + 1);
      return field;
    } else {
      field += c;
    }
  }
  end.reset();
  text = {};
  return field;
}

}  // namespace enrolkit
