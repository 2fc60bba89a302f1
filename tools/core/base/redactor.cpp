#include "core/base/redactor.h"

#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit::redaction {

std::string Redactor::run() && {
  while (at_ < in_.size()) {
    const char c = in_[at_];
    if (at_ >= value_of_key_) {
      value_of_key_ = std::string_view::npos;
      remove_value(until(at_, [](char sign) { return sign == '<'; }));
    } else if (rest().starts_with(kRemoved)) {
      copy(kRemoved.size());
    } else if (c == ':' && rest().starts_with("://")) {
      url();
    } else if (c == '<' && element()) {
    } else if (is_key_char(c) && (at_ == 0 || !is_key_char(in_[at_ - 1]))) {
      word();
    } else {
      copy(1);
    }
  }
  return std::move(out_);
}

bool Redactor::element() {
  const std::size_t name_end = until(at_ + 1, [](char c) { return !is_key_char(c) && c != ':'; });
  const std::string_view name = in_.substr(at_ + 1, name_end - at_ - 1);
  const std::size_t close = until(name_end, [](char c) { return c == '>' || c == '<' || is_end_of_line(c); });
  if (name.empty() || close == in_.size() || in_[close] != '>' || in_[close - 1] == '/') return false;
  const auto content_end = [&](std::size_t from) {
    return until(from, [](char c) { return c == '<' || is_end_of_line(c); });
  };
  if (equal_no_case(name, "key")) {
    const std::size_t key_end = content_end(close + 1);
    if (!names_a_secret(in_.substr(close + 1, key_end - close - 1))) return false;
    const std::size_t end_tag = until(key_end, [](char c) { return c == '>'; });
    const std::size_t value = until(end_tag, [](char c) { return c == '<'; });
    const std::size_t value_tag = until(value, [](char c) { return c == '>'; });
    // What stands between key and value may be anything, and is looked through as the rest is.
    if (value_tag < in_.size() && in_[value_tag - 1] != '/') value_of_key_ = value_tag + 1;
    return false;
  }
  if (!names_a_secret(name)) return false;
  copy_to(close + 1);
  remove_value(content_end(at_));
  return true;
}

void Redactor::remove_value(std::size_t end) {
  const std::string_view value = trimmed(in_.substr(at_, end - at_));
  if (value.empty() || is_no_value(value)) return copy_to(end);
  remove_to(end);
}

}  // namespace enrolkit::redaction
