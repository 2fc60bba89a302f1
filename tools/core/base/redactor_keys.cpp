#include "core/base/redactor.h"

#include <algorithm>
#include <array>

#include "core/base/secret_words.h"

namespace enrolkit::redaction {

namespace {

bool is_scheme(std::string_view key) {
  constexpr std::array<std::string_view, 5> kSchemes{"bearer", "basic", "digest", "negotiate", "ntlm"};
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view scheme) { return equal_no_case(scheme, key); });
}

// Where the words around it are prose, only what is no word is a secret: "password hunter2", "invitation 123456",
// and not "Reset password (2)".
bool is_said(std::string_view key, std::string_view value) {
  const bool digits = std::any_of(value.begin(), value.end(), is_digit);
  const bool letters = std::any_of(value.begin(), value.end(), [](char c) {
    return is_key_char(c) && !is_digit(c) && c != '-' && c != '.';
  });
  constexpr std::size_t kMinInvitationBytes = 6;
  if (names_an_invitation(key)) return digits && value.size() >= kMinInvitationBytes;
  return (digits && letters) || !is_harmless_value(value, {});
}

}  // namespace

void Redactor::word() {
  const std::size_t end = until(at_, [](char c) { return !is_key_char(c); });
  std::size_t begin = at_;
  while (begin < end && in_[begin] == '-') ++begin;
  std::size_t key_end = end;
  while (key_end > begin && in_[key_end - 1] == '.') --key_end;
  const std::string_view key = in_.substr(begin, key_end - begin);
  const bool option = begin > at_;
  if (is_scheme(key) && scheme(end)) return;
  if (at_ == 0 || ends_a_token(in_[at_ - 1])) {
    const std::string_view token = until_blank(at_);
    if (is_a_token(token)) return remove_to(at_ + token.size());
    if (user_before_a_host()) return;
  }
  if (key.empty() || !assigned(key, end, option)) {
    copy_to(end);
  } else {
    while (assigned_by_what_went()) {
    }
  }
  before_ = key;
}

// "password: a,password: b": the value without quotes goes up to the blank, and the key of what follows with it.
bool Redactor::assigned_by_what_went() {
  std::size_t end = gone_end_;
  while (end > gone_ && (in_[end - 1] == ':' || in_[end - 1] == '=' || in_[end - 1] == '>')) --end;
  std::size_t begin = end;
  while (begin > gone_ && is_key_char(in_[begin - 1])) --begin;
  if (begin == gone_) return false;  // nothing but a value
  const bool option = begin < end && in_[begin] == '-';
  while (begin < end && in_[begin] == '-') ++begin;
  return begin < end && assigned(in_.substr(begin, end - begin), end, option);
}

std::string_view Redactor::until_blank(std::size_t from) const {
  std::size_t end = until(from, ends_a_token);
  while (end < in_.size() && in_[end] == '=') ++end;
  if (end < in_.size() && end > from && in_[end - 1] == '=' && !ends_a_token(in_[end])) return {};
  return in_.substr(from, end - from);
}

// "Bearer TOKEN"; "bearer token" and "Basic authentication" are prose.
bool Redactor::scheme(std::size_t end) {
  const std::size_t value = past_blanks(end);
  const std::size_t value_end = until(value, [](char c) { return is_blank(c) || is_quote(c) || c == '<'; });
  const std::string_view text = in_.substr(value, value_end - value);
  constexpr std::array<std::string_view, 6> kProse{"token",         "tokens", "authentication",
                                                   "authorization", "auth",   "realm"};
  const bool prose = std::any_of(kProse.begin(), kProse.end(), [&](std::string_view one) {
    return text.size() >= one.size() && equal_no_case(text.substr(0, one.size()), one);
  });
  constexpr std::size_t kMinBytes = 6;
  if (value == end || text.size() < kMinBytes || prose || is_no_value(text)) return false;
  copy_to(value);
  remove_to(value_end);
  return true;
}

std::string_view Redactor::quote_at(std::size_t i) const {
  std::size_t end = i;
  while (end < in_.size() && in_[end] == '\\') ++end;
  return end < in_.size() && is_quote(in_[end]) ? in_.substr(i, end + 1 - i) : std::string_view{};
}

Redactor::Separator Redactor::separator(std::size_t i) const {
  Separator out;
  const std::size_t begin = i;
  i += quote_at(i).size();
  if (i < in_.size() && in_[i] == ']') ++i;
  const std::size_t sign = past_blanks(i);
  if (sign < in_.size() && (in_[sign] == ':' || in_[sign] == '=') && !in_.substr(sign).starts_with("://")) {
    i = sign;
    while (i < in_.size() && (in_[i] == ':' || in_[i] == '=' || in_[i] == '>')) ++i;
    out.strong = true;
    i = past_blanks(i);
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
  gone_ = gone_end_ = 0;
  const Separator sign = separator(end);
  if (sign.value < at_) return false;
  if (sign.none || sign.value >= in_.size() || (!sign.strong && !option && !may_be_said(sign.value)))
    return false;
  if (names_a_secret(key, previous_word())) {
    const std::size_t value_end = end_of_secret(sign, names_a_secret_line(key) && sign.strong);
    const std::string_view value = in_.substr(sign.value, value_end - sign.value);
    if (value.empty() || is_no_value(value)) return false;
    if (!sign.strong && !option && !is_said(key, value)) return false;
    const bool quoted_whole = !option || sign.strong;
    copy_to(quoted_whole ? sign.value : sign.value - sign.quote.size());
    remove_to(value_end);
    if (sign.quote.empty()) {
      gone_ = sign.value;
      gone_end_ = value_end;
    }
    if (!quoted_whole && !sign.quote.empty() && in_.substr(at_).starts_with(sign.quote))
      at_ += sign.quote.size();
    return true;
  }
  if (!sign.strong && !option) return false;
  const std::string_view value = until_blank(sign.value);
  const auto equals = value.find('=');
  const bool has_keys =
      equals != std::string_view::npos && value.find_first_not_of('=', equals) != std::string_view::npos;
  if (has_keys || is_harmless_value(value, key) || in_.substr(sign.value).starts_with("://")) return false;
  copy_to(sign.value);
  remove_to(sign.value + value.size());
  return true;
}

// A quick look: most words of most lines are prose.
bool Redactor::may_be_said(std::size_t i) const {
  constexpr std::size_t kShortBytes = 12;
  const std::size_t end = until(i, is_blank);
  return end - i >= kShortBytes || std::any_of(in_.begin() + static_cast<std::ptrdiff_t>(i),
                                               in_.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
}

std::string_view Redactor::previous_word() const {
  return at_ > 0 && in_[at_ - 1] == ' ' ? before_ : std::string_view{};
}

std::size_t Redactor::end_of_secret(const Separator& sign, bool whole_line) const {
  if (!sign.quote.empty()) {
    for (std::size_t i = sign.value; i < in_.size() && !is_end_of_line(in_[i]); ++i) {
      if (in_.substr(i).starts_with(sign.quote) && (sign.quote.size() > 1 || in_[i - 1] != '\\')) {
        const std::size_t glued = i + sign.quote.size();  // 'a'b is one word to a shell
        return glued < in_.size() && is_key_char(in_[glued]) ? until(glued, is_blank) : i;
      }
    }
    return end_of_line(sign.value);
  }
  if (whole_line) return end_of_line(sign.value);
  const char first = in_[sign.value];
  if (first == '[' || first == '{') {
    const char close = first == '[' ? ']' : '}';
    const std::size_t end = until(sign.value, [&](char c) { return c == close || is_end_of_line(c); });
    return std::min(end + 1, end_of_line(sign.value));
  }
  std::size_t end = sign.value;
  while (end < in_.size() && !is_blank(in_[end]) && !(in_[end] == '&' && begins_a_pair(end + 1))) ++end;
  const auto value = [&] { return in_.substr(sign.value, end - sign.value); };
  while (!value().empty() && value() != kRemoved &&
         std::string_view(")]},;>\"'").find(value().back()) != std::string_view::npos)
    --end;
  return end;
}

// "next=" of "token=abc&next=1".
bool Redactor::begins_a_pair(std::size_t i) const {
  const std::size_t end = until(i, [](char c) { return !is_key_char(c); });
  return end > i && end < in_.size() && in_[end] == '=';
}

}  // namespace enrolkit::redaction
