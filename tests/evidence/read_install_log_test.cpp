// install.log as files: none, refused, packed, in any order, and more than is read.
#include <gtest/gtest.h>

#include "evidence/read_mac.h"
#include "host/real_host.h"
#include "support/macs/memory_file.h"
#include "support/temp_folder.h"
#include "support/writers/log_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

std::string delivery(std::string_view day, int pid, std::string_view end) {
  const std::string head = "2026-03-" + std::string(day) + " 08:00:00-07 h package_script_service[" +
                           std::to_string(pid) + "]: postinstall: ";
  return head + "Downloading jamf binary from https://jamf.example.org/ to /x\n" + head + std::string(end) +
         "\n";
}
constexpr std::string_view kFailed = "Download failed with error code: 28";
constexpr std::string_view kComplete = "Download complete. Unzipping jamf binary...";

Reading<InstallHistory> look_at(const TempFolder& folder) {
  const auto host = open_host(folder.path());
  return read_install_log(*std::get<0>(host));
}

TEST(ReadInstallLog, NoneIsAbsentAndWhatIsNoFileIsUnreadable) {
  const TempFolder folder;
  EXPECT_TRUE(std::holds_alternative<Absent>(look_at(folder)));
  folder.write("var/log/install.logger", "x");
  EXPECT_TRUE(std::holds_alternative<Absent>(look_at(folder)));
  folder.fifo("var/log/install.log");
  EXPECT_NE(why_unreadable(look_at(folder)), nullptr);
  // Beside one that can be read, it is a fault.
  folder.write("var/log/install.log.0", delivery("01", 1, kFailed));
  const auto read = look_at(folder);
  ASSERT_NE(value_of(read), nullptr);
  EXPECT_EQ(value_of(read)->deliveries.size(), 1U);
  EXPECT_EQ(value_of(read)->faults.size(), 1U);
}

TEST(ReadInstallLog, OneThatCannotBeUnpackedAndNoOtherIsUnreadable) {
  const TempFolder folder;
  folder.write("var/log/install.log.0.gz", gzipped("text").substr(0, 10));
  EXPECT_NE(why_unreadable(look_at(folder)), nullptr);
}

TEST(ReadInstallLog, PackedSiblingsAreReadInOrderOfTheirLines) {
  const TempFolder folder;
  folder.write("var/log/install.log", delivery("01", 1, kFailed));
  folder.write("var/log/install.log.1.gz", gzipped(delivery("03", 3, kComplete)));
  folder.write("var/log/install.log.0.bz2", bzipped(delivery("02", 2, kFailed)));
  const auto read = look_at(folder);
  ASSERT_NE(value_of(read), nullptr);
  const InstallHistory& h = *value_of(read);
  ASSERT_EQ(h.deliveries.size(), 3U);
  EXPECT_EQ(h.deliveries[1].script, 2U);
  EXPECT_TRUE(h.deliveries[2].downloaded);
  EXPECT_EQ(h.deliveries[2].evidence[0].source, "/var/log/install.log.1.gz");
  EXPECT_TRUE(h.faults.empty());
}

TEST(ReadInstallLog, OnlyTheTailOfAHugeOneIsRead) {
  std::string text = delivery("01", 1, kFailed);
  const std::string filler = "2026-03-02 08:00:00-07 h loginwindow[1]: " + std::string(200, 'x') + "\n";
  while (text.size() < (66ULL << 20U)) text += filler;
  text += delivery("03", 3, kComplete);
  ReadCount count;
  std::vector<LogFile> files;
  files.emplace_back("install.log", memory_file(std::move(text), {.count = &count}));
  const InstallHistory h = read_install_log(std::move(files));
  EXPECT_LT(count.bytes, 65ULL << 20U);
  ASSERT_EQ(h.deliveries.size(), 1U);
  EXPECT_TRUE(h.deliveries[0].downloaded);
  EXPECT_EQ(h.deliveries[0].evidence[0].where, "");
}

// What was written before a day is left out where it is much, and nothing that came since is missed.
TEST(ReadInstallLog, SinceADayReadsWhatCameSince) {
  constexpr std::size_t kMegabyte = 1U << 20U;
  const auto lines = [](std::string_view day, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes)
      out += "2026-03-" + std::string(day) + " 09:00:00-07 h softwareupdated[7]: nothing was found\n";
    return out;
  };
  const std::string newest = lines("20", 20 * kMegabyte) + delivery("21", 4, kFailed) +
                             lines("22", 3 * kMegabyte) + delivery("24", 5, kFailed) + lines("25", 100'000);
  const auto since = [&](std::string_view day, ReadCount& count) {
    std::vector<LogFile> files;
    files.emplace_back("install.log.0", memory_file(delivery("01", 1, kFailed) + lines("02", 2 * kMegabyte)));
    files.emplace_back("install.log", memory_file(newest, {.count = &count}));
    const InstallHistory h =
        read_install_log(std::move(files), at("2026-03-" + std::string(day) + " 12:00:00"));
    std::vector<std::uint32_t> scripts;
    for (const QuickAddDelivery& one : h.deliveries) scripts.push_back(one.script);
    return scripts;
  };
  using Scripts = std::vector<std::uint32_t>;
  ReadCount little, more, all;
  EXPECT_EQ(since("23", little), (Scripts{5}));
  EXPECT_LT(little.bytes, 2 * kMegabyte);
  EXPECT_EQ(since("20", more), (Scripts{4, 5}));
  EXPECT_LT(more.bytes, 10 * kMegabyte);
  EXPECT_EQ(since("01", all), (Scripts{1, 4, 5})) << "before the first day of the newest";
}

}  // namespace
}  // namespace enrolkit::test
