// Dates and times as a Mac's own clock shows them, with no time zone in sight.
//
// jamf.log is written in local time, without year and without zone. So everything is compared local with
// local; only the edge (tools/host) turns a UTC time into local time. An hour at a clock change is ambiguous
// and ignored.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// Seconds since 1970-01-01 00:00:00 on the Mac's wall clock. Not a point in UTC: never mix with time_t.
struct LocalTime {
  std::int64_t seconds = 0;
  auto operator<=>(const LocalTime&) const = default;
};

inline constexpr std::int64_t kDay = 86'400;

// A day of the year with its weekday: all that a line of jamf.log says of its date.
struct WeekDate {
  std::uint8_t weekday = 0;  // 0 Sunday ... 6 Saturday
  std::uint8_t month = 0;    // 1..12; 0 means "no date"
  std::uint8_t day = 0;      // 1..31
  bool operator==(const WeekDate&) const = default;
};

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, or nothing if there is no such date.
[[nodiscard]] std::optional<std::int64_t> days_from_civil(int year, int month, int day);

struct Civil {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};
[[nodiscard]] Civil to_civil(LocalTime time);

// The newest day, not after `upper` (a day number), on which that month and day fall on that weekday; looks
// back 40 years, the longest a 29 February needs to fall on the same weekday again. Nothing: the year is
// unknown.
[[nodiscard]] std::optional<std::int64_t> newest_day(WeekDate date, std::int64_t upper);

// Days from one dated line to a later one, over year ends: the smallest step (in either direction, for clocks
// do step back) that agrees with both weekdays. Nothing if the weekdays contradict every step below six
// years.
[[nodiscard]] std::optional<std::int64_t> days_between(WeekDate from, WeekDate to);

// "2023-02-11 09:10:36", the form Jamf Pro takes for a Date extension attribute.
[[nodiscard]] std::string to_text(LocalTime time);

// "2023-02-11", "2023-02-11 09:10" or "2023-02-11 09:10:36" (a T may stand for the space). Strict: nothing
// before, nothing after, every field in its range. A bare date is its midnight.
[[nodiscard]] std::optional<LocalTime> parse_local_time(std::string_view text);

// "85 seconds", "14 minutes", "3 hours", "5 days".
[[nodiscard]] std::string duration_text(std::int64_t seconds);

[[nodiscard]] std::string_view weekday_name(int weekday);  // 0 = "Sun"
[[nodiscard]] std::string_view month_name(int month);      // 1 = "Jan"
// 1 for "Jan" ... 12 for "Dec", as logs and mail headers write them; nothing for any other text.
[[nodiscard]] std::optional<int> month_of(std::string_view name);

}  // namespace enrolkit
