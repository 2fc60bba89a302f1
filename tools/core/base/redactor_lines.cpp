// What a line leaves to the next: quotes that are not closed, YAML's blocks, arguments behind a backslash, tables.
#include <algorithm>
#include <utility>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit::redaction {

namespace {

// Calls `each` with every field between the signs; one in quotes may hold the sign.
template <class Each>
std::size_t fields_of(std::string_view line, char sign, Each each) {
  std::size_t count = 0, begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (line[i] != sign || quoted)) continue;
    each(count++, line.substr(begin, i - begin));
    begin = i + 1;
  }
  return count;
}

std::string_view bare(std::string_view field) {
  field = trimmed(field);
  if (field.size() >= 2 && is_quote(field.front()) && field.back() == field.front())
    field = trimmed(field.substr(1, field.size() - 2));
  return field;
}

// "password", "Recovery key": the last word says it, with the one before. `few`: so many words, and no sign in them.
bool is_a_heading(std::string_view field, std::size_t few) {
  const auto words = 1 + static_cast<std::size_t>(std::count(field.begin(), field.end(), ' '));
  return field == kRemoved ||
         (!field.empty() && words <= few && is_letter(field.front()) &&
          std::all_of(field.begin(), field.end(), [](char c) { return is_word_char(c) || c == ' '; }));
}

bool heads_secrets(std::string_view field) {
  const auto blank = field.find_last_of(' ');
  if (blank == std::string_view::npos) return names_a_secret(field);
  const std::string_view before = field.substr(0, blank);
  return names_a_secret(field.substr(blank + 1), before.substr(before.find_last_of(' ') + 1));
}

}  // namespace

std::size_t Redactor::end_of_open_quoted(std::size_t i, std::string_view quote) {
  const std::size_t end = end_of_quoted(i, quote);
  if (quote.size() == 1 && (end >= in_.size() || is_end_of_line(in_[end]))) open_.quote = quote.back();
  return end;
}

void Redactor::quote_goes_on(std::size_t end) {
  const std::size_t close = end_of_quoted(at_, std::string_view(&open_.quote, 1));
  if (close < end) open_.quote = 0;
  cut(past_blanks(at_), close);
  if (close < end) ++at_;
}

std::size_t Redactor::blanks_before_the_line(std::size_t i) const {
  while (i > 0 && !is_end_of_line(in_[i - 1])) --i;
  return past_blanks(i) - i;
}

void Redactor::block_of_yaml(std::size_t begin, std::size_t end, bool message) {
  std::size_t blanks = 0;
  while (begin > blanks && is_in(in_[begin - blanks - 1], " \t")) ++blanks;
  if (message || blanks < open_.indent) {
    open_.indent = 0;
  } else {
    cut(begin, end);
  }
}

void Redactor::arguments_go_on(std::size_t begin, bool message) {
  const std::string program = std::exchange(open_.program, {});
  const bool value = std::exchange(open_.value, false);
  if (message) return;
  at_ = begin;
  if (value) {
    const std::string_view quote = quote_at(begin);
    at_ += quote.size();
    cut_to(quote.empty() ? until(at_, is_blank) : end_of_open_quoted(at_, quote));
    at_ += says(at_, quote) ? quote.size() : 0;
  }
  arguments(program);
}

// "user,password", "| user | password |": the sign, and 1 for each column of secrets. Empty: the line heads no table.
std::string Redactor::columns_of(std::string_view line) const {
  std::string_view text = trimmed(line);
  if (!secrets_ || text.size() < 3) return {};
  if (const auto drawn = text.find(": |"); drawn != std::string_view::npos && text.ends_with('|'))
    text.remove_prefix(drawn + 2);  // "Script result: | user | password |"
  for (const char sign : {',', ';', '\t', '|'}) {
    if (text.find(sign) == std::string_view::npos) continue;
    const bool drawn = sign == '|';
    const std::size_t few = drawn ? 3 : 2;
    std::string out(1, sign);
    bool all = true;
    const std::size_t count = fields_of(text, sign, [&](std::size_t i, std::string_view field) {
      field = bare(field);
      if (const auto result = field.rfind(": "); i == 0 && result != std::string_view::npos)
        field = trimmed(field.substr(result + 2));  // "Script result: user,password"
      const bool edge = drawn && field.empty();
      all = all && (edge || is_a_heading(field, few));
      out += !edge && heads_secrets(field) ? '1' : '0';
    });
    if (drawn && text.front() != '|' && !is_blank(line.front())) all = false;  // "echo x | passwd"
    if (all && count > 1 && out.find('1') != std::string::npos) return out;
  }
  return {};
}

// The first field of secrets that is still there; the next look sees to the others.
void Redactor::row(std::size_t begin, std::size_t end) {
  const std::string_view line = trimmed(between(begin, end));
  if (std::none_of(line.begin(), line.end(), is_word_char) ||
      line.find_first_not_of("-+|=: ") == std::string_view::npos)
    return;  // a ruler
  const std::string columns = open_.columns;
  std::size_t first = 0, last = 0;
  const std::size_t count = fields_of(line, columns.front(), [&](std::size_t i, std::string_view field) {
    field = bare(field);
    if (last > 0 || i + 1 >= columns.size() || columns[i + 1] == '0' || is_no_value(field) || field.empty())
      return;
    first = static_cast<std::size_t>(field.data() - in_.data());
    last = first + field.size();
  });
  if (count + 1 != columns.size()) {
    open_.columns.clear();
  } else if (last > 0) {
    cut(first, last);
  }
}

}  // namespace enrolkit::redaction
