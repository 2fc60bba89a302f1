// The scanner's own clock: only differences mean something, and a line that cannot be dated moves nothing.
#include <gtest/gtest.h>

#include "core/log/jamf_log.h"
#include "support/scan.h"

namespace enrolkit {
namespace {

using test::scan;
using test::ScannedLine;

std::string record(std::string_view stamp) {
  return std::string(stamp) + " Mac jamf[1]: Checking for patches...\n";
}

// Seconds from the first line to each.
std::vector<std::int64_t> clocks(std::initializer_list<std::string_view> stamps) {
  std::string text;
  for (const auto stamp : stamps) text += record(stamp);
  std::vector<std::int64_t> clocks;
  const auto lines = scan(text);
  for (const ScannedLine& line : lines) clocks.push_back(line.clock - lines.front().clock);
  return clocks;
}
using Clocks = std::vector<std::int64_t>;

TEST(Clock, GoesOverMidnightAndNewYear) {
  EXPECT_EQ(clocks({"Thu Apr 30 23:59:59", "Fri May 01 00:00:01"}), (Clocks{0, 2}));
  EXPECT_EQ(clocks({"Wed Dec 31 23:59:59", "Thu Jan 01 00:00:01"}), (Clocks{0, 2}));
  EXPECT_EQ(clocks({"Thu Feb 29 12:00:00", "Fri Mar 01 12:00:00"}), (Clocks{0, kDay}));
}

TEST(Clock, StepsBackWithTheMacs) {
  EXPECT_EQ(clocks({"Thu Apr 30 09:10:36", "Thu Apr 30 09:10:30"}), (Clocks{0, -6}));
  EXPECT_EQ(clocks({"Fri May 01 00:00:01", "Thu Apr 30 23:59:59", "Fri May 01 00:00:03"}),
            (Clocks{0, -2, 2}));
}

TEST(Clock, CrossesYearsOfSilence) {
  EXPECT_EQ(clocks({"Thu Apr 30 00:00:00", "Sat May 01 00:00:00"}), (Clocks{0, 366 * kDay}));
}

TEST(Clock, TakesALeapSecond) {
  EXPECT_EQ(clocks({"Sat Dec 31 23:59:60", "Sun Jan 01 00:00:00"}), (Clocks{0, 0}));
}

TEST(Clock, ReadsTheSameDayInAnyPadding) {
  EXPECT_EQ(
      clocks({"Wed Feb 01 09:00:00", "Wed Feb 1 09:00:01", "Wed Feb  1 09:00:02", "Wed Feb 01 09:00:03"}),
      (Clocks{0, 1, 2, 3}));
}

TEST(Clock, StandsStillForADateThatNeverWas) {
  const auto lines = scan(record("Thu Apr 30 09:10:36") + record("Mon Feb 30 23:00:00") +
                          record("Mon Feb 30 23:59:00") + "continued\n" + record("Thu Apr 30 09:10:40"));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_TRUE(lines[0].dated);
  for (const std::size_t i : {1U, 2U, 3U}) {
    EXPECT_FALSE(lines[i].dated) << i;
    EXPECT_EQ(lines[i].clock, lines[0].clock) << i;
  }
  EXPECT_EQ(lines[2].writer, Writer::jamf);  // a record all the same
  EXPECT_EQ(lines[2].key, Message::patches);
  EXPECT_TRUE(lines[4].dated);
  EXPECT_EQ(lines[4].clock - lines[0].clock, 4);
}

TEST(Clock, StandsStillWhereWeekdaysContradict) {
  Scanner scanner;
  // No two 29ths of February, less than seven years apart, are a Thursday and a Friday.
  const auto lines = scan(scanner, record("Thu Feb 29 10:00:00") + record("Fri Feb 29 10:00:00"), 4096);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_FALSE(lines[1].dated);
  EXPECT_EQ(lines[1].clock, lines[0].clock);
  EXPECT_EQ(scanner.quality().undated, 1U);
  EXPECT_EQ(scanner.last_date(), (WeekDate{4, 2, 29}));
}

TEST(Clock, BeginsWithTheFirstRealDate) {
  Scanner scanner;
  const auto lines = scan(scanner, record("Mon Feb 30 23:00:00") + record("Thu Apr 30 00:00:07"), 4096);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_FALSE(lines[0].dated);
  EXPECT_TRUE(lines[1].dated);
  EXPECT_EQ(scanner.last_date(), (WeekDate{4, 4, 30}));
  EXPECT_EQ(lines[1].clock - scanner.last_day_clock(), 7);
}

TEST(Clock, IsNotMovedByADateThatAScriptPrinted) {
  Scanner scanner;
  const auto lines =
      scan(scanner,
           record("Thu Apr 30 09:10:36") + "Sat Jun  3 15:50:12 CEST 2017\n" +
               "Mon Feb 30 15:50:12 in the output of a script\n" + record("Thu Apr 30 09:10:37"),
           4096);
  ASSERT_EQ(lines.size(), 4U);
  for (const auto& line : lines) EXPECT_TRUE(line.dated) << line.text;
  EXPECT_EQ(lines[1].clock, lines[0].clock);
  EXPECT_EQ(lines[3].clock, lines[0].clock + 1);

  EXPECT_EQ(scan(scanner, "Sat Jun  3 15:50:12 CEST 2017\n", 4096).front().clock, lines[3].clock);
  EXPECT_EQ(scanner.last_date(), (WeekDate{4, 4, 30}));
}

TEST(Clock, DatesTheLogByItsLastRecord) {
  Scanner scanner;
  const auto lines =
      scan(scanner, record("Thu Apr 30 09:10:36") + record("Fri May 01 00:00:09") + "tail\n", 4096);
  EXPECT_EQ(scanner.last_date(), (WeekDate{5, 5, 1}));
  EXPECT_EQ(scanner.last_day_clock() + 9, lines[1].clock);
  EXPECT_EQ(scanner.host(), "Mac");
  EXPECT_EQ(scanner.quality().records, 2U);
  EXPECT_EQ(scanner.quality().undated, 0U);
}

}  // namespace
}  // namespace enrolkit
