// Starts and ends of the Mac: from utmpx, from system.log, and which of them lies in a silence.
#include "core/log/boots.h"

#include <gtest/gtest.h>

#include "support/writers/utmpx_writer.h"

namespace enrolkit::test {
namespace {

constexpr std::int32_t kBoot = 1'676'020'280;  // 2023-02-10 09:11:20 UTC

std::vector<BootRecord> utmpx(const std::string& bytes) {
  const auto parsed = parse_utmpx("utmpx", bytes);
  EXPECT_TRUE(std::holds_alternative<std::vector<BootRecord>>(parsed));
  return std::get<0>(parsed);
}

bool refused(const std::string& bytes) {
  return std::holds_alternative<Unreadable>(parse_utmpx("utmpx", bytes));
}

TEST(Utmpx, TellsStartsAndEnds) {
  const auto records = utmpx(utmpx_head() + utmpx_record(kUtmpxBoot, kBoot) +
                             utmpx_record(kUtmpxUser, kBoot + 60, "student1", "console") +
                             utmpx_record(kUtmpxShutdown, kBoot + 900));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].unix_seconds, kBoot);
  EXPECT_TRUE(records[0].start);
  EXPECT_EQ(records[0].where, "record 1");
  EXPECT_EQ(records[0].source, "utmpx");
  EXPECT_FALSE(records[0].zone_seconds);
  EXPECT_FALSE(records[1].start);
  EXPECT_EQ(records[1].where, "record 3");
}

TEST(Utmpx, IsKnownByItsFirstRecord) {
  std::string head = utmpx_head();
  EXPECT_FALSE(refused(head));
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused(head.substr(0, 627)));
  EXPECT_TRUE(refused(utmpx_record(kUtmpxSignature, 0, "utmpx-2.00")));
  EXPECT_TRUE(refused(utmpx_record(kUtmpxBoot, kBoot, "utmpx-1.00")));
  EXPECT_TRUE(refused(std::string(4096, '\0')));
}

TEST(Utmpx, WhatIsCutOffOrHasNoTimeIsPassedOver) {
  const std::string boot = utmpx_record(kUtmpxBoot, kBoot);
  EXPECT_EQ(utmpx(utmpx_head() + boot + boot.substr(0, 627)).size(), 1U);
  EXPECT_TRUE(utmpx(utmpx_head() + utmpx_record(kUtmpxBoot, 0) + utmpx_record(kUtmpxBoot, -5)).empty());
}

TEST(Utmpx, WithoutItsPeopleTellsTheSame) {
  const std::string whole = utmpx_head() + utmpx_record(kUtmpxBoot, kBoot) +
                            utmpx_record(kUtmpxUser, kBoot + 60, "student1", "console") +
                            utmpx_record(kUtmpxShutdown, kBoot + 900);
  const std::string redacted = redacted_utmpx(whole);
  EXPECT_EQ(redacted.size(), whole.size());
  EXPECT_EQ(redacted.find("student1"), std::string::npos);
  EXPECT_EQ(redacted.find("console"), std::string::npos);
  const auto before = utmpx(whole), after = utmpx(redacted);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].unix_seconds, before[i].unix_seconds);
    EXPECT_EQ(after[i].start, before[i].start);
    EXPECT_EQ(after[i].where, before[i].where);
  }
  EXPECT_EQ(redacted_utmpx("student1"), "");
}

TEST(SystemLogLine, TellsOfABootOrNot) {
  EXPECT_TRUE(tells_of_a_boot("Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0"));
  EXPECT_TRUE(tells_of_a_boot("Feb 10 09:11:00 HOST shutdown[412]: SHUTDOWN_TIME: 1676020260 0"));
  EXPECT_FALSE(tells_of_a_boot("Feb 10 09:11:20 HOST sshd[77]: BOOT_TIME 1676020280 0"));
  EXPECT_FALSE(tells_of_a_boot("Feb 10 09:11:20 HOST login[5]: student1"));
  EXPECT_FALSE(tells_of_a_boot(""));
}

TEST(Utmpx, KeepsTheLastOfMany) {
  std::string bytes = utmpx_head();
  for (int i = 1; i <= 300; ++i) bytes += utmpx_record(kUtmpxBoot, i);
  const auto records = utmpx(bytes);
  ASSERT_EQ(records.size(), kMaxBootRecords);
  EXPECT_EQ(records.back().unix_seconds, 300);
}

std::vector<BootRecord> system_log(const std::string& text) {
  SystemLogScanner scanner;
  scanner.next_file("system.log", false);
  EXPECT_TRUE(scanner.take(text, true).empty());
  return scanner.records();
}

TEST(SystemLog, TellsStartsAndEndsWithTheirLine) {
  const auto records = system_log(
      "Feb 10 09:10:40 Macs-MacBook shutdown[412]: SHUTDOWN_TIME: 1676020240 577079\n"
      "Feb 10 09:10:41 Macs-MacBook syslogd[56]: Configuration Notice:\n"
      "\tASL Module \"com.apple.cdscheduler\" claims selected messages.\n"
      "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0\r\n"
      "Feb 10 10:11:20 localhost bootlog[0]: BOOT_TIME: 1676023880 0\n"
      "Feb 10 11:00:00 localhost reboot[27104]: SHUTDOWN_TIME: 1676026800 1\n");
  ASSERT_EQ(records.size(), 4U);
  EXPECT_FALSE(records[0].start);
  EXPECT_EQ(records[0].where, "line 1");
  EXPECT_TRUE(records[1].start);
  EXPECT_EQ(records[1].unix_seconds, kBoot);
  EXPECT_EQ(records[1].where, "line 4");
  EXPECT_EQ(records[1].text, "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0");
  EXPECT_TRUE(records[2].start);
  EXPECT_FALSE(records[3].start);
}

TEST(SystemLog, OnlyItsWritersAreBelieved) {
  for (const char* line :
       {"Feb 10 09:11:20 localhost logger[7]: BOOT_TIME 1676020280 0",
        "Feb 10 09:11:20 localhost logger[7]: bootlog[0]: BOOT_TIME 1676020280 0",
        "bootlog[0]: BOOT_TIME 1676020280 0", "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME",
        "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME  1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280x 0",
        "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME -1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 99999999999999999999 0",
        "Feb 10 09:11:20 localhost bootlog[0]: SHUTDOWN_TIME: 1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[123]: BOOT_TIME 1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[]: BOOT_TIME 1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[00]: BOOT_TIME 1676020280 0",
        "Feb 10 09:11:20 localhost shutdown[0]: BOOT_TIME 1676020280 0",
        "Fbe 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0",
        "Feb 10 24:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0",
        "Feb 10 09:11:20 localhost bootlog[0]:", ""}) {
    EXPECT_TRUE(system_log(line).empty()) << line;
  }
}

// The stamp is the Mac's clock and the number UTC.
TEST(SystemLog, ALineTellsTheMacsTimeZone) {
  const auto zone = [](const std::string& stamp, std::int64_t seconds) {
    const auto records =
        system_log(stamp + " localhost bootlog[0]: BOOT_TIME " + std::to_string(seconds) + " 0\n");
    return records.size() == 1 ? records[0].zone_seconds : std::optional<std::int64_t>(-1);
  };
  EXPECT_EQ(zone("Feb 10 09:11:20", kBoot), 0);
  EXPECT_EQ(zone("Feb 10 01:11:20", kBoot), -8 * 3600);
  EXPECT_EQ(zone("Feb 10 14:41:24", kBoot), 19800) << "India, four seconds late";
  EXPECT_EQ(zone("Feb 10 23:11:20", kBoot), 14 * 3600);
  EXPECT_EQ(zone("Dec 31 16:00:10", 1'672'531'205), -8 * 3600) << "2023 in UTC, 2022 on the Mac";
  EXPECT_EQ(zone("Jan  1 05:45:00", 1'672'531'200), 20700);
  EXPECT_EQ(zone("Feb 10 09:18:50", kBoot), std::nullopt) << "seven minutes from any zone";
  EXPECT_EQ(zone("Jan 04 03:07:18", kBoot), std::nullopt) << "another day";
  EXPECT_EQ(zone("Feb 31 09:11:20", kBoot), std::nullopt);
}

TEST(SystemLog, KeepsTheLastOfMany) {
  std::string text;
  for (int i = 1; i <= 300; ++i) {
    text += "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME " + std::to_string(i) + " 0\n";
  }
  const auto records = system_log(text);
  ASSERT_EQ(records.size(), kMaxBootRecords);
  EXPECT_EQ(records.back().unix_seconds, 300);
}

TEST(SystemLog, ALineOfAFileBegunInItsMiddleHasNoNumber) {
  SystemLogScanner scanner;
  scanner.next_file("system.log", true);
  const std::string line = "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME 1676020280 0\n";
  EXPECT_TRUE(scanner.take(line + line, true).empty());
  ASSERT_EQ(scanner.records().size(), 1U) << "the first one may be the end of another";
  EXPECT_EQ(scanner.records()[0].where, "");
}

LocalTime at(std::string_view text) { return *parse_local_time(text); }

TEST(BootOf, TheZoneOfTheRecordIsTheMacs) {
  const BootRecord utc{kBoot, true, std::nullopt, "utmpx", "record 1", "BOOT_TIME"};
  const BootRecord west{kBoot, true, -8 * 3600, "system.log", "line 1", "..."};
  const LocalTime here = at("2023-02-10 10:11:20");  // read an hour to the east of UTC
  EXPECT_EQ(boot_of(utc, here, true).at, here);
  EXPECT_TRUE(boot_of(utc, here, true).zone_known);
  EXPECT_EQ(boot_of(utc, here, false).at, here);
  EXPECT_FALSE(boot_of(utc, here, false).zone_known);
  EXPECT_EQ(boot_of(west, here, false).at, at("2023-02-10 01:11:20"));
  EXPECT_TRUE(boot_of(west, here, false).zone_known);
}

TEST(BootBetween, TheFirstInTheSilenceAndTheCertainBeforeTheOther) {
  const auto boot = [](std::string_view time, bool known) { return Boot{at(time), known, {}}; };
  const std::vector<Boot> boots{boot("2023-02-10 09:00:00", true), boot("2023-02-10 09:10:50", false),
                                boot("2023-02-10 09:11:40", true), boot("2023-02-10 09:11:20", true),
                                boot("2023-02-10 18:00:00", true)};
  const LocalTime last = at("2023-02-10 09:10:36");
  ASSERT_NE(boot_between(boots, last, at("2023-02-10 09:12:01")), nullptr);
  EXPECT_EQ(boot_between(boots, last, at("2023-02-10 09:12:01"))->at, at("2023-02-10 09:11:20"));
  EXPECT_FALSE(boot_between(boots, last, at("2023-02-10 09:10:00"))->zone_known);
  EXPECT_EQ(boot_between(boots, at("2023-02-10 09:12:00"), at("2023-02-10 09:30:00")), nullptr);
  EXPECT_EQ(boot_between(boots, at("2023-02-10 09:12:00"), std::nullopt)->at, at("2023-02-10 18:00:00"));
  EXPECT_EQ(boot_between(boots, at("2023-02-10 18:00:00"), std::nullopt), nullptr);
  EXPECT_EQ(boot_between({}, last, std::nullopt), nullptr);
}

}  // namespace
}  // namespace enrolkit::test
