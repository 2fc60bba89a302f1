// How a line of jamf.log is taken apart. The blocks it comes in: jamf_log_block_test.cpp. Its clock:
// jamf_log_clock_test.cpp.
#include "core/log/jamf_log.h"

#include <gtest/gtest.h>

#include "support/scan.h"

namespace enrolkit {
namespace {

using test::scan;
using test::scan_line;
using test::ScannedLine;
using namespace std::string_literals;

const std::string kStamp = "Thu Apr 30 09:10:36 ";
const std::string kLine = kStamp + "lab-07 jamf[899]: Checking for patches...";

TEST(Line, HasItsHostPidMessageAndKey) {
  const ScannedLine line = scan_line(kLine + "\n");
  EXPECT_EQ(line.number, 1U);
  EXPECT_EQ(line.host, "lab-07");
  EXPECT_EQ(line.pid, 899U);
  EXPECT_EQ(line.message, "Checking for patches...");
  EXPECT_EQ(line.text, kLine);
  EXPECT_EQ(line.writer, Writer::jamf);
  EXPECT_EQ(line.key, Message::patches);
  EXPECT_EQ(line.clock, 9 * 3600 + 10 * 60 + 36);
  EXPECT_TRUE(line.dated);
  EXPECT_FALSE(line.cut);
}

TEST(Line, TakesAnyHost) {
  for (const std::string host :
       {"Library Cart 07", "Ana's MacBook", "Art\xE2\x80\x99s Room Mac (2)", "lab-07.example.org",
        "two  spaces", " leading", "trailing ", "", "jamf", "jamf[", "[x]", "a [b] c", "jamf[1]",
        "Mac jamf[12]", "Mac jamf[12] ", "[ReEnroller]", "Mac [ReEnroller", "\xFF\xFE", "caf\xC3\xA9"}) {
    const ScannedLine line = scan_line(kStamp + host + " jamf[7]: Checking for patches...\n");
    EXPECT_EQ(line.host, host);
    EXPECT_EQ(line.pid, 7U) << host;
    EXPECT_EQ(line.key, Message::patches) << host;
  }
  std::string boxes;
  for (int i = 0; i < 15; ++i) boxes += "\xE2\x96\xA0";
  EXPECT_EQ(scan_line(kStamp + boxes + " jamf[7]: Checking for patches...").host, boxes);
}

TEST(Line, EndsItsHostAtTheFirstWriter) {
  const ScannedLine line =
      scan_line(kStamp + "Mac jamf[7]: Executing Policy jamf[8]: copy [ReEnroller]: x\n");
  EXPECT_EQ(line.host, "Mac");
  EXPECT_EQ(line.pid, 7U);
  EXPECT_EQ(line.message, "Executing Policy jamf[8]: copy [ReEnroller]: x");

  const ScannedLine other = scan_line(kStamp + "Mac [ReEnroller]:    killed jamf[8]: x\n");
  EXPECT_EQ(other.host, "Mac");
  EXPECT_EQ(other.writer, Writer::re_enroller);
  EXPECT_EQ(other.pid, 0U);
}

TEST(Line, TakesAnotherHostInTheMiddleOfAFile) {
  Scanner scanner;
  const auto lines = scan(scanner,
                          kStamp + "Ana's Mac jamf[1]: Checking for patches...\n" +  //
                              kStamp + "Ana\xE2\x80\x99s Mac jamf[2]: Checking for patches...\n" + kStamp +
                              "Ana's Mac jamf[3]: Checking for patches...\n" +  //
                              kStamp + "Ana's Mac jamf[x] jamf[4]: Checking for patches...\n" + kStamp +
                              "Ana's Mac jamf[5]: Checking for patches...\n",
                          4096);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0].host, "Ana's Mac");
  EXPECT_EQ(lines[1].host, "Ana\xE2\x80\x99s Mac");
  EXPECT_EQ(lines[2].host, "Ana's Mac");
  EXPECT_EQ(lines[3].host, "Ana's Mac jamf[x]");
  EXPECT_EQ(lines[4].host, "Ana's Mac");
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i].pid, i + 1);
  EXPECT_EQ(scanner.host(), "Ana's Mac");
}

TEST(Line, TakesTheDayPaddedOrNot) {
  for (const std::string day : {"01", "1", " 1"}) {
    const ScannedLine line = scan_line("Wed Feb " + day + " 09:10:36 Mac jamf[1]: Checking for patches...\n");
    EXPECT_EQ(line.key, Message::patches) << day;
    EXPECT_TRUE(line.dated) << day;
    EXPECT_EQ(line.host, "Mac");
  }
}

TEST(Line, IsAContinuationUnlessItsStampIsWhole) {
  for (const std::string stamp :
       {"thu Apr 30 09:10:36 ",  "Thu apr 30 09:10:36 ",  "Don Apr 30 09:10:36 ",
        "Thu Mai 30 09:10:36 ",  "Thu  Apr 30 09:10:36 ", "Thu Apr 30  09:10:36 ",
        "Thu Apr   3 09:10:36 ", "Thu Apr 300 09:10:36 ", "Thu Apr xx 09:10:36 ",
        "Thu Apr  09:10:36 ",    "Thu Apr 30 9:10:36 ",   "Thu Apr 30 09.10.36 ",
        "Thu Apr 30 24:00:00 ",  "Thu Apr 30 99:99:99 ",  "Thu Apr 30 09:60:00 ",
        "Thu Apr 30 09:10:61 ",  "Thu Apr 30 09:10:3: ",  "Thu Apr 30 0::10:36 ",
        "Thu Apr 30 /9:10:36 ",  "Thu Apr 30 09:10:36",   "at Apr 30 09:10:36 ",
        " Thu Apr 30 09:10:36 ", "Thu Apr 30 09:10 ",     "Thu Apr 30 2026 09:10:36 "}) {
    const ScannedLine line = scan_line(stamp + "Mac jamf[1]: Checking for patches...\n");
    EXPECT_EQ(line.writer, Writer::continuation) << stamp;
    EXPECT_EQ(line.message, line.text) << stamp;
    EXPECT_EQ(line.host, "") << stamp;
    EXPECT_EQ(line.pid, 0U) << stamp;
    EXPECT_EQ(line.key, Message::other) << stamp;
  }
}

// A record begins a line: what another program's line quotes is that program's word.
TEST(Line, QuotedInsideAnotherWritersLineIsThatWriters) {
  for (const std::string before :
       {"mac watch[2300]: found: Mon Nov 13 08:00:02 mac", "mac watch[2300]: mac", "mac [Other]: x",
        "mac watch[2300]:", "mac sudo:", "mac [Other]:", "mac jamf[x]:", "xjamf[12]:", "[ReEnroller]:",
        "mac note: Mon Nov 13 08:00:02 mac", "Thu Apr 30 09:10:36", "mac watch: 08:00:02 mac"}) {
    for (const std::string writer : {" jamf[812]: ", " [ReEnroller]:    "}) {
      const ScannedLine line = scan_line(kStamp + before + writer + "No patch policies were found.\n");
      EXPECT_TRUE(line.writer == Writer::other || line.writer == Writer::continuation) << before;
      EXPECT_EQ(line.key, Message::other) << before;
      EXPECT_EQ(line.pid, 0U) << before;
    }
  }
}

// By the computer's own program that has no process id in brackets, once the computer is known.
TEST(Line, QuotedBehindTheKnownHostAndAnotherWriterIsThatWriters) {
  Scanner scanner;
  const auto lines = scan(scanner,
                          kStamp + "Ana: Mac jamf[1]: Checking for patches...\n" + kStamp +
                              "Ana: Mac script: Ana: Mac jamf[2]: No patch policies were found.\n" + kStamp +
                              "Ana: Mac jamf[3]: Checking for patches...\n",
                          4096);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].host, "Ana: Mac");
  EXPECT_EQ(lines[1].writer, Writer::other);
  EXPECT_EQ(lines[1].key, Message::other);
  EXPECT_EQ(lines[2].host, "Ana: Mac");
}

TEST(Line, IsAContinuationUnlessItHasAWriter) {
  for (const std::string rest :
       {"Mac jamf[]: x", "Mac jamf[1] x", "Mac jamf[1]; x", "Mac jamf[-1]: x", "Mac jamf[1a]: x",
        "Mac jamf[1234567890]: x", "Mac jamf[99999999999999999999]: x", "Mac Jamf[1]: x", "jamf[1]: x",
        "Macjamf[1]: x", "Mac [reenroller]: x", "Mac [ReEnroller] x", "Mac [Other]: x", "Mac jamf[",
        "Mac jamf[1", "Mac jamf[1]", "Mac loginwindow[1]: x", "Mac"}) {
    const ScannedLine line = scan_line(kStamp + rest + "\n");
    EXPECT_EQ(line.writer, rest.find("]:") == std::string::npos ? Writer::continuation : Writer::other)
        << rest;
    EXPECT_EQ(line.pid, 0U) << rest;
  }
  EXPECT_EQ(scan_line(kStamp + "Mac jamf[999999999]: x").pid, 999'999'999U);
  EXPECT_EQ(scan_line(kStamp + "Mac jamf[000000001]: x").pid, 1U);
}

TEST(Line, OfReEnrollerHasNoPidAndItsOwnMessages) {
  const ScannedLine line = scan_line(
      "Sun Dec 8 19:01:02 Mac (2) [ReEnroller]:    Enrolled to new Jamf Server: https://jamf.example.org\n");
  EXPECT_EQ(line.writer, Writer::re_enroller);
  EXPECT_EQ(line.host, "Mac (2)");
  EXPECT_EQ(line.pid, 0U);
  EXPECT_EQ(line.key, Message::re_enroller_enrolled);
  EXPECT_EQ(line.message, "   Enrolled to new Jamf Server: https://jamf.example.org");
  EXPECT_EQ(scan_line("Sun Dec 8 19:01:02 Mac [ReEnroller]:    Checking for patches...").key, Message::other);
}

TEST(Line, WithoutAStampBelongsToTheRecordBefore) {
  const auto lines =
      scan(kStamp +
           "Mac jamf[9]: Error block\n"
           "Enrolling computer...\n"
           "There was an error.\n"
           "\n"
           "     Device Signature Error - A valid device signature is required to perform the action.\n"
           " \n"
           "-rw-r--r--  1 root  wheel  12 Sep  7 15:50 file\n");
  ASSERT_EQ(lines.size(), 7U);
  const Message keys[] = {Message::other, Message::enrolling,        Message::error_block,
                          Message::other, Message::device_signature, Message::other,
                          Message::other};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].key, keys[i]) << i;
    EXPECT_EQ(lines[i].number, i + 1);
    EXPECT_EQ(lines[i].clock, lines[0].clock) << i;
    EXPECT_EQ(lines[i].writer, i == 0 ? Writer::jamf : Writer::continuation) << i;
  }
}

TEST(Line, MayBeABareRecordWithAndWithoutATrailingSpace) {
  for (const std::string end : {"", " "}) {
    const ScannedLine line = scan_line(kStamp + "Mac jamf[317]:" + end + "\n");
    EXPECT_EQ(line.writer, Writer::jamf);
    EXPECT_EQ(line.pid, 317U);
    EXPECT_EQ(line.message, "");
    EXPECT_EQ(line.key, Message::other);
  }
  EXPECT_EQ(scan_line(kStamp + "Mac jamf[317]:  ").message, " ");  // one space is the separator
  EXPECT_EQ(scan_line(kStamp + "Mac jamf[317]:Checking for patches...").key, Message::patches);
}

TEST(Line, LosesOneCarriageReturnAtItsEnd) {
  const auto lines =
      scan(kLine + "\r\n\r\n" + kStamp + "Mac jamf[3]:\r\n" + kStamp + "Mac jamf[4]: a\rb\r\r\n");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].text, kLine);
  EXPECT_EQ(lines[1].text, "");
  EXPECT_EQ(lines[2].message, "");
  EXPECT_EQ(lines[2].pid, 3U);
  EXPECT_EQ(lines[3].message, "a\rb\r");
}

TEST(Line, KeepsBytesAsTheyAre) {
  const std::string bad = "Executing Policy \xFF\xFE\xC0\x80\xED\xA0\x80 end";
  const ScannedLine line = scan_line(kStamp + "Mac jamf[1]: " + bad + "\n");
  EXPECT_EQ(line.message, bad);
  EXPECT_EQ(line.key, Message::executing);
}

TEST(Line, WithNulBytesIsALineLikeAnyOther) {
  Scanner scanner;
  const auto lines =
      scan(scanner, "\0\0\0\0\n"s + kStamp + "Mac jamf[1]: Executing Policy a\0b\n"s + "\0"s + kLine, 4096);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].text, "\0\0\0\0"s);
  EXPECT_EQ(lines[1].message, "Executing Policy a\0b"s);
  EXPECT_EQ(lines[1].key, Message::executing);
  EXPECT_EQ(scanner.quality().damaged, 2U) << "the last is what a power loss leaves in front of a start";
}

TEST(Line, LosesAQuoteMarkOnlyWhenAsked) {
  const std::string text = "> " + kLine + "\n>\n> > x\n>y\n> \n";
  EXPECT_EQ(scan(text)[0].writer, Writer::continuation);
  EXPECT_EQ(scan(text)[0].text, "> " + kLine);

  Scanner scanner;
  scanner.strip_quotes = true;
  const auto lines = scan(scanner, text, 4096);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0].text, kLine);
  EXPECT_EQ(lines[0].key, Message::patches);
  EXPECT_EQ(lines[1].text, ">");
  EXPECT_EQ(lines[2].text, "> x");  // one level
  EXPECT_EQ(lines[3].text, ">y");
  EXPECT_EQ(lines[4].text, "");
}

TEST(Line, CutAtItsBeginningOrEndIsNoFailure) {
  const auto lines =
      scan(kLine.substr(2) + "\n" + kStamp +
           "Mac jamf[1]: Error Domain=com.jamf.jamfsecurity.error Code=-25300 \"x\" UserInfo={NSLoc");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].writer, Writer::continuation);
  EXPECT_FALSE(lines[0].dated);
  EXPECT_EQ(lines[0].clock, 0);
  EXPECT_EQ(lines[1].key, Message::security_domain);
  EXPECT_TRUE(lines[1].dated);
}

TEST(Line, CutAtAnyByteIsARecordOnlyWhenItsWriterIsWhole) {
  const std::size_t writer_end = kLine.find("]:") + 2;
  for (std::size_t size = 1; size <= kLine.size(); ++size) {
    const ScannedLine line = scan_line(kLine.substr(0, size));
    EXPECT_EQ(line.writer, size >= writer_end ? Writer::jamf : Writer::continuation) << size;
    EXPECT_EQ(line.text, kLine.substr(0, size));
  }
}

}  // namespace
}  // namespace enrolkit
