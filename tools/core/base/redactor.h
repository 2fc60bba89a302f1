// One pass over a text that takes secrets out: how redacted() works inside. By subject: redactor.cpp the pass and
// markup, redactor_urls.cpp addresses, redactor_keys.cpp keys and their values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace enrolkit::redaction {

inline constexpr std::string_view kRemoved = "(removed)";

inline bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }
inline bool is_end_of_line(char c) { return c == '\n' || c == '\r'; }
inline bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
inline bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A quote or a closing bracket may stand inside a query: better a bracket too few than half a token.
inline bool ends_a_url(char c) { return is_blank(c) || c == '"' || c == '<' || c == '>'; }

inline bool equal_no_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

// What ends a value, beside a blank.
inline bool ends_a_token(char c) {
  return is_blank(c) || is_quote(c) || std::string_view("<>,;:()[]{}&=").find(c) != std::string_view::npos;
}

// Keys are looked for at the beginning of every word; a value that goes is left out, a value that stays is looked
// through again, for it may hold keys of its own.
class Redactor {
 public:
  explicit Redactor(std::string_view text) : in_(text) { out_.reserve(text.size() + kRemoved.size()); }

  std::string run() &&;

 private:
  [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }
  [[nodiscard]] std::size_t past_blanks(std::size_t i) const {
    while (i < in_.size() && is_blank(in_[i]) && !is_end_of_line(in_[i])) ++i;
    return i;
  }
  [[nodiscard]] std::size_t end_of_line(std::size_t i) const {
    while (i < in_.size() && !is_end_of_line(in_[i])) ++i;
    return i;
  }
  template <class Ends>
  [[nodiscard]] std::size_t until(std::size_t i, Ends ends) const {
    while (i < in_.size() && !ends(in_[i])) ++i;
    return i;
  }

  void copy(std::size_t bytes) {
    out_ += in_.substr(at_, bytes);
    at_ += bytes;
  }
  void copy_to(std::size_t end) { copy(end - at_); }
  void remove_to(std::size_t end) {
    if (end > at_ && in_.substr(at_, end - at_) != kRemoved) {
      out_ += kRemoved;
    } else {
      out_ += in_.substr(at_, end - at_);
    }
    at_ = end;
  }
  // Up to what ends a value, with the signs that fill Base64 up. Empty where it is a key with a value of its own.
  [[nodiscard]] std::string_view until_blank(std::size_t from) const;
  void remove_value(std::size_t end);

  // At "<": of an element that names a secret, the content; a property list's key that does marks the value to come.
  // False: nothing was dealt with.
  bool element();
  void word();

  // At "://": the user goes, and the query; in the path, keys and tokens. Another URL in the path comes round by itself,
  // and has the same end.
  void url();
  [[nodiscard]] std::size_t user_with_slashes(std::size_t host, std::size_t host_end) const;
  bool path(std::size_t end);
  bool user_before_a_host();

  // What stands between a key and its value.
  struct Separator {
    std::size_t value = 0;   // where the value begins, behind its quote
    std::string_view quote;  // with the backslashes before it, if it is escaped itself
    bool strong = false;     // : or =
    bool none = true;
  };
  [[nodiscard]] std::string_view quote_at(std::size_t i) const;
  [[nodiscard]] Separator separator(std::size_t i) const;
  // At a key that ends at `end`. True when it and its value were dealt with.
  bool assigned(std::string_view key, std::size_t end, bool option);
  // At the end of a value that went: true when it held a key, whose value was dealt with.
  bool assigned_by_what_went();
  bool scheme(std::size_t end);
  [[nodiscard]] bool may_be_said(std::size_t i) const;
  [[nodiscard]] std::string_view previous_word() const;
  [[nodiscard]] std::size_t end_of_secret(const Separator& sign, bool whole_line) const;
  [[nodiscard]] bool begins_a_pair(std::size_t i) const;

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
  std::string_view before_;                            // the word before this one
  std::size_t gone_ = 0, gone_end_ = 0;                // the value without quotes that went last
  std::size_t value_of_key_ = std::string_view::npos;  // where a property list's value goes
  std::size_t at_sign_ = 0;                            // the next @, if it is behind at_
  std::size_t url_end_ = 0, query_ = 0;                // of the URL that at_ is in
};

}  // namespace enrolkit::redaction
