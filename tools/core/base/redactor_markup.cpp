// Elements of XML and HTML, and property lists' keys.
#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit::redaction {

namespace {

bool ends_a_name(char c) { return !is_word_char(c) && c != ':'; }

std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }

// <string name="password">, <input type="hidden" id="token">
bool has_a_value_that_names_a_secret(std::string_view attributes) {
  for (auto quote = attributes.find('"'); quote != std::string_view::npos;) {
    const auto end = attributes.find('"', quote + 1);
    if (end == std::string_view::npos) return false;
    if (names_a_secret(attributes.substr(quote + 1, end - quote - 1))) return true;
    quote = attributes.find('"', end + 1);
  }
  return false;
}

}  // namespace

bool Redactor::tag() {
  const bool closes = says(at_ + 1, "/");
  const std::size_t begin = at_ + (closes ? 2 : 1), name_end = until(begin, ends_a_name);
  const std::string_view name = between(begin, name_end);
  const std::size_t close = until(name_end, [](char c) { return c == '>' || c == '<' || is_end_of_line(c); });
  const bool whole = close < in_.size() && in_[close] == '>';
  const bool named =
      !name.empty() && name_end < in_.size() && (is_blank(in_[name_end]) || is_in(in_[name_end], "/>"));
  if (!named || name.ends_with(':') || (!whole && !closes)) return false;
  before_ = {};
  if (name == "blob" && says(close, ">=")) return blob(close + 2);
  at_ = closes && whole ? close + 1 : name_end;
  if (closes) return true;
  const bool empty = in_[close - 1] == '/';
  if (equal_ignoring_case(name, "key")) {
    const std::size_t key_end = until(close + 1, [](char c) { return c == '<' || is_end_of_line(c); });
    open_.key = !empty && names_a_secret(between(close + 1, key_end));
    if (open_.key) at_ = key_end;
    return true;
  }
  const bool secret = std::exchange(open_.key, false) || names_a_secret(local(name)) ||
                      has_a_value_that_names_a_secret(between(name_end, close));
  // "<td>Password</td><td>...</td>"
  const std::size_t text_end = until(close + 1, [](char c) { return c == '<' || is_end_of_line(c); });
  const std::string_view text = trimmed(between(close + 1, text_end));
  const bool label = !secret && !empty && says(text_end, "</") &&
                     std::all_of(text.begin(), text.end(), is_word_char) && names_a_secret(text);
  open_.key = open_.key || label;
  if (empty || (!secret && !is_secret_content(local(name), close + 1))) {
    if (label) at_ = text_end;
    return true;
  }
  content_ = close + 1;
  content_of_ = secret ? name : std::string_view{};
  return true;
}

// "0x00000007 <blob>="kitten"" of security's dump: what an item is called may be what it keeps. Names of accounts and
// services say which it is, and stay.
bool Redactor::blob(std::size_t value) {
  const std::size_t line = at_ - std::min<std::size_t>(at_, 8);
  const std::string_view before = between(line, at_);
  at_ = value;
  for (const std::string_view name :
       {"\"acct\"", "\"svce\"", "\"srvr\"", "\"path\"", "\"cdat\"", "\"mdat\""}) {
    if (trimmed(before).ends_with(name)) return true;
  }
  const std::string_view quote = quote_at(value);
  at_ += quote.size();
  const std::size_t end = quote.empty() ? end_of_line(value) : end_of_open_quoted(at_, quote);
  if (only_known_words(between(at_, end))) return true;
  cut_to(end);
  return true;
}

// An element that nobody has heard of: its content goes unless it is harmless; beside elements that hold secrets, unless
// it is known to be none.
bool Redactor::is_secret_content(std::string_view name, std::size_t begin) const {
  const std::size_t end = until(begin, [](char c) { return c == '<' || is_end_of_line(c); });
  const std::string_view text = trimmed(between(begin, end));
  if (text.empty() || !says(end, "</") || text.find("://") != std::string_view::npos) return false;
  if (may_name_a_secret(name) || secret_markup_) return !only_known_words(text) && !text.starts_with('/');
  return is_harmless_element(name) ? !is_harmless_value(text, name) : !tells_no_secret(text);
}

// At the content that goes: up to the end tag, or the end of the line. An element that begins a line goes on.
void Redactor::content() {
  content_ = std::string_view::npos;
  constexpr std::string_view kCdata = "<![CDATA[";
  const std::size_t begin = past_blanks(at_);
  std::size_t end = end_of_line(begin);
  const auto close = find_in_line(begin, "</" + std::string(content_of_));
  if (close != std::string_view::npos) {
    end = close;
  } else if (!content_of_.empty() && begin == end) {
    open_.element = std::string(content_of_);
  }
  at_ = begin;
  if (says(begin, kCdata)) {
    at_ += kCdata.size();
    end = std::max(at_, std::min(end, find_in_line(at_, "]]>")));
  }
  if (!is_no_value(trimmed(between(at_, end)))) cut_to(end);
}

}  // namespace enrolkit::redaction
