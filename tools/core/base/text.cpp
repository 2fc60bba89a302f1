#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace enrolkit {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Char {
  std::uint32_t point = 0;
  std::size_t size = 1;
  bool valid = false;
};

// The character at the beginning of `bytes`, which is not empty. Overlong forms and surrogates are invalid.
Char first_char(std::string_view bytes) {
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

bool turns_or_breaks_a_line(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F || point == 0x061C || point == 0x2028 || point == 0x2029 || point == 0xFEFF;
}

// A quote or a closing bracket may stand inside a query: better a bracket too few than half a token.
bool ends_a_url(char c) { return c == ' ' || c == '"' || c == '<' || c == '>' || c == '\t' || c == '\n'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_no_case(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// The words behind which a secret stands, after a space or an equals sign.
constexpr std::array<std::string_view, 9> kSecretWords{
    "-password", "-passhash", "-sshpassphrase", "-oldpassword",  "-invitation",
    "password=", "token=",    "secret=",        "authorization:"};
constexpr std::string_view kRemoved = "(removed)";

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
    const Char c = first_char(bytes);
    if (!c.valid) {
      out += kReplacement;
    } else if (c.point < 0x20 || c.point == 0x7F) {  // U+2400.. are the pictures of the control characters
      out += "\xE2\x90";
      out += static_cast<char>(0x80 + (c.point == 0x7F ? 0x21U : c.point));
    } else if (c.point >= 0x80 && c.point < 0xA0) {
      out += kReplacement;
    } else if (!turns_or_breaks_a_line(c.point)) {
      out += bytes.substr(0, c.size);
    }
    bytes.remove_prefix(c.size);
  }
  return out;
}

std::string redacted(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  // Of the URL that `i` is in: where its host, its path and it itself end.
  std::size_t host = 0, query = text.size(), url_end = text.size();
  for (std::size_t i = 0; i < text.size();) {
    if (i == query) {
      (out += '?') += kRemoved;
      i = url_end;
      query = url_end = text.size();
      continue;
    }
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("://")) {
      const auto stop = std::find_if(rest.begin(), rest.end(), ends_a_url);
      const std::string_view url(rest.data(), static_cast<std::size_t>(stop - rest.begin()));
      const auto host_end = std::min(url.find_first_of("/?#", 3), url.size());
      const auto user_end = url.substr(0, host_end).rfind('@');
      host = i + host_end;
      const bool has_user = user_end != std::string_view::npos && user_end > 3;
      out += "://";
      if (has_user) (out += kRemoved) += '@';
      if (const auto at = url.find_first_of("?#", 3); at != std::string_view::npos) {
        query = i + at;
        url_end = i + url.size();
      }
      i += has_user ? user_end + 1 : 3;
      continue;
    }
    const auto word = std::find_if(kSecretWords.begin(), kSecretWords.end(),
                                   [&](std::string_view w) { return starts_with_no_case(rest, w); });
    if (word != kSecretWords.end()) {
      std::size_t value = word->size();
      while (value < rest.size() && (rest[value] == ' ' || rest[value] == '=')) ++value;
      std::size_t end = value;
      // A bearer token follows its own word; a quoted value ends with its quote, or with what is glued to it.
      if (word->back() == ':') {
        end = rest.size();
      } else {
        if (value < rest.size() && (rest[value] == '"' || rest[value] == '\'')) {
          end = std::min(rest.find(rest[value], value + 1), rest.size() - 1) + 1;
        }
        const bool in_a_query = word->back() == '=';
        while (end < rest.size() && rest[end] != ' ' && rest[end] != '\t' &&
               !(in_a_query && rest[end] == '&'))
          ++end;
      }
      const std::size_t border = i < host ? host : query;
      if (i < border) end = std::min(end, std::max(border - i, value));
      out += rest.substr(0, value);
      if (end > value) out += kRemoved;
      i += end;
      continue;
    }
    out += text[i++];
  }
  return out;
}

std::string first_line(std::string_view output) {
  constexpr std::size_t kMaxSaidBytes = 120;
  const auto begin = output.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "nothing";
  output.remove_prefix(begin);
  const std::string line = printable(redacted(output.substr(0, output.find_first_of("\r\n"))));
  return std::string(cut_utf8(line, kMaxSaidBytes));
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
    const Char c = first_char(text);
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
    const Char c = first_char(text);
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
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
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
