// Command lines: programs whose arguments are secrets without a word that says so. What is no option, path, address,
// number or known word goes.
#include <array>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit::redaction {

namespace {

bool is_known_argument(std::string_view text) {
  const bool path = text.starts_with('/') || text.starts_with("./");
  // "cert.pem:PASSWORD" of curl, "/tmp/cert.pem:PASSWORD"
  return is_known_word(text) || is_plain_number(text) || is_no_value(text) ||
         (path && text.find_first_of("@:") == std::string_view::npos);
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
  if (piped(program, end) || setting(program, end)) return true;
  const std::size_t first = past_blanks(end);
  const std::size_t first_end = until(first, is_blank);
  const std::size_t second = past_blanks(first_end);
  if (program == "profiles" && find_in_line(end, " -z ") == std::string_view::npos) return false;
  if (!takes_secrets(program, between(first, first_end), between(second, until(second, is_blank))))
    return false;
  const bool verb =
      program == "security" || program == "net" || program == "openssl" || program == "falconctl";
  at_ = verb ? first_end : end;
  arguments(program);
  return true;
}

std::string_view Redactor::trimmed_line(std::size_t i) const { return trimmed(between(i, end_of_line(i))); }

void Redactor::arguments(std::string_view program) {
  while (at_ < in_.size()) {
    const std::size_t begin = past_blanks(at_);
    if (begin >= in_.size() || is_end_of_line(in_[begin]) || is_in(in_[begin], "|;>") || says(begin, "&&"))
      break;
    if (goes_on_behind(begin)) {
      open_.program = program;
      at_ = end_of_line(begin);
      break;
    }
    argument(program, begin);
  }
}

// "defaults write DOMAIN KEY -string VALUE", "launchctl setenv NAME VALUE": a key and its value, with no sign between.
bool Redactor::setting(std::string_view program, std::size_t end) {
  const bool defaults = program == "defaults";
  if (!defaults && program != "launchctl") return false;
  std::size_t at = end;
  const auto next = [&] {
    at = past_blanks(at);
    const std::string_view quote = quote_at(at);
    const std::size_t begin = at + quote.size();
    at = quote.empty() ? until(begin, [](char c) { return is_blank(c) || is_quote(c); })
                       : end_of_quoted(begin, quote);
    std::string_view word = between(begin, at);
    while (!word.empty() && is_in(word.back(), ")]},;\\")) word.remove_suffix(1);
    at += says(at, quote) ? quote.size() : 0;
    return word;
  };
  if (next() != (defaults ? "write" : "setenv")) return false;
  if (defaults) next();
  const std::string_view key = next();
  std::string_view value = next();
  while (value.starts_with('-') && value.size() > 2) value = next();
  const bool named = names_a_secret(key), digits = std::all_of(value.begin(), value.end(), is_digit);
  if (value.empty() ||
      (!named && (is_harmless_key(key) || is_plain_number(value) || (!digits && tells_no_secret(value)))) ||
      is_no_value(value))
    return false;
  const auto begin = static_cast<std::size_t>(value.data() - in_.data());
  cut(begin, begin + value.size());
  return true;
}

void Redactor::argument(std::string_view program, std::size_t begin) {
  const std::string_view quote = quote_at(begin);
  begin += quote.size();
  const std::size_t end = quote.empty() ? until(begin, is_blank) : end_of_open_quoted(begin, quote);
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

// "-p SECRET", "-w SECRET"; "-u name:SECRET", with the name or glued to it.
bool Redactor::short_option(std::string_view key, std::size_t end) {
  if (in_[end - key.size() - 1] != '-' || between(at_, end).starts_with("--")) return false;
  const bool user = key.front() == 'u' || key.front() == 'U';
  if (user && key.size() > 1 && says(end, ":")) {
    at_ = end - key.size() + 1;
    cut_to(until(at_, is_blank));
    return true;
  }
  if (key.size() != 1 || !(user || is_in(key.front(), "pwP"))) return false;
  std::size_t value = past_blanks(end);
  if (value == end || value >= in_.size() || is_end_of_line(in_[value]) || in_[value] == '-') return false;
  if (goes_on_behind(value)) {
    open_.value = true;
    return false;
  }
  const std::string_view quote = quote_at(value);
  std::size_t value_end = quote.empty() ? until(value, is_blank) : end_of_quoted(value + quote.size(), quote);
  value += quote.size();
  const std::string_view text = between(value, value_end);
  constexpr std::size_t kMaxDigits = 5;
  const bool number = text.size() <= kMaxDigits && std::all_of(text.begin(), text.end(), is_digit);
  if (user ? text.find(':') == std::string_view::npos
           : number || text.starts_with('/') || is_known_word(text))
    return false;
  if (!quote.empty()) value_end = end_of_open_quoted(value, quote);
  cut(value, value_end);
  return true;
}

// "sudo -S <<< SECRET"
bool Redactor::here_string() {
  const std::size_t begin = past_blanks(at_ + std::string_view("<<<").size());
  const std::string_view quote = quote_at(begin);
  at_ = begin + quote.size();
  cut_to(quote.empty() ? until(at_, is_blank) : end_of_open_quoted(at_, quote));
  return true;
}

// "send SECRET" of expect: in quotes, or up to the return behind it.
bool Redactor::sent(std::size_t begin) {
  if (says(begin, "-- ")) begin += 3;
  const std::string_view quote = quote_at(begin);
  if (!quote.empty()) {
    cut(begin + quote.size(), end_of_open_quoted(begin + quote.size(), quote));
    return true;
  }
  const std::string_view word = between(begin, until(begin, is_blank));
  auto end = std::min(word.rfind("\\r"), word.rfind("\\n"));
  if (end == std::string_view::npos) return false;
  while (end > 0 && word[end - 1] == '\\') --end;
  cut(begin, begin + end);
  return true;
}

// "echo SECRET | program"
bool Redactor::piped(std::string_view program, std::size_t end) {
  const std::size_t begin = past_blanks(end);
  if (program == "send") return sent(begin);
  if (program != "echo" && program != "printf" && program != "yes") return false;
  const auto pipe = find_in_line(begin, "|");
  if (pipe == std::string_view::npos) return false;
  std::size_t last = pipe;
  while (last > begin && is_blank(in_[last - 1])) --last;
  cut(begin, last);
  return true;
}

}  // namespace enrolkit::redaction
