#include "core/base/time.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <vector>

namespace enrolkit {
namespace {

enum Weekday : std::uint8_t { kSun, kMon, kTue, kWed, kThu, kFri, kSat };

WeekDate date(Weekday weekday, int month, int day) {
  return {weekday, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

std::int64_t day(int year, int month, int day_of_month) {
  const auto days = days_from_civil(year, month, day_of_month);
  EXPECT_TRUE(days) << year << '-' << month << '-' << day_of_month;
  return days.value_or(-1'000'000);
}

std::string date_text(std::optional<std::int64_t> days) {
  return days ? to_text(LocalTime{*days * kDay}).substr(0, 10) : "unknown year";
}

WeekDate week_date_of(std::int64_t days) {
  const Civil civil = to_civil({days * kDay});
  const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
  return {static_cast<std::uint8_t>(weekday.c_encoding()), static_cast<std::uint8_t>(civil.month),
          static_cast<std::uint8_t>(civil.day)};
}

TEST(NewestDay, GivesTheYearsOfTheReferenceTable) {
  struct Row {
    WeekDate date;
    std::int64_t upper;
    std::string_view expected;
  };
  const std::array rows{
      Row{date(kMon, 2, 17), day(2020, 6, 24), "2020-02-17"},
      Row{date(kWed, 2, 1), day(2023, 2, 11), "2023-02-01"},
      Row{date(kFri, 5, 13), day(2024, 5, 20), "2022-05-13"},
      Row{date(kSat, 6, 3), day(2017, 6, 10), "2017-06-03"},
      Row{date(kThu, 4, 30), day(2026, 5, 1), "2026-04-30"},
      Row{date(kWed, 12, 31), day(2026, 1, 2), "2025-12-31"},
      Row{date(kThu, 2, 29), day(2026, 1, 2), "2024-02-29"},
  };
  for (const Row& row : rows) EXPECT_EQ(date_text(newest_day(row.date, row.upper)), row.expected);
}

TEST(NewestDay, GivesEveryYearThatTheReferenceTableCallsFittingWhenTheBoundIsThatDay) {
  struct Row {
    WeekDate date;
    std::vector<int> years;
  };
  const std::array rows{
      Row{date(kMon, 2, 17), {2014, 2020, 2025}},
      Row{date(kWed, 2, 1), {2012, 2017, 2023}},
      Row{date(kFri, 5, 13), {2011, 2016, 2022}},
      Row{date(kSat, 6, 3), {2017, 2023}},
      Row{date(kThu, 4, 30), {2009, 2015, 2020, 2026}},
      Row{date(kWed, 12, 31), {2008, 2014, 2025}},
      Row{date(kThu, 2, 29), {2024}},
  };
  for (const Row& row : rows) {
    for (const int year : row.years) {
      const std::int64_t upper = day(year, row.date.month, row.date.day);
      EXPECT_EQ(newest_day(row.date, upper), upper) << year;
      EXPECT_LT(newest_day(row.date, upper - 1), upper) << year;
    }
  }
}

TEST(NewestDay, MayBeTheUpperBoundButNotTheDayAfter) {
  EXPECT_EQ(newest_day(date(kThu, 4, 30), day(2026, 4, 30)), day(2026, 4, 30));
  EXPECT_EQ(newest_day(date(kThu, 4, 30), day(2026, 4, 29)), day(2020, 4, 30));
}

TEST(NewestDay, LooksBackOverAFebruary29ThatTheYear2100LeavesOut) {
  EXPECT_EQ(date_text(newest_day(date(kThu, 2, 29), day(2051, 12, 31))), "2024-02-29");
  EXPECT_EQ(date_text(newest_day(date(kMon, 2, 29), day(2112, 2, 28))), "2072-02-29");
  EXPECT_EQ(date_text(newest_day(date(kMon, 2, 29), day(2112, 2, 29))), "2112-02-29");
}

TEST(NewestDay, IsUnknownForADateThatNeverIs) {
  const std::int64_t upper = day(2026, 1, 2);
  EXPECT_EQ(newest_day(date(kMon, 2, 30), upper), std::nullopt);
  EXPECT_EQ(newest_day(date(kMon, 4, 31), upper), std::nullopt);
  EXPECT_EQ(newest_day(date(kMon, 13, 1), upper), std::nullopt);
  EXPECT_EQ(newest_day(date(kMon, 1, 0), upper), std::nullopt);
  EXPECT_EQ(newest_day(WeekDate{}, upper), std::nullopt);
}

TEST(DaysFromCivil, CountsFrom1970) {
  EXPECT_EQ(day(1970, 1, 1), 0);
  EXPECT_EQ(day(1969, 12, 31), -1);
  EXPECT_EQ(day(2000, 3, 1), 11'017);
  EXPECT_EQ(day(2024, 3, 1) - day(2024, 2, 29), 1);
}

TEST(DaysFromCivil, RefusesWhatNoCalendarHolds) {
  EXPECT_TRUE(days_from_civil(2024, 2, 29));
  EXPECT_TRUE(days_from_civil(2000, 2, 29));
  EXPECT_EQ(days_from_civil(2023, 2, 29), std::nullopt);
  EXPECT_EQ(days_from_civil(2100, 2, 29), std::nullopt);
  EXPECT_EQ(days_from_civil(2023, 0, 1), std::nullopt);
  EXPECT_EQ(days_from_civil(2023, 13, 1), std::nullopt);
  EXPECT_EQ(days_from_civil(2023, 1, 32), std::nullopt);
  EXPECT_EQ(days_from_civil(2023, 1, -1), std::nullopt);
  EXPECT_EQ(days_from_civil(10'000, 1, 1), std::nullopt);
  EXPECT_EQ(days_from_civil(2023, 257, 1), std::nullopt);  // does not wrap to January
}

TEST(DaysBetween, GoesOverYearEndsAndLeapDays) {
  EXPECT_EQ(days_between(date(kWed, 12, 31), date(kThu, 1, 1)), 1);
  EXPECT_EQ(days_between(date(kThu, 2, 29), date(kFri, 3, 1)), 1);
  EXPECT_EQ(days_between(date(kWed, 2, 28), date(kThu, 2, 29)), 1);
  EXPECT_EQ(days_between(date(kWed, 2, 28), date(kFri, 3, 1)), 2);  // a leap year
  EXPECT_EQ(days_between(date(kWed, 2, 28), date(kThu, 3, 1)), 1);  // another
  EXPECT_EQ(days_between(date(kSat, 12, 20), date(kSat, 1, 10)), 21);
}

TEST(DaysBetween, IsZeroForTheSameDay) {
  EXPECT_EQ(days_between(date(kThu, 4, 30), date(kThu, 4, 30)), 0);
  EXPECT_EQ(days_between(date(kThu, 2, 29), date(kThu, 2, 29)), 0);
}

TEST(DaysBetween, FollowsAClockThatStepsBack) {
  EXPECT_EQ(days_between(date(kThu, 4, 30), date(kWed, 4, 29)), -1);
  EXPECT_EQ(days_between(date(kThu, 1, 1), date(kWed, 12, 31)), -1);
  EXPECT_EQ(days_between(date(kFri, 3, 1), date(kThu, 2, 29)), -1);
}

TEST(DaysBetween, FindsEveryNearNeighbourOfEveryDayOfALeapCycle) {
  for (std::int64_t from = day(2021, 1, 1); from < day(2025, 1, 1); ++from) {
    for (const std::int64_t step : {-30, -7, -1, 1, 6, 7, 31, 150}) {
      ASSERT_EQ(days_between(week_date_of(from), week_date_of(from + step)), step) << date_text(from);
    }
  }
}

TEST(DaysBetween, TakesTheSmallestStepOverAGapOfYears) {
  // The weekdays allow no shorter one: a log that was silent for one year, for two, for three.
  EXPECT_EQ(days_between(date(kMon, 7, 1), date(kFri, 7, 1)), 1096);
  EXPECT_EQ(days_between(date(kThu, 4, 30), date(kSat, 5, 1)), 366);
  EXPECT_EQ(days_between(date(kFri, 7, 1), date(kSat, 7, 1)), 365);
  EXPECT_EQ(days_between(date(kThu, 7, 1), date(kSat, 7, 1)), 366);
  EXPECT_EQ(days_between(date(kMon, 7, 1), date(kThu, 7, 1)), 731);
}

TEST(DaysBetween, IsUnknownWhenADateIsNoneOrTheWeekdaysContradict) {
  EXPECT_EQ(days_between(date(kMon, 2, 30), date(kMon, 2, 3)), std::nullopt);
  EXPECT_EQ(days_between(date(kMon, 2, 3), date(kMon, 2, 30)), std::nullopt);
  // Two 29ths of February of other weekdays are four years apart at least, and 5 weekdays.
  EXPECT_EQ(days_between(date(kThu, 2, 29), date(kFri, 2, 29)), std::nullopt);
  EXPECT_EQ(days_between(date(kThu, 2, 29), date(kTue, 2, 29)), 1461);
}

TEST(ToText, IsTheFormOfADateAttribute) {
  EXPECT_EQ(to_text(LocalTime{0}), "1970-01-01 00:00:00");
  EXPECT_EQ(to_text(LocalTime{day(2023, 2, 11) * kDay + 9 * 3600 + 10 * 60 + 36}), "2023-02-11 09:10:36");
  EXPECT_EQ(to_text(LocalTime{day(2024, 2, 29) * kDay + kDay - 1}), "2024-02-29 23:59:59");
}

TEST(ToText, KnowsTimesBefore1970) {
  EXPECT_EQ(to_text(LocalTime{-1}), "1969-12-31 23:59:59");
  EXPECT_EQ(to_text(LocalTime{-kDay}), "1969-12-31 00:00:00");
  EXPECT_EQ(to_text(LocalTime{-kDay - 1}), "1969-12-30 23:59:59");
  EXPECT_EQ(to_text(LocalTime{day(1600, 2, 29) * kDay}), "1600-02-29 00:00:00");
}

TEST(ParseLocalTime, TakesTheThreeForms) {
  const std::int64_t midnight = day(2023, 2, 11) * kDay;
  EXPECT_EQ(parse_local_time("2023-02-11"), LocalTime{midnight});
  EXPECT_EQ(parse_local_time("2023-02-11 09:10"), LocalTime{midnight + 33'000});
  EXPECT_EQ(parse_local_time("2023-02-11 09:10:36"), LocalTime{midnight + 33'036});
  EXPECT_EQ(parse_local_time("2023-02-11T09:10:36"), LocalTime{midnight + 33'036});
  EXPECT_EQ(parse_local_time("2023-02-11 23:59:59"), LocalTime{midnight + kDay - 1});
}

TEST(ParseLocalTime, IsStrict) {
  for (const std::string_view text : {"",
                                      "2023",
                                      "2023-02",
                                      "2023-2-11",
                                      " 2023-02-11",
                                      "2023-02-11 ",
                                      "2023-02-30",
                                      "2023-02-29",
                                      "2100-02-29",
                                      "2023-00-11",
                                      "2023-13-11",
                                      "2023-02-00",
                                      "2023/02/11",
                                      "2023-02-11 24:00",
                                      "2023-02-11 09:60",
                                      "2023-02-11 09:10:60",
                                      "2023-02-11 9:10:36",
                                      "2023-02-11_09:10:36",
                                      "2023-02-11 09-10-36",
                                      "2023-02-11 09:10:36Z",
                                      "2023-02-11 09:10:3",
                                      "2023-02-11 09:10 36",
                                      "+023-02-11",
                                      "-023-02-11",
                                      " 023-02-11",
                                      "20x3-02-11",
                                      "1969-12-31",
                                      "2023-+2-11",
                                      "2023-02-11 -9:10",
                                      "0x23-02-11"}) {
    EXPECT_EQ(parse_local_time(text), std::nullopt) << text;
  }
}

TEST(ParseLocalTime, ReadsBackWhatToTextWrites) {
  for (std::int64_t seconds = 0; seconds < day(2040, 1, 1) * kDay; seconds += 7'654'321) {
    EXPECT_EQ(parse_local_time(to_text(LocalTime{seconds})), LocalTime{seconds});
  }
}

TEST(DurationText, ChangesItsUnitWhereTheSmallerOneGrowsUnreadable) {
  EXPECT_EQ(duration_text(0), "0 seconds");
  EXPECT_EQ(duration_text(1), "1 second");
  EXPECT_EQ(duration_text(85), "85 seconds");
  EXPECT_EQ(duration_text(119), "119 seconds");
  EXPECT_EQ(duration_text(120), "2 minutes");
  EXPECT_EQ(duration_text(14 * 60 + 59), "14 minutes");
  EXPECT_EQ(duration_text(2 * 3600), "2 hours");
  EXPECT_EQ(duration_text(2 * kDay - 1), "47 hours");
  EXPECT_EQ(duration_text(5 * kDay), "5 days");
  EXPECT_EQ(duration_text(-60), "a clock step back of 60 seconds");
}

TEST(WeekdayName, TakesAnyNumber) {
  EXPECT_EQ(weekday_name(0), "Sun");
  EXPECT_EQ(weekday_name(6), "Sat");
  EXPECT_EQ(weekday_name(7), "Sun");
  EXPECT_EQ(weekday_name(-1), "Sat");
}

}  // namespace
}  // namespace enrolkit
