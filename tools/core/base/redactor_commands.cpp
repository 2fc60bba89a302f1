// Command lines: programs whose arguments are secrets without a word that says so. What is no option, path, address,
// number or known word goes.
#include <array>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"

namespace enrolkit::redaction {

namespace {

bool is_known_argument(std::string_view text) {
  const bool path = text.starts_with('/') || text.starts_with("./");
  return is_known_word(text) || is_plain_number(text) || is_no_value(text) ||
         (path && text.find('@') == std::string_view::npos);
}

// Behind which secrets stand: "dscl . passwd /Users/ana old new". A closed list, each compared whole: whatever else holds
// such a word may be the secret itself.
bool is_verb(std::string_view text) {
  constexpr std::array<std::string_view, 6> kVerbs{"passwd",   "auth",        "authonly",
                                                   "password", "setpassword", "changepassword"};
  return std::find(kVerbs.begin(), kVerbs.end(), text) != kVerbs.end();
}

}  // namespace

bool Redactor::command(std::string_view program, std::size_t end) {
  if (end >= in_.size() || in_[end] != ' ') return false;
  if (piped(program, end)) return true;
  const std::size_t first = past_blanks(end);
  const std::size_t first_end = until(first, is_blank);
  const std::size_t second = past_blanks(first_end);
  if (!takes_secrets(program, between(first, first_end), between(second, until(second, is_blank))))
    return false;
  const bool verb = program == "security" || program == "net" || program == "openssl";
  at_ = verb ? first_end : end;
  while (at_ < in_.size()) {
    const std::size_t begin = past_blanks(at_);
    if (begin >= in_.size() || is_end_of_line(in_[begin]) || is_in(in_[begin], "|;>") || says(begin, "&&"))
      break;
    argument(program, begin);
  }
  return true;
}

void Redactor::argument(std::string_view program, std::size_t begin) {
  const std::string_view quote = quote_at(begin);
  begin += quote.size();
  const std::size_t end = quote.empty() ? until(begin, is_blank) : end_of_quoted(begin, quote);
  const std::string_view text = between(begin, end);
  at_ = begin;
  if (quote.empty() && text.size() > 1 && text.front() == '-') return option_of(program, end);
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    at_ = begin + scheme;
    return url();
  }
  if (quote.empty() && is_verb(text)) {
    at_ = end;
    return words_behind(true);
  }
  if (is_known_argument(text)) {
    at_ = end;
  } else {
    cut_to(end);
  }
  at_ += quote.size() <= in_.size() - at_ && says(at_, quote) ? quote.size() : 0;
}

void Redactor::option_of(std::string_view program, std::size_t end) {
  const std::size_t begin = at_;
  const std::string_view text = between(begin, end);
  const bool glues =
      program == "curl" || program == "sshpass" || program.starts_with("mysql") || program.starts_with("7z");
  const std::string_view glued = glues ? "pu" : program.starts_with("ldap") ? "w" : "";
  if (text.size() > 2 && is_in(text[1], glued)) return cut(begin + 2, end);
  const std::size_t name = std::min(begin + text.find_first_not_of('-'), end),
                    name_end = std::max(name, end_of_word(begin));
  if (name < name_end &&
      (assigned(between(name, name_end), name_end, true) || short_option(between(name, name_end), name_end)))
    return;
  at_ = std::min(name_end + 1, end);
  if (at_ < end && !is_known_argument(between(at_, end))) return cut_to(end);
  at_ = end;
}

// "sudo -S <<< SECRET"
bool Redactor::here_string() {
  const std::size_t begin = past_blanks(at_ + std::string_view("<<<").size());
  const std::string_view quote = quote_at(begin);
  at_ = begin + quote.size();
  cut_to(quote.empty() ? until(at_, is_blank) : end_of_quoted(at_, quote));
  return true;
}

// "echo SECRET | program", "send SECRET" of expect.
bool Redactor::piped(std::string_view program, std::size_t end) {
  const std::size_t begin = past_blanks(end);
  if (program == "send") {
    const std::size_t text = says(begin, "-- ") ? begin + 3 : begin;
    const std::string_view quote = quote_at(text);
    if (quote.empty()) return false;
    cut(text + quote.size(), end_of_quoted(text + quote.size(), quote));
    return true;
  }
  if (program != "echo" && program != "printf") return false;
  const auto pipe = find_in_line(begin, "|");
  if (pipe == std::string_view::npos) return false;
  std::size_t last = pipe;
  while (last > begin && is_blank(in_[last - 1])) --last;
  cut(begin, last);
  return true;
}

}  // namespace enrolkit::redaction
