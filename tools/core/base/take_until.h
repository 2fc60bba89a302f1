// Takes lines and lists apart, from the front: while the text is not empty.
#pragma once

#include <algorithm>
#include <string_view>

namespace enrolkit {

// The piece before the first `end`, which goes off the text with that sign; all of the text where there is none.
[[nodiscard]] inline std::string_view take_until(std::string_view& text, char end) {
  const auto size = std::min(text.find(end), text.size());
  const std::string_view piece = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return piece;
}

}  // namespace enrolkit
