// Behind keys of which nothing is known.
#include "core/base/redactor.h"
#include "core/base/secret_words.h"

namespace enrolkit::redaction {

// "jamf[812]: ...", "09:10:36", "host.example.org:8443" and "com.jamf.agent:xpc" are no keys.
bool Redactor::is_unknown_key(std::string_view key) const {
  const auto end = static_cast<std::size_t>(key.data() - in_.data()) + key.size();
  const bool of_a_name = key.find('.') != std::string_view::npos && says(end, ":") && end + 1 < in_.size() &&
                         !is_blank(in_[end + 1]);
  // The parameters of a script: "4='ana' 5='SECRET'"
  constexpr std::size_t kMaxDigits = 2;
  const bool parameter = key.size() <= kMaxDigits && std::all_of(key.begin(), key.end(), is_digit) &&
                         says(end, "=") && end + 1 < in_.size() && is_quote(in_[end + 1]);
  if (parameter) return true;
  return !is_digit(key.front()) && !says(end, "]") && !of_a_name && !is_harmless_key(key);
}

// "LAPSPassword:" of "Script result: dsAttrTypeNative:LAPSPassword:": it is dealt with where it stands. With a digit it may
// be the secret.
bool Redactor::is_a_secrets_key(std::size_t begin, std::size_t end) const {
  const std::string_view key = between(begin, end);
  return names_a_secret(key) && std::none_of(key.begin(), key.end(), is_digit) && sign_at(end).strong;
}

// Behind a key of which nothing is known a value stays only where nobody can have chosen it. What looks like a key behind
// it, as in "frobnicator: kitten: 1", may be the value; inside brackets it is a key.
bool Redactor::unknown_value(const Sign& sign) {
  std::size_t begin = sign.value;
  std::string_view quote = sign.quote;
  const auto past_value = [&] {
    return quote.empty() ? begin + until_blank(begin).size() : end_of_quoted(begin, quote);
  };
  while (quote.empty() && begin < in_.size() && is_in(in_[begin], "([{")) {
    begin = past_blanks(begin + 1);
    quote = quote_at(begin);
    begin += quote.size();
  }
  std::size_t end = past_value();
  const bool inside = begin > sign.value;
  if (says(end, "://") || (inside && sign_at(end).strong)) return false;
  if (tells_no_secret(between(begin, end))) return !inside && hangs_on(sign);
  if (quote.empty() && is_a_secrets_key(begin, end)) return false;
  const std::size_t first = begin;
  for (Sign next = sign_at(end); next.strong && quote.empty() && next.value < in_.size();
       next = sign_at(end)) {
    begin = next.value;
    quote = next.quote;
    const std::size_t more = past_value();
    if (is_a_secrets_key(begin, more)) {
      cut(first, end);
      return true;
    }
    if (more <= end) break;
    end = more;
  }
  const bool speaks = names_a_secret(between(first, end));
  cut(first, end);
  if (inside || (!quote.empty() && sign.strong)) return true;
  if (says(at_, quote)) at_ += quote.size();
  if (quote.empty()) glued();
  unknown_words(speaks);
  return true;
}

// Up to the blank, or another key.
std::size_t Redactor::end_of_glued(std::size_t i) const {
  const std::size_t begin = i;
  std::size_t end = until(i, [](char c) { return is_blank(c) || c == '<'; });
  for (; i < end; ++i) {
    if (is_in(in_[i], "&;,|") && begins_a_pair(i + 1, true)) end = i;
  }
  while (end > begin && is_in(in_[end - 1], ")]},;:.>\"'!?")) --end;
  return end;
}

bool Redactor::may_hide_a_secret(std::string_view glued) const {
  if (glued.find("://") != std::string_view::npos || glued.find(kRemoved) != std::string_view::npos)
    return false;
  while (!glued.empty()) {
    const auto size =
        static_cast<std::size_t>(std::find_if(glued.begin(), glued.end(), ends_a_token) - glued.begin());
    const std::string_view part = glued.substr(0, size);
    const bool key = size < glued.size() && is_in(glued[size], ":=");
    if (key && names_a_secret(part)) return false;  // which is dealt with where it stands
    if (!part.empty() && !tells_no_secret(part) && !(key && is_harmless_key(part))) return true;
    glued.remove_prefix(std::min(size + 1, glued.size()));
  }
  return false;
}

// "a(kitten)": what stands before the bracket says nothing of what is in it. All up to the blank goes.
bool Redactor::hangs_on(const Sign& sign) {
  if (!sign.quote.empty() || sign.key_quoted) return false;
  const std::size_t end = end_of_glued(sign.value);
  if (!may_hide_a_secret(between(sign.value, end))) return false;
  cut(sign.value, end);
  return true;
}

// What hangs on a value that went: "(removed),kitten", up to another key.
void Redactor::glued() {
  const std::size_t end = end_of_glued(at_);
  const std::string_view more = between(at_, end);
  if (more.find("://") == std::string_view::npos && more.find(kRemoved) == std::string_view::npos &&
      !tells_no_secret(more))
    cut_to(end);
}

// The words behind a value that went: "correct horse battery staple" is one secret. `speaks`: the value itself was a word
// for a secret, and only known words stay behind it.
void Redactor::unknown_words(bool speaks) {
  for (;;) {
    const std::size_t blank = until(at_, [](char c) { return !is_in(c, ")]},;.>\"'!?"); });
    if (blank > at_ && ends_a_sentence(blank - 1)) return;
    std::size_t begin = past_blanks(blank);
    if (begin == blank || begin >= in_.size() || is_end_of_line(in_[begin]) || begins_another(begin) ||
        goes_on_behind(begin))
      return;
    begin = until(begin, [](char c) { return !is_in(c, "([{\"'"); });
    std::size_t end = until(begin, [](char c) { return is_blank(c) || c == '<'; });
    while (end > begin + 1 && is_in(in_[end - 1], ")]},;.>\"'!?")) --end;
    const std::string_view one = between(begin, end);
    const bool names = names_a_secret(one);
    if (one.find_first_of(":@") != std::string_view::npos || (names && is_known_word(one)) ||
        one.find(kRemoved) != std::string_view::npos)
      return;
    speaks = speaks || names;  // "clientSecret", or "WinterToken2024": it goes, and so do numbers behind it
    at_ = begin;
    const bool stays = speaks ? is_known_word(one) || is_plain_number(one) : tells_no_secret(one);
    if (!stays) cut_to(end);
    at_ = end;
  }
}

}  // namespace enrolkit::redaction
