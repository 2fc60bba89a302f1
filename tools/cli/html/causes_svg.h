// How many Macs broke by which cause on which day: stacked bars with one scale.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace enrolkit {

struct CausesByDay {
  std::vector<std::string> causes;  // in the order in which they are stacked and named
  // Day ("2026-03-02", or "unknown"), then Macs by cause, in the order of `causes`.
  std::map<std::string, std::vector<std::size_t>> days;
};

// Empty when there is no Mac. At most kMaxBars days, the newest; older ones are one bar, and said.
[[nodiscard]] std::string causes_svg(const CausesByDay& data);
inline constexpr std::size_t kMaxBars = 31;

}  // namespace enrolkit
