#include "core/base/secret_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace enrolkit {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// "X-Auth-Token" is "xauthtoken": keys are written in every fashion.
std::string bare(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (is_letter(c) || is_digit(c)) out += lower(c);
  }
  return out;
}

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

template <std::size_t N>
bool is_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Anywhere in a key.
constexpr std::array<std::string_view, 29> kSecretParts{
    "password",   "passwd",      "passphrase", "passcode",    "passhash",      "passwort",
    "pwd",        "secret",      "token",      "apikey",      "accesskey",     "secretkey",
    "privatekey", "recoverykey", "sharedkey",  "credential",  "authorization", "cookie",
    "invitation", "jsessionid",  "sessionid",  "jwt",         "bearer",        "pushmagic",
    "shadowhash", "assertion",   "challenge",  "apbalanceid", "jproingress"};
// The whole of a key.
constexpr std::array<std::string_view, 13> kSecretKeys{
    "auth", "pass", "pw", "pin", "otp", "xauth", "oauth", "passkey", "laps", "salt", "sid", "session", "psk"};
constexpr std::array<std::string_view, 6> kHashKeys{"hash",   "sha",         "md5",
                                                    "digest", "fingerprint", "checksum"};

// ---- values

// XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

// Numbers, dates, times, versions, addresses: digits and what stands between them.
bool is_numeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || std::string_view("-+.:/,()%TZx[]").find(c) != std::string_view::npos;
  });
}

bool is_version(std::string_view text) {  // 11.30.1-t1784555528405
  std::size_t dots = 0, letters = 0;
  for (const char c : text) {
    if (c == '.') ++dots;
    if (is_letter(c)) ++letters;
    if (!is_digit(c) && !is_letter(c) && c != '.' && c != '-') return false;
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

bool names_a_secret(std::string_view key, std::string_view before) {
  const std::string name = bare(key);
  if (has_any(name, kSecretParts) || is_any(name, kSecretKeys)) return true;
  return (name == "key" || name == "code" || name == "id") && has_any(bare(before) + name, kSecretParts);
}

bool names_a_secret_line(std::string_view key) {
  constexpr std::array<std::string_view, 3> kParts{"authorization", "cookie", "passphrase"};
  return has_any(bare(key), kParts);
}

bool names_an_invitation(std::string_view key) { return bare(key).find("invitation") != std::string::npos; }

bool is_no_value(std::string_view value) {
  constexpr std::array<std::string_view, 13> kNone{"(invitation)", "true",    "false", "yes", "no",
                                                   "null",         "(null)",  "none",  "nil", "(removed)",
                                                   "removed",      "missing", "n/a"};
  std::string name;
  for (const char c : value) name += lower(c);
  while (name.ends_with('.') || name.ends_with(',') || name.ends_with(';')) name.pop_back();
  return is_any(name, kNone);
}

bool is_harmless_value(std::string_view value, std::string_view key) {
  constexpr std::size_t kShortBytes = 12;
  if (value.size() < kShortBytes || is_uuid(value) || is_numeric(value) || is_version(value) ||
      is_address(value) || is_serial(value)) {
    return true;
  }
  if (std::all_of(value.begin(), value.end(), is_hex)) return has_any(bare(key), kHashKeys);
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

bool is_a_token(std::string_view word) {
  constexpr std::size_t kMinJwtBytes = 12, kMinTokenBytes = 32;
  if (word.size() >= kMinJwtBytes && word.starts_with("eyJ")) return true;
  return word.size() >= kMinTokenBytes && std::any_of(word.begin(), word.end(), is_digit) &&
         std::any_of(word.begin(), word.end(), is_upper) && std::any_of(word.begin(), word.end(), is_lower) &&
         !is_harmless_value(word, {});
}

}  // namespace enrolkit
