// Dates as macOS writes them in Japanese, Chinese and Korean.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/time.h"

namespace enrolkit {

struct EastDate {
  std::size_t size = 0;  // bytes up to the clock
  WeekDate date;         // its weekday follows from the year where only that stands there
  int half = 0;          // 1: the clock counts from midnight to noon, 2: from noon on; 0: a day has 24 hours
};

// "月 3月  2 ", "3月2日(月) ", "2026年3月2日 周一 上午", "월 3월 2 ": nothing, where neither weekday nor year stands.
[[nodiscard]] std::optional<EastDate> east_date(std::string_view text);

}  // namespace enrolkit
