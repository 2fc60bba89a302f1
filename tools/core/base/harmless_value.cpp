// Values that are known to be no secret, and runs of characters that can only be one.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "core/base/ascii.h"
#include "core/base/secret_words.h"
#include "core/base/uuid.h"

namespace enrolkit {
namespace {

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// "X-Auth-Token" is "xauthtoken": keys are written in every fashion.
std::string bare(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (is_letter_or_digit(c)) out += to_lower(c);
  }
  return out;
}

// Hashes of files, of code and of certificates, as codesign, openssl and logs name them. Not whatever holds such a word:
// a "preshared" key is none, and an "auth_hash" gives a password away.
constexpr std::array<std::string_view, 22> kHashKeys{"hash",
                                                     "hashes",
                                                     "hashtype",
                                                     "hashchoices",
                                                     "cdhash",
                                                     "candidatecdhash",
                                                     "candidatecdhashsha256",
                                                     "candidatecdhashfullsha256",
                                                     "sha",
                                                     "sha1",
                                                     "sha256",
                                                     "sha384",
                                                     "sha512",
                                                     "md5",
                                                     "digest",
                                                     "cmsdigest",
                                                     "cmsdigesttype",
                                                     "fingerprint",
                                                     "sha1fingerprint",
                                                     "sha256fingerprint",
                                                     "checksum",
                                                     "filehash"};

// Numbers, dates, times, versions, addresses: digits and what stands between them.
bool is_numeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || std::string_view("-+.:/,()%TZx[]").find(c) != std::string_view::npos;
  });
}

// An invitation has 38; no number that a log tells has as many: nanoseconds since 1970 have 19.
bool has_a_long_number(std::string_view text) {
  constexpr std::size_t kMinDigits = 20;
  std::size_t run = 0;
  return std::any_of(text.begin(), text.end(),
                     [&](char c) { return (run = is_digit(c) ? run + 1 : 0) >= kMinDigits; });
}

// "$6$salt$..."
bool is_crypt(std::string_view text) {
  if (!text.starts_with('$')) return false;
  const auto second = text.find('$', 1);
  return second != std::string_view::npos && second > 1 && second < 12 &&
         text.find('$', second + 1) != std::string_view::npos;
}

bool is_version(std::string_view text) {  // 11.30.1-t1784555528405
  std::size_t dots = 0, letters = 0;
  for (const char c : text) {
    if (c == '.') ++dots;
    if (is_letter(c)) ++letters;
    if (!is_letter_or_digit(c) && c != '.' && c != '-') return false;
  }
  return is_digit(text.front()) && dots >= 1 && letters <= 2;
}

bool is_address(std::string_view text) {  // 0x7f8a1c405a90
  text.remove_prefix(text.starts_with("0x") ? 2 : text.size());
  return !text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), is_hex);
}

bool is_serial(std::string_view text) {  // as Apple makes them
  return text.size() <= 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

// A recovery key of FileVault, a licence: "AB12-CD34-EF56-GH78-JK90-LM12".
bool is_grouped_key(std::string_view text) {
  constexpr std::size_t kMinGroups = 4, kMinBytes = 4, kMaxBytes = 8;
  const std::size_t size = text.find('-');
  if (size < kMinBytes || size > kMaxBytes || (text.size() + 1) % (size + 1) != 0 ||
      (text.size() + 1) / (size + 1) < kMinGroups)
    return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % (size + 1) == size ? text[i] != '-' : !is_upper(text[i]) && !is_digit(text[i])) return false;
  }
  return std::any_of(text.begin(), text.end(), is_digit) && std::any_of(text.begin(), text.end(), is_upper);
}

// A ruler of dashes, or a name of one letter: few characters tell little, however many there are.
bool has_few_characters(std::string_view text) {
  constexpr std::size_t kFew = 3;
  std::string seen;
  for (const char c : text) {
    if (seen.find(c) == std::string::npos) seen += c;
    if (seen.size() > kFew) return false;
  }
  return true;
}

bool is_vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

// Letters of one word, as people form them: no long run of consonants, and vowels enough.
bool is_word(std::string_view text) {
  constexpr std::size_t kShort = 4, kMaxConsonants = 5, kMaxLetters = 24;
  if (text.size() <= kShort) return true;
  if (text.size() > kMaxLetters) return false;
  std::size_t vowels = 0, run = 0;
  for (const char c : text) {
    run = is_vowel(c) ? 0 : run + 1;
    if (is_vowel(c)) ++vowels;
    if (run > kMaxConsonants) return false;
  }
  return vowels * 5 >= text.size();
}

// Beginning with a letter: an acronym, or a word, with or without a capital.
std::size_t letters_of_a_piece(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_upper(text[end])) ++end;
  if (end > 1 && end < text.size() && is_lower(text[end])) return end - 1;  // "NSURLError": "NSURL", "Error"
  while (end < text.size() && is_lower(text[end])) ++end;
  return end;
}

// Digits with a letter on either side: a word has at most one such place.
std::size_t digits_inside(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!is_digit(text[i]) || !is_letter(text[i - 1])) continue;
    while (i < text.size() && is_digit(text[i])) ++i;
    if (i < text.size() && is_letter(text[i])) ++count;
  }
  return count;
}

// Words and numbers, joined by capitals, digits and punctuation: random characters change kind at every second or
// third of them, and hold few words.
bool is_wordy(std::string_view text) {
  constexpr std::size_t kMinPieceBytes = 3;
  if (has_few_characters(text)) return true;
  if (digits_inside(text) > 1) return false;
  std::size_t pieces = 0, bytes = 0, mute = 0;
  while (!text.empty()) {
    std::size_t size = 1;
    if (is_letter(text.front())) {
      size = letters_of_a_piece(text);
      const std::string_view piece = text.substr(0, size);
      const bool acronym = size <= 6 && is_upper(piece.back());
      if (!is_word(piece) && !acronym) return false;
      if (size > 2 && !acronym && std::none_of(piece.begin(), piece.end(), is_vowel) && ++mute > 1)
        return false;
    } else if (is_digit(text.front())) {
      while (size < text.size() && is_digit(text[size])) ++size;
    } else if (static_cast<unsigned char>(text.front()) >= 0x80) {
      return true;  // a name in another script; no token has such characters
    } else {
      text.remove_prefix(1);
      continue;
    }
    ++pieces;
    bytes += size;
    text.remove_prefix(size);
  }
  return pieces * kMinPieceBytes <= bytes + 2;
}

}  // namespace

bool names_a_hash(std::string_view key) {
  return std::find(kHashKeys.begin(), kHashKeys.end(), bare(key)) != kHashKeys.end();
}

bool is_harmless_value(std::string_view value, std::string_view key) {
  constexpr std::size_t kShortBytes = 12;
  if (has_a_long_number(value) || is_crypt(value) || is_grouped_key(value)) return false;
  if (value.size() < kShortBytes || is_uuid(value) || is_numeric(value) || is_version(value) ||
      is_address(value) || is_serial(value)) {
    return true;
  }
  if (std::all_of(value.begin(), value.end(), is_hex)) return names_a_hash(key);
  // A folder, a name or a label: each part by itself, so that one token among them is not outvoted.
  while (!value.empty()) {
    const auto end = std::min(value.find_first_of("/\\@: ,;()[]{}|&"), value.size());
    const std::string_view part = value.substr(0, end);
    if (part.size() >= kShortBytes && !is_uuid(part) && !is_version(part) && !is_numeric(part) &&
        !is_wordy(part))
      return false;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return true;
}

namespace {

// "eDSRecordAlreadyExists": an error of Open Directory, of known words.
bool is_directory_error(std::string_view word) {
  constexpr std::string_view kBegin = "eDS";
  if (!word.starts_with(kBegin) || word.size() == kBegin.size()) return false;
  word.remove_prefix(kBegin.size());
  while (!word.empty()) {
    const std::size_t size = letters_of_a_piece(word);
    if (size < 2 || !is_upper(word.front())) return false;
    const std::string piece = lower_case(word.substr(0, size));
    if (piece != "node" && !is_known_word(piece)) return false;
    word.remove_prefix(size);
  }
  return true;
}

// "INVALID_FIELD", "com.jamf.management", "jamf.log", "/Library/...", "-25300"
bool has_a_form(std::string_view word) {
  const bool constant =
      word.find('_') != std::string_view::npos &&
      std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
  const auto dot = word.find('.', 1);
  return constant || word.starts_with('/') || (dot != std::string_view::npos && dot + 1 < word.size()) ||
         is_numeric(word) || is_uuid(word) || is_version(word) || is_address(word) ||
         is_directory_error(word);
}

}  // namespace

bool tells_no_secret(std::string_view value) {
  constexpr std::string_view kAround = " \t,;:!?.()[]{}<>\"'`\\";
  for (;;) {
    const auto begin = value.find_first_not_of(kAround);
    if (begin == std::string_view::npos) return true;
    value.remove_prefix(begin);
    std::string_view word = value.substr(0, value.find_first_of(" \t"));
    value.remove_prefix(word.size());
    word = word.substr(0, word.find_last_not_of(kAround) + 1);
    if (!is_known_word(word) && !is_no_value(word) && !(has_a_form(word) && is_harmless_value(word, {})))
      return false;
  }
}

bool is_a_token(std::string_view word) {
  constexpr std::size_t kMinJwtBytes = 12, kMinTokenBytes = 32;
  if (word.size() >= kMinJwtBytes && word.starts_with("eyJ")) return true;
  // GitHub's, GitLab's, Slack's, Amazon's.
  constexpr std::array<std::string_view, 6> kBegins{"ghp_",  "github_pat_", "glpat-",
                                                    "xoxb-", "xoxp-",       "AKIA"};
  if (word.size() >= kMinJwtBytes && std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) {
        return word.starts_with(begin);
      }))
    return true;
  if (is_grouped_key(word) || (has_a_long_number(word) && std::all_of(word.begin(), word.end(), is_digit)))
    return true;
  return word.size() >= kMinTokenBytes && std::any_of(word.begin(), word.end(), is_digit) &&
         std::any_of(word.begin(), word.end(), is_upper) && std::any_of(word.begin(), word.end(), is_lower) &&
         !is_harmless_value(word, {});
}

}  // namespace enrolkit
