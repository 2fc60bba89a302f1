#include "core/base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace enrolkit {
namespace {

int weekday_of(std::int64_t days) {  // 1970-01-01 was a Thursday
  return static_cast<int>(((days % 7) + 7 + 4) % 7);
}

bool two_digits(std::string_view text, int low, int high, int& out) {
  if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
  out = (text[0] - '0') * 10 + (text[1] - '0');
  return out >= low && out <= high;
}

}  // namespace

std::optional<std::int64_t> days_from_civil(int year, int month, int day) {
  if (year < -9999 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

Civil to_civil(LocalTime time) {
  std::int64_t days = time.seconds / kDay;
  std::int64_t rest = time.seconds % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<std::chrono::days::rep>(days)}}};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(rest / 3600),
          static_cast<int>(rest / 60 % 60),
          static_cast<int>(rest % 60)};
}

std::optional<std::int64_t> newest_day(WeekDate date, std::int64_t upper) {
  constexpr int kMaxReturnYears = 40;
  const int year = to_civil({upper * kDay}).year;
  for (int y = year; y >= year - kMaxReturnYears; --y) {
    const auto days = days_from_civil(y, date.month, date.day);
    if (days && *days <= upper && weekday_of(*days) == date.weekday) return days;
  }
  return std::nullopt;
}

std::optional<std::int64_t> days_between(WeekDate from, WeekDate to) {
  // Every calendar comes again after 28 years, so these years hold every way the two days can lie to each
  // other.
  constexpr int kFirst = 2001, kCycle = 28, kMaxYears = 6;
  std::optional<std::int64_t> best;
  for (int year = kFirst; year < kFirst + kCycle; ++year) {
    const auto start = days_from_civil(year, from.month, from.day);
    if (!start || weekday_of(*start) != from.weekday) continue;
    for (int other = year - 1; other <= year + kMaxYears; ++other) {
      const auto end = days_from_civil(other, to.month, to.day);
      if (!end || weekday_of(*end) != to.weekday) continue;
      const std::int64_t step = *end - *start;
      if (!best || std::llabs(step) < std::llabs(*best)) best = step;
    }
  }
  return best;
}

std::string to_text(LocalTime time) {
  const Civil c = to_civil(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute,
                     c.second);
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
  if (text.size() != 10 && text.size() != 16 && text.size() != 19) return std::nullopt;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, year);
  if (error != std::errc{} || end != text.data() + 4 || year < 1970) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || !two_digits(text.substr(5, 2), 1, 12, month) ||
      !two_digits(text.substr(8, 2), 1, 31, day)) {
    return std::nullopt;
  }
  if (text.size() > 10) {
    if ((text[10] != ' ' && text[10] != 'T') || text[13] != ':' ||
        !two_digits(text.substr(11, 2), 0, 23, hour) || !two_digits(text.substr(14, 2), 0, 59, minute)) {
      return std::nullopt;
    }
  }
  if (text.size() > 16 && (text[16] != ':' || !two_digits(text.substr(17, 2), 0, 59, second)))
    return std::nullopt;
  const auto days = days_from_civil(year, month, day);
  if (!days) return std::nullopt;
  return LocalTime{*days * kDay + hour * 3600 + minute * 60 + second};
}

std::string duration_text(std::int64_t seconds) {
  const auto plural = [](std::int64_t n, std::string_view unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (seconds < 0) return "a clock step back of " + duration_text(-seconds);
  if (seconds < 120) return plural(seconds, "second");
  if (seconds < 2 * 3600) return plural(seconds / 60, "minute");
  if (seconds < 2 * kDay) return plural(seconds / 3600, "hour");
  return plural(seconds / kDay, "day");
}

std::string_view weekday_name(int weekday) {
  static constexpr std::array<std::string_view, 7> kNames{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return kNames[static_cast<std::size_t>(((weekday % 7) + 7) % 7)];
}

namespace {

constexpr std::array<std::string_view, 12> kMonthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string_view month_name(int month) { return kMonthNames.at(static_cast<std::size_t>(month - 1)); }

std::optional<int> month_of(std::string_view name) {
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    if (kMonthNames[i] == name) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

}  // namespace enrolkit
