// One look through a text that finds its secrets: how redacted() works inside. By subject: redactor.cpp the look and
// what goes on over lines, redactor_markup.cpp elements, redactor_urls.cpp addresses, redactor_keys.cpp keys with a sign
// behind them and options, redactor_unknown.cpp those of which nothing is known, redactor_prose.cpp sentences and where a
// secret ends, redactor_commands.cpp command lines, redactor_lines.cpp what a line leaves to the next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/redact.h"

namespace enrolkit::redaction {

inline constexpr std::string_view kRemoved = "(removed)";
inline constexpr std::string_view kRemovedQuery = "?(removed)";

inline constexpr std::string_view kBegin = "-----BEGIN ";

inline bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }
inline bool is_end_of_line(char c) { return c == '\n' || c == '\r'; }
inline bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
inline bool is_key_char(char c) { return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.'; }
inline bool is_word_char(char c) { return is_key_char(c) || !is_ascii(c); }
inline bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// A quote or a closing bracket may stand inside a query: better a bracket too few than half a token.
inline bool ends_a_url(char c) { return is_blank(c) || c == '"' || c == '<' || c == '>'; }

// What ends a value, beside a blank.
inline bool ends_a_token(char c) { return is_blank(c) || is_quote(c) || is_in(c, "<>,;:()[]{}&="); }

struct Cut {
  std::size_t begin = 0, end = 0;
  std::string_view with;  // what stands there instead
};

class Redactor {
 public:
  // `open`: what the text before this one left open. `escapes`: there is a look to come at the text without them, which
  // sees what an escape behind a key stands for.
  Redactor(std::string_view text, OpenSecret open, bool escapes)
      : in_(text), open_(std::move(open)), escapes_(escapes) {}

  // In their order, none over another.
  std::vector<Cut> run();
  [[nodiscard]] const OpenSecret& open() const { return open_; }

 private:
  [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }
  [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
    return in_.substr(begin, end - begin);
  }
  [[nodiscard]] bool says(std::size_t i, std::string_view words) const {
    return i < in_.size() && in_.substr(i).starts_with(words);
  }
  template <class Ends>
  [[nodiscard]] std::size_t until(std::size_t i, Ends ends) const {
    while (i < in_.size() && !ends(in_[i])) ++i;
    return i;
  }
  [[nodiscard]] std::size_t end_of_line(std::size_t i) const { return until(i, is_end_of_line); }
  [[nodiscard]] std::size_t end_of_word(std::size_t i) const;
  [[nodiscard]] std::size_t past_blanks(std::size_t i) const {
    return until(i, [](char c) { return !is_blank(c) || is_end_of_line(c); });
  }
  // What stands in the line up to `words`; npos: they are not in it.
  [[nodiscard]] std::size_t find_in_line(std::size_t i, std::string_view words) const;
  // A quoted text's end, before its closing quote; the end of the line where there is none.
  [[nodiscard]] std::size_t end_of_quoted(std::size_t i, std::string_view quote) const;
  [[nodiscard]] std::size_t end_of_bracket(std::size_t i) const;

  void cut_to(std::size_t end, std::string_view with = kRemoved);
  void cut(std::size_t begin, std::size_t end) {
    at_ = begin;
    cut_to(end);
  }

  // ---- what goes on over lines
  void line_begins();
  void quote_goes_on(std::size_t end);
  void block_of_yaml(std::size_t begin, std::size_t end, bool message);
  void arguments_go_on(std::size_t begin, bool message);
  [[nodiscard]] std::string columns_of(std::string_view line) const;
  void row(std::size_t begin, std::size_t end);
  // A quoted text's end, as end_of_quoted; where the quote is not closed on its line, it stays open.
  std::size_t end_of_open_quoted(std::size_t i, std::string_view quote);
  [[nodiscard]] std::size_t blanks_before_the_line(std::size_t i) const;
  bool block();
  void inside_block(std::size_t begin, std::size_t end, bool prose);
  [[nodiscard]] bool only_known_words(std::string_view text) const;
  [[nodiscard]] std::size_t end_of_run(std::size_t i, std::size_t end) const;
  [[nodiscard]] bool stays_open(std::size_t i) const;
  void inside_brackets(unsigned depth);

  // ---- markup
  // At "<". False: it is no tag.
  bool tag();
  bool blob(std::size_t value);
  void content();
  [[nodiscard]] bool is_secret_content(std::string_view name, std::size_t begin) const;

  // ---- URLs. At "://": the user goes, and the query; in the path, keys and tokens. Another URL in the path comes round
  // by itself, and has the same end.
  void url();
  [[nodiscard]] std::size_t user_with_slashes(std::size_t host, std::size_t host_end) const;
  bool path(std::size_t end);
  bool user_before_a_host();

  // ---- keys
  struct Sign {
    std::size_t value = 0;   // where the value begins, behind its quote
    std::string_view quote;  // with the backslashes before it, if it is escaped itself
    bool strong = false;     // : or =
    bool tight = false;      // = without blanks around it, as in a shell
    bool key_quoted = false;
    bool none = true;
  };
  void word();
  [[nodiscard]] static bool has_escapes(std::string_view text);
  [[nodiscard]] std::string_view quote_at(std::size_t i) const;
  [[nodiscard]] std::string_view until_blank(std::size_t from) const;
  [[nodiscard]] Sign sign_at(std::size_t i) const;
  bool scheme(std::size_t end);
  // At a key that ends at `end`. True when it and its value were dealt with.
  bool assigned(std::string_view key, std::size_t end, bool option);
  bool user_with_password(const Sign& sign);
  bool secret_value(std::string_view key, const Sign& sign, bool option);
  bool other_value(std::string_view key, const Sign& sign);
  // Whether nothing is known of the key: neither what it names, nor that it is one.
  [[nodiscard]] bool is_unknown_key(std::string_view key) const;
  bool unknown_value(const Sign& sign);
  [[nodiscard]] bool is_a_secrets_key(std::size_t begin, std::size_t end) const;
  bool hangs_on(const Sign& sign);
  [[nodiscard]] std::size_t end_of_glued(std::size_t i) const;
  [[nodiscard]] bool may_hide_a_secret(std::string_view glued) const;
  void glued();
  void unknown_words(bool speaks);
  bool short_option(std::string_view key, std::size_t end);

  // ---- prose
  // Behind a word that speaks of a secret: known words stay, and what they do not account for goes with all that follows.
  bool said(std::size_t end);
  void said_before(std::size_t i);
  void key_or_code(std::size_t end);
  [[nodiscard]] std::size_t end_of_plain_tag(std::size_t i) const;
  [[nodiscard]] bool is_member(std::size_t from, std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::size_t end_of_clause(std::size_t i, bool sentence) const;
  [[nodiscard]] bool ends_a_sentence(std::size_t i) const;
  [[nodiscard]] bool begins_a_pair(std::size_t i, bool any_key) const;
  // The words behind a value: all up to the next option where `all`, else those that are not known.
  void words_behind(bool all);
  [[nodiscard]] bool begins_another(std::size_t i) const;

  // ---- commands
  bool command(std::string_view program, std::size_t end);
  void arguments(std::string_view program);
  void argument(std::string_view program, std::size_t begin);
  bool setting(std::string_view program, std::size_t end);
  [[nodiscard]] bool goes_on_behind(std::size_t i) const { return trimmed_line(i) == "\\"; }
  [[nodiscard]] std::string_view trimmed_line(std::size_t i) const;
  void option_of(std::string_view program, std::size_t end);
  bool here_string();
  bool piped(std::string_view program, std::size_t end);
  bool sent(std::size_t begin);

  std::string_view in_;
  std::size_t at_ = 0;
  std::vector<Cut> cuts_;
  OpenSecret open_;
  bool escapes_;
  std::string_view before_;                       // the word before this one
  bool secrets_ = false;                          // whether a word of the text names one
  bool secret_markup_ = false;                    // whether an element does
  std::size_t content_ = std::string_view::npos;  // where content begins that goes
  std::string_view content_of_;                   // its element
  std::size_t said_to_ = 0;                       // up to there, what is said of a secret is no secret
  std::size_t at_sign_ = 0;                       // the next @, if it is behind at_
  std::size_t url_end_ = 0, query_ = 0;           // of the URL that at_ is in
};

// Numbers that tell of themselves: up to three digits, an error's number, a date, a time.
[[nodiscard]] bool is_plain_number(std::string_view text);

}  // namespace enrolkit::redaction
