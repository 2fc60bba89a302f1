#include "core/log/plain_text.h"

#include <algorithm>
#include <cstdint>

#include "core/base/ascii.h"
#include "core/base/take_until.h"
#include "core/log/lead.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

using namespace std::string_view_literals;

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6U));
    out += static_cast<char>(0x80 | (c & 0x3FU));
  } else {
    if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12U));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18U));
      out += static_cast<char>(0x80 | ((c >> 12U) & 0x3FU));
    }
    out += static_cast<char>(0x80 | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80 | (c & 0x3FU));
  }
}

// 0: not UTF-16; else the index of a unit's low byte, 1 more.
int utf16_order(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return 1;
  if (text.starts_with("\xFE\xFF")) return 2;
  const std::size_t looked = std::min<std::size_t>(text.size(), 256) & ~std::size_t{1};
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < looked; ++i) zeros[i % 2] += text[i] == '\0' ? 1U : 0U;
  if (looked < 32) return 0;
  if (zeros[1] * 2 > looked * 9 / 10 && zeros[0] == 0) return 1;
  if (zeros[0] * 2 > looked * 9 / 10 && zeros[1] == 0) return 2;
  return 0;
}

std::string from_utf16(std::string_view text, int order) {
  constexpr std::uint32_t kReplacement = 0xFFFD, kMark = 0xFEFF;
  const std::size_t low = order == 1 ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + low])) |
           static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + 1 - low])) << 8U;
  };
  std::string out;
  out.reserve(text.size() / 2 + 16);
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < text.size() && unit(at + 2) >= 0xDC00 &&
        unit(at + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = kReplacement;
    }
    if (c != kMark) append_utf8(out, c);
  }
  return out;
}

// What `grep --color` and terminals put between the words.
std::string without_colours(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("\x1B[")) {
      std::size_t end = at + 2;
      while (end < text.size() && (text[end] == ';' || is_digit(text[end]))) ++end;
      if (end < text.size() && (text[end] == 'm' || text[end] == 'K')) {
        at = end + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

std::string from_utf32(std::string_view text, bool big) {
  constexpr std::uint32_t kReplacement = 0xFFFD, kMark = 0xFEFF, kMaxCharacter = 0x10FFFF;
  std::string out;
  for (std::size_t at = 0; at + 3 < text.size(); at += 4) {
    std::uint32_t c = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      c = c << 8U | static_cast<unsigned char>(text[at + (big ? i : 3 - i)]);
    }
    if (c != kMark) append_utf8(out, c > kMaxCharacter ? kReplacement : c);
  }
  return out;
}

bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F'); }
unsigned hex_value(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'A' + 10); }

// A mail's lines of 76 characters at most, of which those that go on end with '='.
bool is_quoted_printable(std::string_view text) {
  constexpr std::size_t kMinCut = 60, kMaxLine = 76;
  std::size_t cut = 0;
  bool goes_on = false;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > kMaxLine || (goes_on && stamp_of(line))) return false;
    goes_on = line.ends_with('=');
    if (line.size() >= kMinCut && line.ends_with('=') && line[line.size() - 2] != '=') ++cut;
  }
  return cut != 0;
}

std::string from_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      out += text[at];
    } else if (text.substr(at + 1).starts_with("\n")) {
      at += 1;
    } else if (text.substr(at + 1).starts_with("\r\n")) {
      at += 2;
    } else if (at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2])) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

// A record begins behind the mark, which therefore ends lines.
bool ends_lines_with(std::string_view text, std::string_view mark) {
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
    constexpr std::size_t kMaxLooked =
        512;  // bytes; else a text of marks alone would be looked at again and again
    const std::string_view rest = text.substr(at + mark.size(), kMaxLooked);
    if (rest.empty() || rest.front() == '\n' || rest.starts_with(mark)) continue;
    if (record_start(rest.substr(0, std::min(rest.find('\n'), rest.find(mark))))) return true;
  }
  return false;
}

std::string with_lf(std::string_view text, std::string_view mark) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto at = text.find(mark);
    out += text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + mark.size());
    if (at != text.npos && !text.starts_with('\n')) out += '\n';
  }
  return out;
}

// `cat -e` and `cat -A` show the end of each line as '$', and a CR in front of it as "^M".
std::optional<std::string> without_shown_ends(std::string_view text) {
  constexpr std::size_t kMinLines = 2;
  std::string out;
  std::size_t lines = 0;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (!line.ends_with('$')) return std::nullopt;
    line.remove_suffix(1);
    if (line.ends_with("^M")) line.remove_suffix(2);
    (out += line) += '\n';
    ++lines;
  }
  return lines >= kMinLines ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::optional<std::string> plain_text(std::string_view given, bool& joined) {
  std::optional<std::string> text;
  std::string_view now = given;
  const auto take = [&](std::string changed) {
    text = std::move(changed);
    now = *text;
  };
  if (now.starts_with("\xFF\xFE\0\0"sv)) {
    take(from_utf32(now, false));
  } else if (now.starts_with("\0\0\xFE\xFF"sv)) {
    take(from_utf32(now, true));
  } else if (const int order = utf16_order(now); order != 0) {
    take(from_utf16(now, order));
  } else if (now.starts_with("\xEF\xBB\xBF")) {
    take(std::string(now.substr(3)));
  }
  if (now.find("\x1B[") != now.npos) {
    if (std::string plain = without_colours(now); plain.size() != now.size()) take(std::move(plain));
  }
  if (is_quoted_printable(now)) {
    joined = true;
    take(from_quoted_printable(now));
  }
  if (auto plain = without_shown_ends(now)) take(std::move(*plain));
  for (const std::string_view mark : {"\r"sv, "\xE2\x80\xA8"sv, "\xE2\x80\xA9"sv}) {
    if (ends_lines_with(now, mark)) take(with_lf(now, mark));
  }
  return text;
}

}  // namespace enrolkit
