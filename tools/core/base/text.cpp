#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "core/base/redact.h"
#include "core/base/take_until.h"
#include "core/base/utf8.h"

namespace enrolkit {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Utf8Char c = first_char(bytes);
    if (!c.valid || (c.point >= 0x80 && c.point < 0xA0)) {
      out += kReplacement;
    } else if (c.point < 0x20 || c.point == 0x7F) {  // U+2400.. are the pictures of the control characters
      out += "\xE2\x90";
      out += static_cast<char>(0x80 + (c.point == 0x7F ? 0x21U : c.point));
    } else if (is_visible(c.point)) {
      out += bytes.substr(0, c.size);
    } else {
      out += fmt::format("\\u{{{:X}}}", c.point);
    }
    bytes.remove_prefix(c.size);
  }
  return out;
}

std::string printable_lines(std::string_view text) { return line_by_line(text, printable); }

std::string first_line(std::string_view output) {
  constexpr std::size_t kMaxSaidBytes = 120;
  const auto begin = output.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "nothing";
  output.remove_prefix(begin);
  return evidence_text(output.substr(0, output.find_first_of("\r\n")), kMaxSaidBytes);
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

namespace {

std::size_t width_of(std::uint32_t point) {
  if ((point >= 0x300 && point <= 0x36F) || (point >= 0x200B && point <= 0x200D) ||
      (point >= 0xFE00 && point <= 0xFE0F)) {
    return 0;
  }
  const bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
                    (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                    (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                    (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF) ||
                    (point >= 0x20000 && point <= 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Utf8Char c = first_char(text);
    sum += c.valid ? width_of(c.point) : 1;
    text.remove_prefix(c.size);
  }
  return sum;
}

std::string fit(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const Utf8Char c = first_char(text);
    const std::size_t w = c.valid ? width_of(c.point) : 1;
    if (used + w + 1 > width) break;
    out += text.substr(0, c.size);
    used += w;
    text.remove_prefix(c.size);
  }
  return width == 0 ? out : out + "\xE2\x80\xA6";
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string word = printable(take_until(text, ' '));
    if (word.empty()) continue;
    const std::size_t w = columns(word);
    if (used != 0 && used + 1 + w > width) {
      (out += '\n') += indent;
      used = 0;
    } else if (used != 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += w;
  }
  return out;
}

}  // namespace enrolkit
