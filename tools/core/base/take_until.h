// Takes lines and lists apart, from the front: while the text is not empty.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace enrolkit {

// The piece before the first `end`, which goes off the text with that sign; all of the text where there is none.
[[nodiscard]] inline std::string_view take_until(std::string_view& text, char end) {
  const auto size = std::min(text.find(end), text.size());
  const std::string_view piece = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return piece;
}

// What `change` makes of each line, with the ends of the lines as they were.
template <class Change>
[[nodiscard]] std::string line_by_line(std::string_view text, const Change& change) {
  std::string out;
  for (;;) {
    const auto end = std::min(text.find('\n'), text.size());
    out += change(text.substr(0, end));
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace enrolkit
