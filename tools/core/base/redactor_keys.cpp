// Keys with a sign behind them (JSON, `word: value`, `word=value`), and options of command lines.
#include <array>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/unescaped.h"

namespace enrolkit::redaction {

namespace {

bool is_scheme(std::string_view key) {
  constexpr std::array<std::string_view, 5> kSchemes{"bearer", "basic", "digest", "negotiate", "ntlm"};
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view scheme) { return equal_ignoring_case(scheme, key); });
}

bool ends_in_key_or_code(std::string_view word) {
  const auto ends = [&](std::string_view end) {
    return word.size() >= end.size() && equal_ignoring_case(word.substr(word.size() - end.size()), end);
  };
  return ends("key") || ends("code");
}

// A shell's line that goes on, and YAML's text on the lines below.
bool goes_on_below(std::string_view text) {
  return text == "\\" || text == "|" || text == ">" || text == "|-" || text == ">-";
}

// Digits behind "code" tell of an error where the key says so, or is NSError's or JSON's "code"; behind any other key or
// code they may open a door: "Zugangscode: 48213378".
bool may_be_a_number(std::string_view key, std::string_view before, bool bound) {
  if (!ends_in_key_or_code(key)) return true;
  constexpr std::array<std::string_view, 8> kKinds{"error", "exit",   "status", "return",
                                                   "http",  "result", "reason", "response"};
  const auto is_kind = [&](std::string_view word) {
    return std::any_of(kKinds.begin(), kKinds.end(), [&](std::string_view kind) {
      return equal_ignoring_case(word.substr(0, kind.size()), kind);
    });
  };
  return is_kind(key) || (equal_ignoring_case(key, "code") && (bound || is_kind(before)));
}

// A script without blanks between its words begins and ends a word where it begins and ends itself.
bool is_far_script(char c) {
  const auto byte =
      static_cast<unsigned char>(c);  // not so E1 and E2: Latin letters with two accents, punctuation
  return byte == 0xE0 || byte >= 0xE3;
}
bool continues_far_script(char c) { return !is_ascii(c) && !is_far_script(c); }

}  // namespace

// Then it may hold more than one word, and a key among them.
bool Redactor::has_escapes(std::string_view text) {
  while (!text.empty() && escape_size(text) == 0) text.remove_prefix(1);
  return !text.empty();
}

std::size_t Redactor::end_of_word(std::size_t i) const {
  const std::size_t begin = i;
  bool far = is_far_script(in_[i]);
  while (i < in_.size() && is_word_char(in_[i])) {
    const bool here = is_far_script(in_[i]) || (far && continues_far_script(in_[i]));
    if (i > begin && here != far) return i;
    far = here;
    ++i;
  }
  return i;
}

void Redactor::word() {
  const std::size_t end = end_of_word(at_);
  std::size_t begin = at_;
  while (begin < end && in_[begin] == '-') ++begin;
  std::size_t key_end = end;
  while (key_end > begin && in_[key_end - 1] == '.') --key_end;
  const std::string_view key = between(begin, key_end);
  const bool option = begin > at_ && begin - at_ <= 2;
  if (is_scheme(key) && scheme(end)) return;
  if (at_ == 0 || ends_a_token(in_[at_ - 1]) || (at_ > 1 && says(at_ - 2, "//"))) {
    std::string_view token = until_blank(at_);
    while (token.ends_with('.')) token.remove_suffix(1);
    if (is_a_token(token) && !(escapes_ && has_escapes(token))) return cut_to(at_ + token.size());
    if (user_before_a_host()) return;
  }
  const bool before_a_blank = at_ > 0 && in_[at_ - 1] == ' ';
  if (!before_a_blank) before_ = {};
  // "display dialog "..." default answer "SECRET""
  if (key == "answer" && before_ == "default" && !quote_at(past_blanks(end)).empty()) {
    at_ = past_blanks(end) + quote_at(past_blanks(end)).size();
    return cut_to(end_of_open_quoted(at_, quote_at(past_blanks(end))));
  }
  const bool done = !key.empty() && (assigned(key, end, option) || (option && short_option(key, end)) ||
                                     (!option && command(key, end)));
  if (!done) {
    const bool part_of_path = at_ > 0 && is_in(in_[at_ - 1], "/.@");
    const bool speaks = secrets_ && key.find('.') == std::string_view::npos && !part_of_path &&
                        speaks_of_a_secret(key, before_);
    if (!speaks || !said(end)) at_ = std::max(at_, end);
    if (at_ == end && ends_in_key_or_code(key)) key_or_code(end);
  }
  before_ = key;
}

std::string_view Redactor::until_blank(std::size_t from) const {
  std::size_t end = until(from, ends_a_token);
  while (end < in_.size() && in_[end] == '=') ++end;
  if (end < in_.size() && end > from && in_[end - 1] == '=' && !ends_a_token(in_[end])) return {};
  return between(from, end);
}

// "Bearer TOKEN"; "bearer token" and "Basic authentication" are prose.
bool Redactor::scheme(std::size_t end) {
  const std::size_t value = past_blanks(end);
  const std::size_t value_end = until(value, [](char c) { return is_blank(c) || is_quote(c) || c == '<'; });
  const std::string_view text = between(value, value_end);
  constexpr std::array<std::string_view, 6> kProse{"token",         "tokens", "authentication",
                                                   "authorization", "auth",   "realm"};
  const bool prose = std::any_of(kProse.begin(), kProse.end(), [&](std::string_view one) {
    return equal_ignoring_case(text.substr(0, one.size()), one);
  });
  constexpr std::size_t kMinBytes = 6;
  if (value == end || text.size() < kMinBytes || prose || is_no_value(text) || is_known_word(text))
    return false;
  cut(value, value_end);
  return true;
}

std::string_view Redactor::quote_at(std::size_t i) const {
  const std::size_t end = until(i, [](char c) { return c != '\\'; });
  return end < in_.size() && is_quote(in_[end]) ? between(i, end + 1) : std::string_view{};
}

Redactor::Sign Redactor::sign_at(std::size_t i) const {
  Sign out;
  const std::size_t begin = i;
  i += quote_at(i).size();
  out.key_quoted = i > begin;
  if (says(i, "]")) ++i;
  const std::size_t sign = past_blanks(i);
  if (sign < in_.size() && (in_[sign] == ':' || in_[sign] == '=') && !says(sign, "://")) {
    i = until(sign, [](char c) { return c != ':' && c != '=' && c != '>'; });
    out.strong = true;
    out.tight = in_[sign] == '=' && sign == begin && i < in_.size() && !is_blank(in_[i]);
    i = past_blanks(i);
    while (says(i, "<") && !says(i, "<!")) {  // "<b>Password:</b> ..."
      const auto close = find_in_line(i, ">");
      if (close == std::string_view::npos) break;
      i = past_blanks(close + 1);
    }
  } else if (sign > begin && i == begin) {
    i = sign;
  } else {
    return out;
  }
  out.quote = quote_at(i);
  out.value = i + out.quote.size();
  out.none = false;
  return out;
}

bool Redactor::assigned(std::string_view key, std::size_t end, bool option) {
  const Sign sign = sign_at(end);
  if (sign.none || (!sign.strong && !option)) return false;
  const bool secret = names_a_secret(key, before_) || (open_.name && sign.strong && is_a_value(key));
  if (sign.value >= in_.size() || is_end_of_line(in_[sign.value])) {
    const bool data =
        key == "data" && sign.strong && (at_ == 0 || is_end_of_line(in_[at_ - 1]));  // of security
    open_.value = open_.value || ((secret || data) && sign.strong && sign.quote.empty());
    return false;
  }
  if (secret && goes_on_below(between(sign.value, end_of_line(sign.value)))) {
    open_.value = true;
    if (in_[sign.value] != '\\') open_.indent = static_cast<unsigned>(blanks_before_the_line(end) + 1);
    return false;
  }
  if (secret) {
    open_.name = open_.name && !is_a_value(key);
    return secret_value(key, sign, option);
  }
  if (option && user_with_password(sign)) return true;
  return (sign.strong || option) && other_value(key, sign);
}

// "--user ana:kitten": behind the colon is no port.
bool Redactor::user_with_password(const Sign& sign) {
  const std::size_t end =
      sign.quote.empty() ? until(sign.value, is_blank) : end_of_quoted(sign.value, sign.quote);
  const std::string_view text = between(sign.value, end);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || text.starts_with('-') ||
      !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_word_char) ||
      text.find('/') != std::string_view::npos)
    return false;
  const std::string_view password = text.substr(colon + 1);
  if (password == kRemoved || password.find(':') != std::string_view::npos ||
      std::all_of(password.begin(), password.end(), is_digit))
    return false;
  cut(sign.value + colon + 1, end);
  return true;
}

bool Redactor::secret_value(std::string_view key, const Sign& sign, bool option) {
  const char first = in_[sign.value];
  const bool quoted = !sign.quote.empty();
  const bool words = (option && !sign.strong) || sign.tight;
  std::size_t end = 0;
  if (says(sign.value, kBegin) &&
      (!quoted || end_of_quoted(sign.value, sign.quote) == end_of_line(sign.value))) {
    at_ = sign.value;
    if (block()) return true;
  }
  if (quoted) {
    end = end_of_open_quoted(sign.value, sign.quote);
  } else if (names_a_secret_line(key) && sign.strong) {
    end = end_of_line(sign.value);
  } else if (stays_open(sign.value)) {
    at_ = sign.value;
    inside_brackets(0);
    return true;
  } else if (first == '[' || first == '{') {
    end = end_of_bracket(sign.value);
  } else if (words) {
    end = until(sign.value, is_blank);
    for (auto i = sign.value; sign.tight && i < end; ++i) {
      if (is_in(in_[i], "&;,") && begins_a_pair(i + 1, in_[i] == '&')) end = i;
    }
    while (end > sign.value + 1 && is_in(in_[end - 1], ")]},;>\"'") && between(sign.value, end) != kRemoved)
      --end;
  } else if (sign.key_quoted) {
    end = until(sign.value, [](char c) { return is_in(c, ",}]") || is_end_of_line(c); });
  } else {
    end = end_of_clause(sign.value, false);
  }
  const std::string_view value = between(sign.value, end);
  if (value.empty()) return false;
  // "token: null", "password: no longer valid"; not the password "no kitten".
  const std::string_view first_word = until_blank(sign.value).substr(0, value.size());
  if (is_no_value(value) || (is_no_value(first_word) && only_known_words(value.substr(first_word.size())))) {
    at_ = sign.value + first_word.size();
    if (words) words_behind(false);
    return true;
  }
  const bool glued = quoted && end + 1 < in_.size() && !is_end_of_line(in_[end]) && is_key_char(in_[end + 1]);
  if (glued) end = until(end + 1, is_blank);                        // 'a'b is one word to a shell
  const bool open = end >= in_.size() || is_end_of_line(in_[end]);  // its quote says that more comes
  const bool option_word = option && !sign.strong && quoted && !open;
  if (option_word && !glued) end = std::min(end + sign.quote.size(), end_of_line(end));
  cut(option_word ? sign.value - sign.quote.size() : sign.value, end);
  if (words) words_behind(!sign.strong);
  return true;
}

// Behind any other key.
bool Redactor::other_value(std::string_view key, const Sign& sign) {
  const std::string_view value = until_blank(sign.value);
  if (says(sign.value, "://") || says(sign.value, kRemoved) || says(sign.value, kBegin)) return false;
  if (sign.strong && is_a_name(key)) open_.name = names_a_secret(value);
  if (sign.strong && may_name_a_secret(key)) {
    constexpr std::size_t kMaxDigits = 10;
    const bool number =
        value.size() <= kMaxDigits && value.find_first_not_of("+-.0123456789") == std::string_view::npos &&
        (is_plain_number(value) || may_be_a_number(key, before_, sign.tight || sign.key_quoted));
    const bool name = value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
    if (!number && !name && !is_known_word(value) && !is_no_value(value) && in_[sign.value] != '/') {
      const std::size_t clause = sign.tight ? sign.value + value.size() : end_of_clause(sign.value, true);
      cut(sign.value, sign.quote.empty() ? clause : end_of_quoted(sign.value, sign.quote));
      return true;
    }
    if (hangs_on(sign)) return true;
  }
  const auto equals = value.find('=');
  const bool has_keys =
      equals != std::string_view::npos && value.find_first_not_of('=', equals) != std::string_view::npos;
  if (has_keys) return false;
  if (is_unknown_key(key)) return (sign.strong || in_[sign.value] != '-') && unknown_value(sign);
  if (is_harmless_value(value, key)) return false;
  cut(sign.value, sign.value + value.size());
  return true;
}

}  // namespace enrolkit::redaction
