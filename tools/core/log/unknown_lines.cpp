#include "core/log/unknown_lines.h"

#include <algorithm>
#include <array>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxMessageBytes = 600, kMaxShapeBytes = 240;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) {
  return is_digit(c) || is_upper(c) || is_lower(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// Quote marks that open, each with the one that closes.
struct Marks {
  std::string_view open, close;
};
constexpr std::array kMarks{Marks{"\"", "\""}, Marks{"\xE2\x80\x9C", "\xE2\x80\x9D"},
                            Marks{"\xE2\x80\x98", "\xE2\x80\x99"}, Marks{"'", "'"}, Marks{"`", "`"}};

// What stands in quote marks goes; an apostrophe inside a word is none.
std::string without_quoted(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto marks = std::find_if(kMarks.begin(), kMarks.end(),
                                    [&](const Marks& one) { return text.substr(at).starts_with(one.open); });
    if (marks == kMarks.end() || (at != 0 && is_word(text[at - 1]))) {
      out += text[at++];
      continue;
    }
    const std::size_t begin = at + marks->open.size();
    const std::size_t end = text.find(marks->close, begin);
    out += "\"...\"";
    at = end == std::string_view::npos ? text.size() : end + marks->close.size();
  }
  return out;
}

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Words with a capital that are nobody's name.
bool is_known_word(std::string_view word) {
  constexpr std::array kKnown = std::to_array<std::string_view>(
      {"Apple",    "Authority", "Certificate", "Code",       "Connection", "Device",    "Distribution",
       "Domain",   "Enroll",    "Enrollment",  "Error",      "Exception",  "Failed",    "Framework",
       "HTTP",     "ID",        "Invalid",     "JAMF",       "JSON",       "JSS",       "Jamf",
       "Keychain", "MDM",       "Mac",         "Management", "Policy",     "PreStage",  "Pro",
       "SSL",      "Security",  "Self",        "Server",     "Service",    "Signature", "TLS",
       "URL",      "Unable",    "UserInfo",    "XML",        "XPC"});
  return is_one_of(word, kKnown);
}

// Behind these stands a name, whatever it looks like.
bool names_something(std::string_view word) {
  constexpr std::array kLabels = std::to_array<std::string_view>(
      {"user", "username", "account", "computer", "host", "group", "package", "printer", "script", "volume",
       "named", "Policy", "policy", "file", "directory", "site", "building", "department"});
  return is_one_of(word, kLabels);
}

// Words that stand behind a label in a sentence, and are no name.
bool is_plain(std::string_view word) {
  constexpr std::array kPlain = std::to_array<std::string_view>(
      {"is",     "was",     "are",  "could", "cannot", "can't",  "not",    "has",   "had",   "does",
       "did",    "for",     "of",   "to",    "in",     "on",     "at",     "from",  "with",  "and",
       "or",     "the",     "a",    "an",    "by",     "be",     "failed", "name",  "error", "specified",
       "record", "already", "must", "may",   "will",   "cannot", "that",   "which", "who"});
  return is_one_of(word, kPlain);
}

std::string shape_of_word(std::string_view word, bool first, bool named) {
  const std::size_t begin = std::min(word.find_first_not_of("([{<\"'*-:"), word.size());
  std::size_t end = word.size();
  while (end > begin && std::string_view(")]}>.,;:!?\"'*-").find(word[end - 1]) != std::string_view::npos)
    --end;
  const std::string_view core = word.substr(begin, end - begin);
  const auto dressed = [&](std::string_view text) {
    return std::string(word.substr(0, begin)) + std::string(text) + std::string(word.substr(end));
  };
  if (core.empty()) return std::string(word);
  if (core.find("://") != core.npos) return "URL";
  if (core.find('=') != core.npos && core.find('=') < 24) {  // "Code=-25300", "Domain=com.jamf..."
    const auto sign = core.find('=');
    const std::string value = shape_of_word(core.substr(sign + 1), false, false);
    return dressed(std::string(core.substr(0, sign + 1)) + value);
  }
  for (const std::string_view own :
       {"com.jamf", "com.apple", "NSURLError", "NSCocoaError", "NSOSStatusError", "NSPOSIXError"}) {
    if (core.starts_with(own) && core.size() < 60 && core.find('/') == core.npos) return std::string(word);
  }
  if (core.find('/') != core.npos || core.find('\\') != core.npos || core.starts_with('~'))
    return dressed("PATH");
  if (core.find('@') != core.npos || core.starts_with('_')) return dressed("NAME");
  if (std::any_of(core.begin(), core.end(), is_digit)) {
    const bool letters =
        std::any_of(core.begin(), core.end(), [](char c) { return is_upper(c) || is_lower(c); });
    return dressed(letters ? "ID" : "N");
  }
  if (core.find('.') != core.npos) return dressed("HOST");
  if (named && !is_plain(core)) return dressed("NAME");
  const bool foreign = std::any_of(core.begin(), core.end(),
                                   [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
  const bool apostrophe = core.find("n\xE2\x80\x99t") != core.npos;
  if (foreign && !apostrophe) return dressed("NAME");
  const bool capital = std::any_of(core.begin(), core.end(), is_upper);
  if (capital && !first && !is_known_word(core)) return dressed("NAME");
  return std::string(word);
}

}  // namespace

std::string shape_of(std::string_view message) {
  const std::string text = without_quoted(redacted(message).substr(0, kMaxMessageBytes));
  std::string shape;
  bool first = true, named = false;
  std::string before;
  for (std::size_t at = 0; at < text.size();) {
    at = std::min(text.find_first_not_of(" \t", at), text.size());
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    if (at == end) break;
    const std::string_view word = std::string_view(text).substr(at, end - at);
    at = end;
    std::string one = shape_of_word(word, first, named);
    // A name of several words is one name.
    const bool again = one == before && (one == "NAME" || one == "N" || one == "ID");
    first = !word.empty() && (word.back() == '.' || word.back() == ':');
    named = names_something(word) || (again && named);
    if (again) continue;
    if (!shape.empty()) shape += ' ';
    shape += one;
    before = std::move(one);
  }
  return std::string(cut_utf8(printable(shape), kMaxShapeBytes));
}

void UnknownLines::add(const Line& line) {
  const bool blank = line.message.find_first_not_of(' ') == std::string_view::npos;
  if (line.writer == Writer::continuation) {
    if (!block_ || blank || line.key == Message::error_block) return;
    block_ = false;
    std::string_view reason = line.message;
    reason.remove_prefix(reason.find_first_not_of(' '));
    if (line.key == Message::other && reason_of(reason).kind == Reason::Kind::none)
      count(shape_of(reason), 1);
    return;
  }
  block_ = line.writer == Writer::jamf && (blank || line.key == Message::error_block);
  if (line.writer != Writer::jamf || blank || line.key != Message::other) return;
  if (!looks_like_error(line.message) || reason_of(line.message).kind != Reason::Kind::none) return;
  count(shape_of(line.message), 1);
}

void UnknownLines::add(const UnknownLines& other) {
  for (const auto& [shape, lines] : other.shapes_) count(shape, lines);
  left_out_ += other.left_out_;
}

void UnknownLines::count(const std::string& shape, std::uint64_t lines) {
  const auto known = shapes_.find(shape);
  if (known != shapes_.end()) {
    known->second += lines;
  } else if (shapes_.size() < kMaxShapes) {
    shapes_.emplace(shape, lines);
  } else {
    left_out_ += lines;
  }
}

}  // namespace enrolkit
