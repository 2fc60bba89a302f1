#include "core/base/redactor.h"

#include <utility>

#include "core/base/ascii.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"
#include "core/base/unescaped.h"

namespace enrolkit::redaction {

namespace {

// "Mon Mar 02 08:30:00 mac jamf[812]: " or "2026-03-02T08:30:00Z ": where a message begins. 0: it has no stamp.
std::size_t stamp_of(std::string_view line) {
  constexpr std::size_t kMaxBytes = 200, kMinBytes = 12;
  if (line.size() < kMinBytes) return 0;
  const bool day = is_upper(line[0]) && is_lower(line[1]) && is_lower(line[2]) && line[3] == ' ';
  const bool date = is_digit(line[0]) && is_digit(line[3]) && line[4] == '-' && line[7] == '-';
  if (!day && !date) return 0;
  const auto colon = line.substr(0, kMaxBytes).find("]: ");
  if (colon != std::string_view::npos && colon > 0 && is_digit(line[colon - 1])) return colon + 3;
  return date ? std::min(line.find(' '), line.size()) : 0;
}

constexpr std::string_view kEnd = "-----END ";

}  // namespace

std::vector<Cut> Redactor::run() {
  secrets_ = may_speak_of_a_secret(in_);
  for (auto i = in_.find('<'); secrets_ && !secret_markup_ && i != std::string_view::npos;
       i = in_.find('<', i + 1)) {
    const std::size_t end = until(i + 1, [](char c) { return !is_key_char(c); });
    secret_markup_ = end < in_.size() && in_[end] == '>' && names_a_secret(between(i + 1, end));
  }
  line_begins();
  while (at_ < in_.size()) {
    const char c = in_[at_];
    if (at_ >= content_) {
      content();
    } else if (is_end_of_line(c)) {
      ++at_;
      before_ = {};
      line_begins();
    } else if (c == '(' && says(at_, kRemoved)) {
      at_ += kRemoved.size();
    } else if (c == ':' && says(at_, "://")) {
      url();
    } else if (c == '<' && (says(at_, "<<<") ? here_string() : tag())) {
    } else if (c == '-' && says(at_, kBegin) && block()) {
    } else if (is_word_char(c) && (at_ == 0 || !is_key_char(in_[at_ - 1]) || !is_key_char(c))) {
      word();
    } else {
      ++at_;
    }
  }
  if (at_ >= content_) content();
  return std::move(cuts_);
}

void Redactor::cut_to(std::size_t end, std::string_view with) {
  const bool goes_on = !cuts_.empty() && cuts_.back().end == at_ && cuts_.back().with == with;
  if (goes_on && end > at_) {
    cuts_.back().end = end;
  } else if (end > at_ && between(at_, end) != with) {
    cuts_.push_back({at_, end, with});
  }
  at_ = std::max(at_, end);
}

std::size_t Redactor::find_in_line(std::size_t i, std::string_view words) const {
  const auto found = in_.substr(0, end_of_line(i)).find(words, i);
  return found;
}

// A line that begins while something is open: a key's value, an element's content, a block of Base64. A new message of
// a log ends what is open, if it is prose: nothing hides the rest of a log.
void Redactor::line_begins() {
  if (!secrets_ && !open_.any()) return;
  const std::size_t end = end_of_line(at_);
  const std::size_t stamp = stamp_of(between(at_, end));
  const std::size_t begin = past_blanks(at_ + stamp);
  const std::string_view text = trimmed(between(begin, end));
  open_.name = open_.name && stamp == 0;
  if (stamp > 0 || text.empty()) {
    open_.columns.clear();
    open_.quote = 0;
  }
  if (text.empty()) return;
  const bool prompt = std::exchange(open_.prompt, false);
  if (open_.quote != 0) return quote_goes_on(end);
  if (!open_.columns.empty()) row(begin, end);
  if (!open_.columns.empty()) return;
  if (std::string columns = columns_of(between(at_ + stamp, end)); !columns.empty())
    open_.columns = std::move(columns);
  if (!open_.value && !open_.block && open_.brackets == 0 && open_.element.empty() && open_.indent == 0 &&
      open_.program.empty()) {
    if (prompt && stamp == 0 && !tells_no_secret(text) &&
        text.find_first_of(" \t:") == std::string_view::npos)
      cut(begin, end);
    return;
  }
  const bool prose = text.find_first_of(" \t") != std::string_view::npos;
  if (open_.block) return inside_block(begin, end, prose);
  const bool message = stamp > 0 && prose && !is_in(text.front(), "\"'([{)]}-");
  if (!open_.program.empty()) return arguments_go_on(begin, message);
  if (open_.brackets > 0 || (open_.value && stays_open(begin))) {
    open_.value = false;
    const unsigned depth = std::exchange(open_.brackets, 0);
    if (message) return;
    at_ = begin;
    return inside_brackets(depth);
  }
  if (!open_.element.empty()) {
    const auto close = find_in_line(begin, "</" + open_.element);
    if (close != std::string_view::npos || message) open_.element.clear();
    if (!message) cut(begin, std::min(close, end));
    return;
  }
  if (!open_.value) return block_of_yaml(begin, end, message);
  // An opening bracket alone, or "data:": the value is on the next line still.
  if (text.find_first_not_of("[{(\"'") == std::string_view::npos) return;
  if (!message && is_in(text.back(), ":=") && only_known_words(text.substr(0, text.size() - 1))) return;
  open_.value = false;
  if (message) open_.indent = 0;
  if (escapes_ && escape_size(text) > 0) return;  // a bracket perhaps: the look without escapes sees it
  if (!message && !only_known_words(text)) cut(begin, end);
}

bool Redactor::only_known_words(std::string_view text) const {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \t,.;:!?"), text.size());
    const std::string_view one = text.substr(0, end);
    if (!is_known_word(one) && !is_no_value(one) && !is_plain_number(one)) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

// Up to the next bracket that no quotes hold, or the line's end.
std::size_t Redactor::end_of_run(std::size_t i, std::size_t end) const {
  while (i < end && (!is_in(in_[i], "([{)]}") || says(i, kRemoved))) {
    if (in_[i] == '"') i = end_of_quoted(i + 1, "\"");
    i += i < end && says(i, kRemoved) ? kRemoved.size() : 1;
  }
  return std::min(i, end);
}

// Whether the bracket at `i` is not closed on its line.
bool Redactor::stays_open(std::size_t i) const {
  if (i >= in_.size() || !is_in(in_[i], "([{") || says(i, kRemoved)) return false;
  std::size_t depth = 0;
  for (const std::size_t end = end_of_line(i); i < end; i = end_of_run(i, end)) {
    if (is_in(in_[i], "([{") && !says(i, kRemoved)) {
      ++depth;
      ++i;
    } else if (is_in(in_[i], ")]}")) {
      ++i;
      if (--depth == 0) return false;
    }
  }
  return true;
}

// Inside a list or an object that is a secret's value: brackets stay, so that its end is found again, and all between them
// goes.
void Redactor::inside_brackets(unsigned depth) {
  constexpr std::string_view kAround = " \t,;";
  for (const std::size_t end = end_of_line(at_); at_ < end;) {
    const char c = in_[at_];
    if (is_in(c, ")]}")) {
      ++at_;
      if (--depth == 0) return;
    } else if (is_in(c, "([{") && !says(at_, kRemoved)) {
      ++at_;
      ++depth;
    } else {
      const std::size_t run_end = end_of_run(at_, end);
      const std::string_view run = between(at_, run_end);
      const auto first = run.find_first_not_of(kAround), last = run.find_last_not_of(kAround);
      if (first != std::string_view::npos && !only_known_words(run)) cut(at_ + first, at_ + last + 1);
      at_ = run_end;
    }
  }
  open_.brackets = depth;
}

// "-----BEGIN OPENSSH PRIVATE KEY-----": what follows up to its end goes. Certificates and public keys are public.
bool Redactor::block() {
  const std::size_t label = at_ + kBegin.size();
  const auto close = find_in_line(label, "-----");
  if (close == std::string_view::npos) return false;
  const std::string_view what = between(label, close);
  if (what.starts_with("CERTIFICATE") || what.ends_with("PUBLIC KEY") || what.ends_with("PUBLIC KEY BLOCK"))
    return false;
  const std::size_t begin = past_blanks(close + std::string_view("-----").size());
  const auto end = find_in_line(begin, kEnd);
  open_.block = end == std::string_view::npos;
  const std::size_t last = std::min(end, end_of_line(begin));
  cut(begin, last);
  return true;
}

void Redactor::inside_block(std::size_t begin, std::size_t end, bool prose) {
  const auto close = find_in_line(begin, kEnd);
  if (close != std::string_view::npos) {
    open_.block = false;
    if (close > begin) return cut(begin, close);
    at_ = end;
    return;
  }
  const auto colon = between(begin, end).find(": ");  // "Proc-Type: 4,ENCRYPTED"
  const bool header =
      colon != std::string_view::npos && between(begin, begin + colon).find(' ') == std::string_view::npos;
  if (!prose || header) return cut(begin, end);
  open_.block = false;  // it ends without its last line; what may be the last of it goes
  constexpr std::size_t kMinBytes = 16;
  const std::size_t last = until(begin, [](char c) { return !is_letter_or_digit(c) && !is_in(c, "+/=-_"); });
  if (last - begin >= kMinBytes) cut(begin, last);
}

}  // namespace enrolkit::redaction
