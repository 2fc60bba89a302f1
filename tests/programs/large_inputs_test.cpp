// Inputs without an end: time and memory have one all the same.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/temp_folder.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

constexpr std::size_t kMegabyte = 1U << 20U;

// A file that is written bit by bit: what this process has ever held counts against its children's memory.
class Writer {
 public:
  explicit Writer(const std::string& path) : file_(path, std::ios::binary) {}
  void add(std::string_view text) { file_.write(text.data(), static_cast<std::streamsize>(text.size())); }
  void add(char c, std::size_t count) {
    const std::string block(64 * 1024, c);
    for (; count >= block.size(); count -= block.size()) add(block);
    add(std::string_view(block).substr(0, count));
  }
  [[nodiscard]] bool done() { return static_cast<bool>(file_.flush()); }

 private:
  std::ofstream file_;
};

void expect_bounded(const Ran& ran) {
  if (kSanitized) return;  // the caller has asserted on the answer; the costs are the sanitizer's
  EXPECT_LT(ran.took, std::chrono::seconds(5)) << told(ran);
  EXPECT_LT(ran.peak_kb, 64 * 1024) << told(ran);
}

const std::string kBefore = enrolment(at("2026-03-02 08:30:00"), 633);
const std::string kAfter = check_in(at("2026-03-02 09:00:00"), 700);

// Two files of one host's records would be one Mac.
std::string of_host(std::string log, const std::string& host) {
  constexpr std::string_view kHost = "Library Cart 07";
  for (std::size_t at = 0; (at = log.find(kHost, at)) != std::string::npos;)
    log.replace(at, kHost.size(), host);
  return log;
}

TEST(LargeInputs, ALineOf200MegabytesHidesNothingBeforeOrBehindIt) {
  const TempFolder folder;
  Writer log(folder.at("jamf.log"));
  log.add(kBefore);
  log.add('x', 200 * kMegabyte);
  log.add("\n" + kAfter);
  ASSERT_TRUE(log.done());
  const Ran ran = enrolkit({"explain", folder.at("jamf.log")});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("Complete as of 2026-03-02 ")) << told(ran);
  EXPECT_NE(ran.out.find("log                 Damaged; lines=8; endless=1"), std::string::npos) << told(ran);
  expect_bounded(ran);
}

TEST(LargeInputs, AHoleOf200MegabytesIsALineLikeAnyOther) {
  const TempFolder folder;
  const std::string path = folder.write("jamf.log", kBefore);
  ASSERT_EQ(::truncate(path.c_str(), 200 * kMegabyte), 0);
  std::ofstream(path, std::ios::binary | std::ios::app) << "\n" << kAfter;
  const Ran ran = enrolkit({"explain", path});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_NE(ran.out.find("log                 Damaged; lines=8; damaged=1"), std::string::npos) << told(ran);
  expect_bounded(ran);
}

TEST(LargeInputs, AMillionProcessesAreAsCheapAsOne) {
  const TempFolder folder;
  Writer log(folder.at("jamf.log"));
  log.add(kBefore);
  const LocalTime begin = at("2026-03-02 09:00:00");
  for (unsigned pid = 1; pid <= 1'000'000; ++pid) {
    log.add(log_line({begin.seconds + pid / 60}, pid, "Checking for patches..."));
  }
  ASSERT_TRUE(log.done());
  const Ran ran = enrolkit({"explain", folder.at("jamf.log")});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_NE(ran.out.find("lines=1000004"), std::string::npos) << told(ran);
  expect_bounded(ran);
}

TEST(LargeInputs, AMillionEnrolmentsAreBoundedToo) {
  const TempFolder folder;
  Writer log(folder.at("jamf.log"));
  const LocalTime begin = at("2020-01-01 09:00:00");
  for (unsigned i = 0; i < 500'000; ++i) {
    log.add(refused_enrolment({begin.seconds + i * 100LL}, 300 + i % 60'000));
  }
  ASSERT_TRUE(log.done());
  const Ran ran = enrolkit({"explain", "--as-of", "2022-01-01", folder.at("jamf.log")});
  EXPECT_EQ(ran.status, 1) << told(ran);
  expect_bounded(ran);
}

TEST(LargeInputs, AFewKilobytesThatUnpackToManyMegabytesAreReadInPart) {
  const TempFolder folder;
  // gzip of gzip would do; a run of one byte is the worst that one layer can hold.
  Writer plain(folder.at("plain"));
  plain.add(kBefore);
  plain.add('x', 300 * kMegabyte);
  plain.add("\n" + kAfter);
  ASSERT_TRUE(plain.done());
  const Ran packed = run_program(
      "/bin/sh", {"-c", "gzip -1 < \"$0\" > \"$1\"", folder.at("plain"), folder.at("jamf.log.0.gz")});
  ASSERT_EQ(packed.status, 0) << told(packed);
  ASSERT_LT(std::filesystem::file_size(folder.at("jamf.log.0.gz")), 4 * kMegabyte);
  const Ran ran = enrolkit({"explain", folder.at("jamf.log.0.gz")});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "unpacks to more than 200 times its size; the rest was not read")) << told(ran);
  expect_bounded(ran);
}

TEST(LargeInputs, ThousandsOfFilesAreReadInBoundedMemory) {
  const TempFolder folder;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = std::to_string(i);
    folder.write("logs/" + name + ".log", of_host(kBefore + kAfter, "mac-" + name));
  }
  const Ran ran = enrolkit({"explain", folder.at("logs")});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("3000 Macs: 3000 fine")) << told(ran);
  expect_bounded(ran);
}

class LargeLogOnAMac : public testing::Test {
 protected:
  // 200 MB of a Mac that lost its signature long ago, so that all of it has to be read.
  void SetUp() override {
    if (kSanitized) GTEST_SKIP() << "what a sanitizer needs of memory is not what ships";
    std::string block;
    for (std::int64_t i = 0; block.size() < kMegabyte; ++i) {
      block += broken_check_in({at("2026-03-02 00:00:00").seconds + i * 20}, static_cast<unsigned>(300 + i));
    }
    folder_.folder("mac/private/var/log");
    Writer log(folder_.at("mac/private/var/log/jamf.log"));
    for (int i = 0; i < 200; ++i) log.add(block);
    ASSERT_TRUE(log.done());
  }
  TempFolder folder_;
};

TEST_F(LargeLogOnAMac, CostsAnAttributeUnder12MegabytesOfMemory) {
  for (const char* name : {"enrolment", "device-signature", "summary"}) {
    const Ran ran = enrolkit_ea({name, "--root", folder_.at("mac")});
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(ran.out.find("time limit"), std::string::npos) << told(ran);
    EXPECT_TRUE(ran.out.starts_with("<result>")) << told(ran);
    EXPECT_LT(ran.peak_kb, 12 * 1024) << told(ran);
    EXPECT_LT(ran.took, std::chrono::seconds(5)) << told(ran);
  }
}

}  // namespace
}  // namespace enrolkit::test
