#include "core/base/unescaped.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/ascii.h"
#include "core/base/utf8.h"

namespace enrolkit {
namespace {

struct Piece {
  std::uint32_t point = 0;
  std::size_t size = 0;  // bytes of the source; 0: no escape begins there
  bool seen = true;      // false: nothing stands for it
};

std::optional<std::uint32_t> number(std::string_view digits, std::uint32_t base) {
  std::uint32_t out = 0;
  constexpr std::size_t kMaxDigits = 8;
  if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;
  for (const char c : digits) {
    const char low = to_lower(c);
    const auto value = static_cast<std::uint32_t>(is_digit(c)                ? c - '0'
                                                  : low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                                             : 99);
    if (value >= base) return std::nullopt;
    out = out * base + value;
  }
  return out;
}

Piece of_digits(std::string_view text, std::size_t before, std::size_t digits, std::uint32_t base,
                std::size_t after = 0) {
  if (text.size() < before + digits + after) return {};
  const auto point = number(text.substr(before, digits), base);
  return point ? Piece{*point, before + digits + after} : Piece{};
}

Piece entity(std::string_view text) {
  constexpr std::size_t kMaxBytes = 12;
  const auto end = text.substr(0, kMaxBytes).find(';');
  if (end == std::string_view::npos) return {};
  const std::string_view name = text.substr(1, end - 1);
  if (name.starts_with("#x") || name.starts_with("#X")) return of_digits(text, 3, end - 3, 16, 1);
  if (name.starts_with("#")) return of_digits(text, 2, end - 2, 10, 1);
  struct Named {
    std::string_view name;
    char is;
  };
  constexpr std::array kNamed{Named{"lt", '<'},    Named{"gt", '>'},    Named{"amp", '&'},
                              Named{"quot", '"'},  Named{"apos", '\''}, Named{"nbsp", ' '},
                              Named{"colon", ':'}, Named{"equals", '='}};
  const auto* known =
      std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& n) { return n.name == name; });
  return known == kNamed.end() ? Piece{} : Piece{static_cast<std::uint32_t>(known->is), end + 1};
}

Piece backslash(std::string_view text) {
  if (text.size() < 2) return {};
  switch (text[1]) {
    case 'n':
    case 'r': return {'\n', 2};
    case 't': return {'\t', 2};
    case 'x': return of_digits(text, 2, 2, 16);
    case 'u': {
      if (text.substr(2, 1) != "{") return of_digits(text, 2, 4, 16);
      const auto close = text.substr(0, 12).find('}');
      return close == std::string_view::npos ? Piece{} : of_digits(text, 3, close - 3, 16, 1);
    }
    default: break;
  }
  if (const Piece octal = of_digits(text, 1, 3, 8); octal.size > 0) return octal;
  const char c = text[1];
  // A letter's own backslash stays: a path of Windows is one.
  return is_ascii(c) && !is_letter_or_digit(c) && c >= ' ' ? Piece{static_cast<std::uint32_t>(c), 2}
                                                           : Piece{};
}

// "ESC [ 1 ; 31 m"
Piece colour(std::string_view text) {
  if (!text.substr(1).starts_with('[')) return {0, 1, false};
  std::size_t end = 2;
  while (end < text.size() && text[end] >= ' ' && text[end] < '@') ++end;
  return {0, std::min(end + 1, text.size()), false};
}

std::uint32_t plain(std::uint32_t point) {
  const auto in = [&](std::uint32_t first, std::uint32_t last) { return point >= first && point <= last; };
  if (in(0xFF01, 0xFF5E)) return point - 0xFF01 + '!';
  if (in(0xC0, 0xFF)) {
    constexpr std::string_view kLetters = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    return static_cast<std::uint32_t>(kLetters[point - 0xC0]);
  }
  if (point == 0xA0 || point == 0x1680 || in(0x2000, 0x200A) || point == 0x202F || point == 0x205F ||
      point == 0x3000)
    return ' ';
  if (point == 0x2028 || point == 0x2029) return '\n';
  if (in(0x2010, 0x2015) || point == 0x2212) return '-';
  if (in(0x2018, 0x201F) || point == 0xAB || point == 0xBB || point == 0x2039 || point == 0x203A ||
      in(0x300C, 0x300F))
    return '"';
  if (point == 0x2236 || point == 0xFE55 || point == 0xA789) return ':';
  if (point == 0x2192 || point == 0x21D2 || point == 0x27A1) return '>';
  return point;
}

// What stands at the beginning of `text`; of size 0 where it stands for itself.
Piece escape(std::string_view text) {
  const char c = text.front();
  if (c == '%') return of_digits(text, 1, 2, 16);
  if (c == '&') return entity(text);
  if (c == '\\') return backslash(text);
  if (c == '\x1B') return colour(text);
  if (is_ascii(c)) return {0, c == '\0' || c == '\b' || c == '\x7F' ? std::size_t{1} : 0, false};
  const Utf8Char wide = first_char(text);
  if (!wide.valid) return {};
  if (!is_visible(wide.point) && wide.point != 0x2028 && wide.point != 0x2029) return {0, wide.size, false};
  if (wide.point >= 0x300 && wide.point <= 0x36F) return {0, wide.size, false};  // an accent by itself
  const std::uint32_t is = plain(wide.point);
  return is == wide.point ? Piece{} : Piece{is, wide.size};
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | ((point >> 18U) & 7U));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::size_t escape_size(std::string_view text) { return escape(text).size; }

std::optional<Unescaped> unescaped(std::string_view text) {
  const auto may_begin = [](char c) {
    return c == '%' || c == '&' || c == '\\' || c == '\x1B' || c == '\0' || c == '\b' || c == '\x7F' ||
           !is_ascii(c);
  };
  const auto first = std::find_if(text.begin(), text.end(), may_begin);
  if (first == text.end() || text.size() >= std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  Unescaped out;
  out.text.reserve(text.size());
  out.from.reserve(text.size() + 1);
  bool any = false;
  for (std::size_t i = 0; i < text.size();) {
    const Piece piece = may_begin(text[i]) ? escape(text.substr(i)) : Piece{};
    if (piece.size == 0) {
      out.text += text[i];
    } else if (piece.seen) {
      // Bytes of a UTF-8 character, each behind its own sign, are the character again.
      const bool byte = text[i] == '%' || (text[i] == '\\' && piece.size == 4);
      if (byte && piece.point < 0x100) {
        out.text += static_cast<char>(piece.point);
      } else {
        append_utf8(out.text, piece.point);
      }
    }
    out.from.resize(out.text.size(), static_cast<std::uint32_t>(i));
    any = any || piece.size > 0;
    i += std::max<std::size_t>(piece.size, 1);
  }
  out.from.push_back(static_cast<std::uint32_t>(text.size()));
  return any ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace enrolkit
