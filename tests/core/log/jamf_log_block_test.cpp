// The same bytes give the same lines, however they are cut into blocks and files; endless lines are bounded.
#include <gtest/gtest.h>

#include <random>

#include "core/log/jamf_log.h"
#include "support/scan.h"

namespace enrolkit {
namespace {

using test::scan;
using test::ScannedLine;
using namespace std::string_literals;

const std::string kStamp = "Thu Apr 30 09:10:36 ";
constexpr std::size_t kMaxLineBytes = Scanner::kMaxLineBytes;

std::string mixed_log() {
  return "at Apr 30 09:10:35 Mac jamf[1]: Checking for patches...\n"
         "Thu Apr 30 09:10:36 Library Cart 07 jamf[899]: Creating user _mgmt\xE2\x80\xA6\r\n"
         "Enrolling computer...\n"
         "\n"
         "Thu Apr 30 23:59:59 Art\xE2\x80\x99s Mac (2) jamf[317]: \n"
         "There was an error.\n\n     Device Signature Error - x\n"
         "Fri May 1 00:00:04 Mac [ReEnroller]:    Exiting failback\n"
         "Mon Feb 30 00:00:05 Mac jamf[12]: Executing Policy \xFF\xFE" +
         "\0\n"s +
         "Fri May 01 00:00:06 Mac jamf[12]: Checking for patches...\n"
         "Fri May 01 00:00:07 Mac jamf[12]: cut in the mid";
}

TEST(Blocks, CutAtEveryByteGiveTheSameLines) {
  const std::string text = mixed_log();
  Scanner whole;
  const auto expected = scan(whole, text, text.size());
  ASSERT_EQ(expected.size(), 12U);
  for (std::size_t at = 1; at < text.size(); ++at) {
    Scanner scanner;
    scanner.next_file(0, false);
    std::vector<ScannedLine> lines;
    Line line;
    std::string buffer = text.substr(0, at);
    scanner.give(buffer, false);
    while (scanner.next(line)) lines.emplace_back(line);
    buffer = std::string(scanner.rest()) + text.substr(at);
    scanner.give(buffer, true);
    while (scanner.next(line)) lines.emplace_back(line);
    ASSERT_EQ(lines, expected) << "cut at " << at;
    ASSERT_EQ(scanner.quality(), whole.quality()) << "cut at " << at;
  }
}

TEST(Blocks, OfEverySizeGiveTheSameLines) {
  const std::string text = mixed_log();
  Scanner whole;
  const auto expected = scan(whole, text, text.size());
  for (std::size_t size = 1; size < text.size(); ++size) {
    Scanner scanner;
    ASSERT_EQ(scan(scanner, text, size), expected) << size;
    ASSERT_EQ(scanner.quality(), whole.quality()) << size;
  }
}

// A line like one before is not parsed; in a block of its own it has no room for that, and always is.
TEST(Blocks, OfLinesThatAreNearlyAlikeGiveWhatEachLineGives) {
  const std::vector<std::string> messages{"Checking for patches...",
                                          "No patch policies were found.",
                                          "Executing Policy Update Inventory (daily)",
                                          "Daemon starting",
                                          "",
                                          "Could not connect to the JSS. Looking for cached policies..."};
  std::mt19937 random(7);
  const auto pick = [&](std::size_t below) { return random() % below; };
  for (int round = 0; round < 40; ++round) {
    std::vector<std::string> lines;
    for (int i = 0; i < 200; ++i) {
      std::string line = kStamp + "Mac jamf[" + std::to_string(pick(4) == 0 ? random() : pick(90'000)) +
                         "]: " + messages[pick(messages.size())];
      if (pick(3) == 0) line[pick(line.size())] = "\0\r 9]:[x\n>"[pick(10)];
      if (pick(20) == 0) line += '\r';
      lines.push_back(line + "\n");
    }
    std::string all;
    for (const std::string& line : lines) all += line;
    Scanner whole, single;
    const auto expected = scan(whole, all, all.size());
    single.next_file(0, false);
    std::vector<ScannedLine> read;
    for (const std::string& line : lines) {
      single.give(line, false);
      for (Line next; single.next(next);) read.emplace_back(next);
    }
    ASSERT_EQ(read, expected) << all;
    ASSERT_EQ(single.quality(), whole.quality()) << all;
  }
}

TEST(Blocks, WithoutAnyByteGiveNoLine) {
  Scanner scanner;
  EXPECT_TRUE(scan(scanner, "", 1).empty());
  EXPECT_EQ(scanner.quality(), LogQuality{});
  EXPECT_EQ(scanner.last_date(), std::nullopt);
  EXPECT_EQ(scanner.host(), "");
  EXPECT_EQ(scanner.rest(), "");
}

TEST(Blocks, KeepALineBackUntilItIsWhole) {
  Scanner scanner;
  Line line;
  scanner.next_file(0, false);
  scanner.give("one\ntw", false);
  EXPECT_TRUE(scanner.next(line));
  EXPECT_EQ(line.text, "one");
  EXPECT_FALSE(scanner.next(line));
  EXPECT_EQ(scanner.rest(), "tw");
  scanner.give("two", true);
  EXPECT_TRUE(scanner.next(line));
  EXPECT_EQ(line.text, "two");
  EXPECT_FALSE(scanner.next(line));
}

TEST(Blocks, EndWithoutOrWithOneOrMoreNewlines) {
  EXPECT_EQ(scan("a").size(), 1U);
  EXPECT_EQ(scan("a\n").size(), 1U);
  EXPECT_EQ(scan("a\n\n").size(), 2U);
  EXPECT_EQ(scan("\n").size(), 1U);
}

TEST(EndlessLine, IsCutAndTheRestPassedOverInBlocksOfAnySize) {
  const std::string head = kStamp + "Mac jamf[1]: Executing Policy ";
  const std::string text = "first\n" + head + std::string(200 * 1024, 'x') + "\n" + kStamp +
                           "Mac jamf[2]: Checking for patches...\n";
  for (const std::size_t block : {text.size(), std::size_t{256 * 1024}, kMaxLineBytes + 1, kMaxLineBytes,
                                  std::size_t{4096}, std::size_t{1021}}) {
    Scanner scanner;
    const auto lines = scan(scanner, text, block);
    ASSERT_EQ(lines.size(), 3U) << block;
    EXPECT_EQ(lines[0].text, "first");
    EXPECT_TRUE(lines[1].cut);
    EXPECT_EQ(lines[1].text, text.substr(6, kMaxLineBytes));
    EXPECT_EQ(lines[1].key, Message::executing);
    EXPECT_EQ(lines[1].number, 2U);
    EXPECT_FALSE(lines[2].cut);
    EXPECT_EQ(lines[2].key, Message::patches);
    EXPECT_EQ(lines[2].number, 3U);
    EXPECT_EQ(scanner.quality().endless, 1U);
    EXPECT_EQ(scanner.quality().lines, 3U);
  }
}

TEST(EndlessLine, AtTheEndOfAFileDoesNotSwallowTheNextFile) {
  for (const std::size_t block : {std::size_t{4096}, std::size_t{1} << 20U}) {
    Scanner scanner;
    EXPECT_EQ(scan(scanner, std::string(200 * 1024, 'x'), block).size(), 1U);
    const auto lines = scan(scanner, "next\n", block, 1);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].text, "next");
    EXPECT_EQ(lines[0].file, 1U);
  }
}

TEST(EndlessLine, BeginsBehindTheLongestOne) {
  const auto fits = scan(std::string(kMaxLineBytes, 'x') + "\ny\n");
  ASSERT_EQ(fits.size(), 2U);
  EXPECT_FALSE(fits[0].cut);
  EXPECT_EQ(fits[0].text.size(), kMaxLineBytes);

  const auto cut = scan(std::string(kMaxLineBytes + 1, 'x') + "\ny\n");
  ASSERT_EQ(cut.size(), 2U);
  EXPECT_TRUE(cut[0].cut);
  EXPECT_EQ(cut[0].text.size(), kMaxLineBytes);
  EXPECT_EQ(cut[1].text, "y");
}

TEST(EndlessLine, OfNulBytesIsOneDamagedLine) {
  Scanner scanner;
  EXPECT_EQ(scan(scanner, std::string(300 * 1024, '\0'), 8192).size(), 1U);
  EXPECT_EQ(scanner.quality().damaged, 1U);
  EXPECT_EQ(scanner.quality().endless, 1U);
}

TEST(File, BegunInsideALinePassesItsRestOver) {
  for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    Scanner scanner;
    const auto lines =
        scan(scanner, "icy Chrome\n" + kStamp + "Mac jamf[1]: Checking for patches...\n", block, 3, true);
    ASSERT_EQ(lines.size(), 1U) << block;
    EXPECT_EQ(lines[0].key, Message::patches);
    EXPECT_EQ(lines[0].number, 1U);
    EXPECT_EQ(lines[0].file, 3U);
    EXPECT_EQ(scanner.quality().lines, 1U);
  }
  Scanner scanner;
  EXPECT_TRUE(scan(scanner, "no end of line", 4, 0, true).empty());
  EXPECT_EQ(scan(scanner, "\nwhole\n", 4096, 0, true).front().text, "whole");
}

TEST(File, NumbersItsOwnLinesAndGoesOnWithTheClock) {
  Scanner scanner;
  const auto first = scan(scanner, "Wed Dec 31 23:59:58 Mac jamf[1]: x\nsecond\n", 4096, 0);
  const auto second = scan(scanner, "continued\nThu Jan 01 00:00:02 Mac jamf[1]: y\n", 4096, 1);
  ASSERT_EQ(first.size(), 2U);
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second[0].number, 1U);
  EXPECT_EQ(second[0].clock, first[0].clock);
  EXPECT_EQ(second[1].number, 2U);
  EXPECT_EQ(second[1].file, 1U);
  EXPECT_EQ(second[1].clock - first[0].clock, 4);
  EXPECT_EQ(scanner.quality().lines, 4U);
  EXPECT_EQ(scanner.quality().records, 2U);
}

// What a power loss leaves: zeros to the file's end, or to the next start's first record.
TEST(Blocks, ZerosOfAPowerLossAreNoDamage) {
  const std::string one = kStamp + "Mac jamf[9]: Checking for patches...\n",
                    cut = kStamp + "Mac jamf[9]: Checking for pat";
  for (const std::size_t count : {1UL, 16UL, 512UL, kMaxLineBytes, 3 * kMaxLineBytes + 5}) {
    const std::string zeros(count, '\0');
    for (const std::string& text : {one + zeros, one + zeros + one, one + cut + zeros.substr(0, 512),
                                    one + cut + zeros.substr(0, 512) + one}) {
      Scanner whole, small;
      const auto lines = scan(whole, text, text.size());
      EXPECT_EQ(whole.quality().damaged + whole.quality().endless, 0U) << count;
      for (const auto& line : lines) EXPECT_EQ(line.text.find('\0'), std::string::npos) << count;
      EXPECT_EQ(lines.size(), std::size_t(std::count(text.begin(), text.end(), 'M'))) << count;
      EXPECT_EQ(scan(small, text, 700), lines) << count;
    }
    Scanner inside;
    (void)scan(inside, one + zeros + "\n" + one, 700);
    EXPECT_EQ(inside.quality().damaged, 1U) << count;
  }
}

}  // namespace
}  // namespace enrolkit
