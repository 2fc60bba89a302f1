// Logs of runs that check in, hour by hour, and what they add up to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/enrolment/check_ins.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {

inline const LocalTime kMorning = at("2026-03-02 09:00:00");
inline constexpr std::string_view kChecking = "Checking for policies triggered by \"recurring check-in\"...";

inline std::string each_hour(int runs, const std::vector<std::string_view>& lines,
                             std::int64_t every = 3600) {
  std::string text;
  for (int i = 1; i <= runs; ++i) {
    const LocalTime when{kMorning.seconds + i * every};
    text += log_line(when, static_cast<unsigned>(1000 + i), kChecking);
    for (const std::string_view line : lines) text += log_line(when, static_cast<unsigned>(1000 + i), line);
  }
  return text;
}

inline CheckIns judged(const std::string& text) {
  return judge_check_ins(read_text(text, "2026-03-20").history);
}

}  // namespace enrolkit::test
