// The text of a UUID: XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX, in hexadecimal digits of either case.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/ascii.h"

namespace enrolkit {

[[nodiscard]] constexpr bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = to_lower(text[i]);
    if (dash ? c != '-' : !is_digit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

}  // namespace enrolkit
