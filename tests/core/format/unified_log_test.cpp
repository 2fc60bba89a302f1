// Lines of `log show` as lines of jamf.log.
#include "core/format/unified_log.h"

#include <gtest/gtest.h>

namespace enrolkit::test {
namespace {

constexpr const char* kHead =
    "Timestamp                       Thread     Type        Activity             PID    TTL  \n";

TEST(UnifiedLog, ALineOfJamfBecomesOneOfItsLog) {
  const JamfLines lines = jamf_lines_of(
      std::string(kHead) +
      "2023-02-10 09:10:36.123456-0700 0x1a2b     Default     0x0                  335    0    jamf: "
      "[com.jamf.management.binary:default] Checking for policies triggered by \"recurring check-in\"...\n"
      "2024-02-29 23:59:59.000001+0530 0x1a2b     Error       0x0                  336    0    jamf: (Enrollment) "
      "[com.jamf.management.binary:enrol] Device Signature Error\n"
      "2026-03-01 00:00:00.5+0000 0x1 Default 0x0 1 0 jamf: no subsystem\n");
  EXPECT_EQ(
      lines.text,
      "Fri Feb 10 09:10:36 unified-log jamf[335]: Checking for policies triggered by \"recurring check-in\"...\n"
      "Thu Feb 29 23:59:59 unified-log jamf[336]: Device Signature Error\n"
      "Sun Mar 01 00:00:00 unified-log jamf[1]: no subsystem\n");
  EXPECT_EQ(lines.last, parse_local_time("2026-03-01 00:00:00"));
}

TEST(UnifiedLog, LinesOfOthersAndOfOtherFormsArePassedOver) {
  for (
      const std::string line :
      {"",
       "2023-02-10 09:10:36.123456-0700 0x1 Default 0x0 335 0 JamfDaemon: [com.jamf.management.daemon:x] words",
       "2023-02-10 09:10:36.123456-0700 0x1 Default 0x0 335 0 notjamf: [a:b] words",
       "2023-02-10 09:10:36.123456-0700 0x1 Default 0x0 three 0 jamf: [a:b] words",
       "2023-02-30 09:10:36.123456-0700 0x1 Default 0x0 335 0 jamf: [a:b] words",
       "2023-02-10 09:10:36 0x1 Default 0x0 335 0 jamf: [a:b] words",
       "2023-02-10 09:10:36.123456-0700 Mac jamf[335]: [a:b] syslog style",
       "2023-02-10 09:10:36.123 Df jamf[335:1a2b] compact style",
       "2023-02-10 09:10:36.123456-0700 0x1 Default 0x0 335 0 jamf: [never closed",
       "Fri Feb 10 09:10:36 Mac jamf[335]: a line of jamf.log"}) {
    const JamfLines lines = jamf_lines_of(line + "\n");
    EXPECT_EQ(lines.text, "") << line;
    EXPECT_FALSE(lines.last) << line;
  }
}

// An error block has lines without a date: they belong to the record before them, whose it was.
TEST(UnifiedLog, WhatHasNoDateBelongsToTheLineBefore) {
  const JamfLines lines = jamf_lines_of(
      "stray\n"
      "2023-02-10 09:10:36.1-0700 0x1 Error 0x0 335 0 jamf: [a:b]\r\n"
      "\tThere was an error.\n"
      "2023-02-10 09:10:37.1-0700 0x1 Default 0x0 88 0 Finder: other\n"
      "\tof the Finder\n");
  EXPECT_EQ(lines.text, "Fri Feb 10 09:10:36 unified-log jamf[335]: \n\tThere was an error.\n");
}

}  // namespace
}  // namespace enrolkit::test
