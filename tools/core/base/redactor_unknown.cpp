// Behind keys of which nothing is known.
#include "core/base/redactor.h"
#include "core/base/secret_words.h"

namespace enrolkit::redaction {

// "jamf[812]: ...", "09:10:36", "host.example.org:8443" and "com.jamf.agent:xpc" are no keys.
bool Redactor::is_unknown_key(std::string_view key) const {
  const auto end = static_cast<std::size_t>(key.data() - in_.data()) + key.size();
  const bool of_a_name = key.find('.') != std::string_view::npos && says(end, ":") && end + 1 < in_.size() &&
                         !is_blank(in_[end + 1]);
  return !is_digit(key.front()) && !says(end, "]") && !of_a_name && !is_harmless_key(key);
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
  if (tells_no_secret(between(begin, end)) || says(end, "://") || (inside && sign_at(end).strong))
    return false;
  const std::size_t first = begin;
  for (Sign next = sign_at(end); next.strong && quote.empty() && next.value < in_.size();
       next = sign_at(end)) {
    begin = next.value;
    quote = next.quote;
    const std::size_t more = past_value();
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

// What hangs on a value that went: "(removed),kitten", up to another key.
void Redactor::glued() {
  std::size_t end = until(at_, [](char c) { return is_blank(c) || c == '<'; });
  for (std::size_t i = at_; i < end; ++i) {
    if (is_in(in_[i], "&;,|") && begins_a_pair(i + 1, true)) end = i;
  }
  while (end > at_ && is_in(in_[end - 1], ")]},;:.>\"'!?")) --end;
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
    if (begin == blank || begin >= in_.size() || is_end_of_line(in_[begin]) || begins_another(begin)) return;
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
