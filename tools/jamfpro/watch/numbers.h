// What is counted of a watch, for /metrics and /healthz. Counters since the start of the program.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "jamfpro/watch/rule.h"

namespace enrolkit::jamf {

// Seconds from an enrolment until its repair was proven.
struct RepairDurations {
  static constexpr std::array<std::int64_t, 8> kBounds{300, 900, 1800, 2700, 3600, 7200, 14'400, 86'400};
  std::array<std::int64_t, kBounds.size()> at_most{};  // cumulative, as Prometheus wants them
  std::int64_t count = 0, sum = 0;

  void add(std::int64_t seconds) {
    for (std::size_t i = 0; i < kBounds.size(); ++i) at_most[i] += seconds <= kBounds[i] ? 1 : 0;
    ++count;
    sum += seconds;
  }
};

struct WatchNumbers {
  std::int64_t enrolments = 0, stuck = 0, sent = 0, repaired = 0, failed = 0;
  std::int64_t looks = 0, failed_looks = 0, bad_records = 0;
  std::array<std::int64_t, kWatchStateNames.size()> macs{};  // by state, now
  Hold hold = Hold::none;
  bool storm = false;
  // By the steady clock; nothing before the first good look.
  std::optional<std::int64_t> looked_at;
  RepairDurations to_repaired;
};

}  // namespace enrolkit::jamf
