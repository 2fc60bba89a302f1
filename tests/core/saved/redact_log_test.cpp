// A log without secrets has the lines it had.
#include "core/saved/redact_log.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/log/boots.h"

namespace enrolkit {
namespace {

std::string in_blocks(std::string_view text, std::size_t block) {
  LogRedactor redactor;
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min(block, text.size()))) {
    redactor.take(text.substr(0, block), false, out);
  }
  redactor.take({}, true, out);
  return out;
}

TEST(RedactedLog, EveryLineStaysALineAndEndsAsItDid) {
  const std::string text =
      "one\n\n\tthree -password S3CR3T\r\nhttps://u:S3CR3T@h.example.org/?S3CR3T\r\n\r\nno end token=S3CR3T";
  const std::string expected =
      "one\n\n\tthree -password (removed)\r\nhttps://(removed)@h.example.org/?(removed)\r\n\r\nno end "
      "token=(removed)";
  for (std::size_t block = 1; block < 40; ++block) EXPECT_EQ(in_blocks(text, block), expected) << block;
  EXPECT_EQ(redacted_log(text), expected);
  EXPECT_EQ(redacted_log(""), "");
  EXPECT_EQ(redacted_log("\n"), "\n");
}

TEST(RedactedLog, BytesThatAreNoTextStay) {
  const std::string text("\xFF\x00\x80 plain\n\x1B[2J", 15);
  EXPECT_EQ(redacted_log(text), text);
}

TEST(RedactedLog, AnEndlessLineIsCutAndStillTooLong) {
  const std::string text = "a\n" + std::string(10'000'000, 'x') + " -password S3CR3T\nb\n";
  const std::string out = in_blocks(text, 65'536);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 3);
  EXPECT_EQ(out.size(), LogRedactor::kMaxLineBytes + 5);
  EXPECT_EQ(out.find("S3CR3T"), std::string::npos);
  EXPECT_TRUE(out.ends_with("\nb\n"));
}

TEST(RedactedLog, OfSystemLogOnlyStartsAndEndsStayAndLinesKeepTheirNumbers) {
  const std::string start = "Feb 10 09:11:20 mac bootlog[0]: BOOT_TIME 1676020280 0";
  const std::string end = "Feb 10 09:10:59 mac shutdown[412]: SHUTDOWN_TIME: 1676020259 0";
  const std::string text = "Feb 10 09:00:00 mac login[7]: S3CR3T\n" + end + "\n\n" + start +
                           "\r\nFeb 10 09:12:00 mac x[7]: BOOT_TIME S3CR3T\n";
  EXPECT_EQ(redacted_log(text, tells_of_a_boot), "\n" + end + "\n\n" + start + "\r\n\n");
}

}  // namespace
}  // namespace enrolkit
