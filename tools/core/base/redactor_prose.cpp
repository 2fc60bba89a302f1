// Sentences that speak of a secret, and where a secret ends.
#include <array>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"
#include "core/base/unescaped.h"

namespace enrolkit::redaction {

bool is_plain_number(std::string_view text) {
  if (text.empty() || !is_digit(text.back())) return false;
  constexpr std::size_t kMaxDigits = 3, kMaxErrorBytes = 7;
  if (std::all_of(text.begin(), text.end(), is_digit)) return text.size() <= kMaxDigits;
  if (text.front() == '-' && text.size() <= kMaxErrorBytes)
    return std::all_of(text.begin() + 1, text.end(), is_digit);
  std::string shape;
  for (const char c : text) shape += is_digit(c) ? '9' : c;
  return shape == "9999-99-99" || shape == "99:99:99" || shape == "99:99" || shape == "9.9" ||
         shape == "99.9" || shape == "99.99";
}

// Inside a text that is escaped once or more, a quote has backslashes of its own: more of them are of one deeper inside.
std::size_t Redactor::end_of_quoted(std::size_t i, std::string_view quote) const {
  std::size_t backslashes = 0;
  for (; i < in_.size() && !is_end_of_line(in_[i]); ++i) {
    if (in_[i] == quote.back() && (backslashes < quote.size() || (quote.size() == 1 && backslashes % 2 == 0)))
      return i - backslashes;
    backslashes = in_[i] == '\\' ? backslashes + 1 : 0;
  }
  return i;
}

// Behind the bracket that closes the one at `i`, or the end of the line.
std::size_t Redactor::end_of_bracket(std::size_t i) const {
  std::size_t depth = 0;
  for (; i < in_.size() && !is_end_of_line(in_[i]); ++i) {
    if (is_in(in_[i], "[{")) ++depth;
    if (is_in(in_[i], "]}") && --depth == 0) return i + 1;
  }
  return i;
}

bool Redactor::ends_a_sentence(std::size_t i) const {
  return i + 2 < in_.size() && is_in(in_[i], ".!?") && in_[i + 1] == ' ' && is_upper(in_[i + 2]);
}

// "next=" of "token=abc&next=1", " user:" of "password: abc, user: ana".
bool Redactor::begins_a_pair(std::size_t i, bool any_key) const {
  i = past_blanks(i);
  i += quote_at(i).size();
  const std::size_t end = until(i, [](char c) { return !is_key_char(c); });
  if (end == i) return false;
  const std::string_view key = between(i, end);
  const std::size_t sign = past_blanks(end + quote_at(end).size());
  if (sign >= in_.size() || (in_[sign] != '=' && in_[sign] != ':')) return false;
  return (any_key && in_[sign] == '=') || is_known_key(key) || names_a_secret(key);
}

// Where what is said in place of a secret ends: the line, a tag, a key that is known to be another one; of a sentence,
// its end.
std::size_t Redactor::end_of_clause(std::size_t i, bool sentence) const {
  const std::size_t begin = i;
  for (; i < in_.size() && !is_end_of_line(in_[i]); ++i) {
    const char c = in_[i];
    if (c == '<' && i + 1 < in_.size() && (in_[i + 1] == '/' || is_letter(in_[i + 1]))) {
      const std::size_t close = until(i + 1, [](char s) { return s == '>' || is_blank(s); });
      if (close < in_.size() && in_[close] == '>') break;
    }
    if (sentence && ends_a_sentence(i)) break;
    if (is_in(c, ",;|&") && begins_a_pair(i + 1, c == '&')) break;
    if (is_blank(c) && i > begin) {  // another "key=", or a key behind a tab
      const std::size_t next = past_blanks(i);
      const std::size_t end = until(next, [](char s) { return !is_key_char(s); });
      if (end < in_.size() && end > next && (in_[end] == '=' || c == '\t') && begins_a_pair(next, false))
        break;
    }
  }
  while (i > begin && is_blank(in_[i - 1])) --i;
  while (i > begin + 1 && is_in(in_[i - 1], ")]},;>\"'.") && between(begin, i) != kRemoved) --i;
  return i;
}

// Whether the quoted word is the next key of an object: what it names is dealt with there.
bool Redactor::is_member(std::size_t from, std::size_t begin, std::size_t end) const {
  const Sign sign = sign_at(end);
  if (!sign.strong || !sign.key_quoted) return false;
  while (begin > from && (is_quote(in_[begin - 1]) || in_[begin - 1] == '\\')) --begin;
  while (begin > from && is_blank(in_[begin - 1])) --begin;
  return begin > from && is_in(in_[begin - 1], ",{");
}

// Behind a tag that sets words off in a sentence; `i`, where there is none.
std::size_t Redactor::end_of_plain_tag(std::size_t i) const {
  constexpr std::array<std::string_view, 10> kPlain{"b",    "i",  "u",   "em",   "strong",
                                                    "code", "tt", "kbd", "samp", "span"};
  const std::size_t begin = i + (says(i + 1, "/") ? 2 : 1),
                    end = until(begin, [](char c) { return !is_letter(c); });
  const bool plain = std::any_of(kPlain.begin(), kPlain.end(), [&](std::string_view tag) {
    return equal_ignoring_case(tag, between(begin, end));
  });
  const std::size_t close = until(end, [](char c) { return is_in(c, "<>") || is_end_of_line(c); });
  return plain && says(close, ">") ? close + 1 : i;
}

// At what went before: "The new password for (removed) is" leaves the next line open, and "for (removed)" a word of it.
void Redactor::said_before(std::size_t i) {
  const std::string_view rest = trimmed_line(i + kRemoved.size());
  if (rest == ":" || rest == "=" || rest == "is" || rest == "is:") {
    open_.value = true;
  } else if (rest.find_first_of(" \t") == std::string_view::npos && only_known_words(rest)) {
    open_.prompt = true;
  }
}

bool Redactor::said(std::size_t end) {
  if (end < said_to_) return false;  // another word before this one had the same words behind it
  std::size_t i = end;
  bool sign = false;
  for (; i < in_.size() && !is_end_of_line(in_[i]); said_to_ = i) {
    const char c = in_[i];
    if (says(i, kRemoved)) said_before(i);
    if (says(i, kRemoved) || says(i, "://") || says(i, kBegin) || ends_a_sentence(i)) return false;
    if (c == '<' && i + 1 < in_.size() && !is_blank(in_[i + 1])) {  // "Your password is <b>...</b>"
      const std::size_t close = end_of_plain_tag(i);
      if (close == i) return false;
      i = close;
      continue;
    }
    if (escapes_ && escape_size(in_.substr(i)) > 0) return false;
    if (!is_word_char(c)) {
      sign = c == ':' || c == '=' || (sign && is_blank(c));
      ++i;
      continue;
    }
    const std::size_t word_end = end_of_word(i);
    std::size_t bare_end = word_end;
    while (bare_end > i && in_[bare_end - 1] == '.') --bare_end;
    const std::string_view one = between(i, bare_end);
    const bool option = one.size() > 1 && one.front() == '-' && is_letter(one[1]) && is_blank(in_[i - 1]);
    if (option || says(word_end, "://") || one.empty()) return false;
    const bool key = says(word_end, "=");
    if (key && is_known_key(one)) return false;
    if (is_known_word(one) || is_plain_number(one) || is_no_value(one)) {
      // The dot at the end of a word ends a sentence, too.
      if (bare_end < word_end && ends_a_sentence(word_end - 1)) return false;
      sign = false;
      i = word_end;
      continue;
    }
    std::size_t begin = i;
    while (begin > end && !is_blank(in_[begin - 1]) && !is_in(in_[begin - 1], "\"'`([{:=>~|,;/\\")) --begin;
    const bool quoted = begin > end && is_quote(in_[begin - 1]);
    if (quoted && is_member(end, begin, word_end)) return false;
    std::size_t last = end_of_clause(begin, true);
    if (quoted) last = end_of_quoted(begin, between(begin - 1, begin));
    if (!quoted && last == end_of_line(begin)) {  // "for ana is", "for ana:": what says that more comes stays
      if (between(begin, last).ends_with(" is")) last -= std::string_view(" is").size();
      while (last > begin + 1 && in_[last - 1] == ':') --last;
    }
    cut(begin, last);
    return true;
  }
  const std::string_view last = trimmed(between(end, said_to_));
  open_.value = open_.value || sign || last == "is" || last.ends_with(" is");
  open_.prompt = true;
  return false;
}

// "WPA2 key hunter42", "the code is ..." without a sign: what holds letters and digits, and has no form that is known.
void Redactor::key_or_code(std::size_t end) {
  constexpr std::size_t kMinBytes = 8, kMaxWords = 4;
  for (std::size_t words = 0, at = end; words < kMaxWords; ++words) {
    std::size_t begin = past_blanks(at);
    if (begin == at) return;
    begin = until(begin, [](char c) { return !is_quote(c) && !is_in(c, "(["); });
    std::size_t last = until(begin, ends_a_token);
    while (last > begin && in_[last - 1] == '.') --last;
    const std::string_view one = between(begin, last);
    const bool mixed = one.size() >= kMinBytes && std::any_of(one.begin(), one.end(), is_digit) &&
                       std::any_of(one.begin(), one.end(), is_letter);
    if (mixed && !tells_no_secret(one)) return cut(begin, last);
    if (one.empty() || !is_known_word(one)) return;
    at = last;
  }
}

bool Redactor::begins_another(std::size_t i) const {
  const char c = in_[i];
  const std::size_t end = until(i, is_blank);
  const std::string_view word = between(i, end);
  return is_in(c, "|;&<>") || (c == '-' && word.size() > 1 && (is_letter(word[1]) || word[1] == '-')) ||
         word.find("://") != std::string_view::npos ||
         (word.find_first_of("=:") != std::string_view::npos && begins_a_pair(i, true));
}

void Redactor::words_behind(bool all) {
  while (at_ < in_.size()) {
    const std::size_t begin = past_blanks(at_);
    if (begin == at_ || begin >= in_.size() || is_end_of_line(in_[begin]) || begins_another(begin) ||
        goes_on_behind(begin))
      return;
    std::size_t end = until(begin, is_blank);
    while (end > begin + 1 && is_in(in_[end - 1], ",;:)].") && between(begin, end) != kRemoved) --end;
    const std::string_view one = between(begin, end);
    if (!all && names_a_secret(one) && is_known_word(one)) return;
    const bool known = is_known_word(one) || is_plain_number(one) || is_no_value(one) || one.starts_with('/');
    if (!all && known) {
      at_ = end;
    } else {
      cut(begin, end);
    }
    at_ = std::max(at_, until(at_, is_blank));
  }
}

}  // namespace enrolkit::redaction
