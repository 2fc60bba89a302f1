// Zeros that a power loss leaves in a log.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/log/record_date.h"

namespace enrolkit::record {

// What a power loss leaves in a file that was being written: zeros behind its text up to its end, or up to the first record of the next
// start. Zeros anywhere else are damage.
struct Zeros {
  const char* begin = nullptr;
  const char* end = nullptr;
};
inline std::optional<Zeros> zeros_of_power_loss(const char* begin, const char* stop, bool ends_file) {
  const char* const stop_or_zero = std::find(begin, stop, '\0');
  if (stop_or_zero == stop) return std::nullopt;
  const char* const behind = std::find_if(stop_or_zero, stop, [](char c) { return c != '\0'; });
  const char* time = nullptr;
  WeekDate date;
  const bool next_start = stop - behind > kMinRecordBytes && read_date(behind, stop, time, date);
  if (behind == stop ? !ends_file : !next_start) return std::nullopt;
  return Zeros{stop_or_zero, behind};
}

// Zeros alone, as many as a line may have bytes.
inline bool is_endless_zeros(const char* begin, std::size_t most) {
  return std::all_of(begin, begin + most, [](char c) { return c == '\0'; });
}

}  // namespace enrolkit::record
