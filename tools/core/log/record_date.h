// The date that a record of jamf.log begins with.
#pragma once

#include <cstring>
#include <string_view>

#include "core/base/ascii.h"
#include "core/base/time.h"
#include "core/log/record_numbers.h"

namespace enrolkit::record {

inline constexpr std::string_view kWeekdays = "SunMonTueWedThuFriSat";
inline constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
inline constexpr std::ptrdiff_t kMinRecordBytes = 20;  // a record has more

inline int name_index(std::string_view names, const char* p) {
  for (std::size_t i = 0; i < names.size(); i += 3) {
    if (std::memcmp(names.data() + i, p, 3) == 0) return static_cast<int>(i / 3);
  }
  return -1;
}

// "Thu Apr 30 " (two digits, one, or one behind a space): `after` is where the time must begin. The line has
// over 20 bytes, so no index below can leave it.
inline bool read_date(const char* begin, const char* end, const char*& after, WeekDate& date) {
  if (begin[3] != ' ' || begin[7] != ' ') return false;
  const int weekday = name_index(kWeekdays, begin);
  const int month = name_index(kMonths, begin + 4);
  if (weekday < 0 || month < 0) return false;
  const char* p = begin + 8;
  if (*p == ' ') ++p;
  int day = 0;
  const char* digits = p;
  while (p - digits < 2 && is_digit(*p)) day = day * 10 + (*p++ - '0');
  if (p == digits || *p != ' ' || end - p < 10) return false;
  ++p;
  if (seconds_of(p) < 0 || p[8] != ' ') return false;
  date = {static_cast<std::uint8_t>(weekday), static_cast<std::uint8_t>(month + 1),
          static_cast<std::uint8_t>(day)};
  after = p;
  return true;
}

}  // namespace enrolkit::record
