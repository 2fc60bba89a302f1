// The hours in which the watch may repair: "Mon-Fri 08:00-18:00", "22:00-06:00", "Sat 00:00-24:00". By the local clock of
// the computer that it runs on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace enrolkit::jamf {

struct Window {
  std::uint8_t days = 0x7F;  // bit 0: Sunday. Those on which it opens
  int from = 0, until = 0;   // minutes of the day; until <= from: of the next day
};

[[nodiscard]] enrolkit::Result<Window> parse_window(std::string_view text);

// Without any: always.
[[nodiscard]] bool is_open(const std::vector<Window>& windows, LocalTime now);

}  // namespace enrolkit::jamf
