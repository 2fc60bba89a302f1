// install.log: its grammar, whatever it holds.
#include "core/log/install_log.h"

#include <gtest/gtest.h>

#include "core/enrolment/findings.h"
#include "core/enrolment/install_findings.h"
#include "core/log/install_logs.h"
#include "support/told.h"

namespace enrolkit::test {
namespace {

TEST(InstallLog, ADeliveryThatFailed) {
  const InstallHistory h = read(line("13:40:00", "loginwindow[1]", "hello") + bad());
  ASSERT_EQ(h.deliveries.size(), 1U);
  const QuickAddDelivery& d = h.deliveries[0];
  EXPECT_EQ(d.at, on_the_day("13:46:26"));
  EXPECT_EQ(d.download_began, on_the_day("13:46:27"));
  EXPECT_EQ(d.ended, on_the_day("13:46:57"));
  EXPECT_EQ(d.error_code, 28);
  EXPECT_FALSE(d.downloaded);
  ASSERT_EQ(d.evidence.size(), 3U);
  EXPECT_EQ(d.evidence[0].where, "line 3");
  EXPECT_EQ(d.evidence[2].where, "line 7");
  EXPECT_EQ(d.evidence[2].source, "install.log");
}

TEST(InstallLog, ASecondDeliveryIsOneOfItsOwn) {
  const InstallHistory h = read(bad() + good());
  ASSERT_EQ(h.deliveries.size(), 2U);
  EXPECT_TRUE(h.deliveries[1].downloaded);
  EXPECT_FALSE(h.deliveries[1].error_code);
}

TEST(InstallLog, ANestedStampIsNoSecondStamp) {
  const auto nested = [](std::string_view text) {
    return line("13:46:40", "package_script_service[7]",
                "./postinstall: Mar 30 14:59:59 Mac-mini QuickAdd[9]: " + std::string(text));
  };
  const InstallHistory h = read(nested(kDownload) + nested("Download failed with error code: 6"));
  ASSERT_EQ(h.deliveries.size(), 1U);
  EXPECT_EQ(h.deliveries[0].ended, on_the_day("13:46:40"));
  EXPECT_EQ(h.deliveries[0].error_code, 6);
}

TEST(InstallLog, OffsetsOfEveryShapeAndLineEndsOfWindows) {
  for (const std::string_view offset : {"-07", "+02", "+0530", "+05:45"}) {
    const std::string stamp = "2026-03-30 13:46:27" + std::string(offset) + " h package_script_service[1]: ";
    EXPECT_EQ(read(stamp + "postinstall: " + std::string(kDownload) + "\r\n").deliveries.size(), 1U)
        << offset;
  }
  for (const std::string_view offset : {"", "07", "-7", "-070", "-07:"}) {
    EXPECT_EQ(read("2026-03-30 13:46:27" + std::string(offset) + " h installd[1]: x\n").records, 0U)
        << offset;
  }
}

TEST(InstallLog, OnlyTheScriptThatDownloadsEndsTheDownload) {
  // Another package's script, at the same time, in the same words.
  const InstallHistory h =
      read(script("13:46:27", kDownload) + script("13:46:30", "Download failed with error code: 22", 2000));
  ASSERT_EQ(h.deliveries.size(), 1U);
  EXPECT_FALSE(h.deliveries[0].ended);
  // And what curl prints of a server's answer is not the script's word.
  const InstallHistory header = read(script("13:46:27", kDownload) +
                                     script("13:46:28", "< X-Note: Download failed with error code: 28") +
                                     script("13:46:29", kComplete));
  EXPECT_TRUE(header.deliveries.at(0).downloaded);
}

TEST(InstallLog, AnotherPackageAndAnotherProcessAreNoQuickAdd) {
  EXPECT_TRUE(read(line("13:00:00", "installd[1]", "packages=(") +
                   "\t\"PKLeopardPackage <id=com.jamfsoftware.osxenrollment2, version=1.0>\"\n")
                  .deliveries.empty());
  EXPECT_TRUE(read(line("13:00:00", "Installer[1]", "packages=(") +
                   "\t\"PKLeopardPackage <id=com.jamfsoftware.osxenrollment, version=1.0>\"\n")
                  .deliveries.empty());
}

TEST(InstallLog, TheLastSixteenAreKept) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += script("13:46:27", kDownload, i) + script("13:46:28", kComplete, i);
  const InstallHistory h = read(text);
  EXPECT_EQ(h.deliveries.size(), kMaxDeliveries);
  EXPECT_EQ(h.deliveries_dropped, 4U);
  EXPECT_EQ(h.deliveries.back().script, 19U);
}

TEST(InstallLog, PiecesOfAnySizeTellTheSame) {
  const std::string text = bad() + std::string(70'000, 'x') + bad() + good() + "2026-03-30 13:5";
  const InstallHistory whole = read(text);
  EXPECT_EQ(whole.endless, 1U);
  for (const std::size_t piece : {1U, 7U, 4096U, 65'537U}) {
    InstallScanner scanner;
    scanner.next_file("install.log", false);
    std::string held;
    for (std::size_t i = 0; i < text.size(); i += piece) {
      held += text.substr(i, piece);
      held = std::string(scanner.take(held, i + piece >= text.size()));
      ASSERT_LE(held.size(), InstallScanner::kMaxLineBytes);
    }
    const InstallHistory h = std::move(scanner).finish();
    EXPECT_EQ(h.deliveries.size(), whole.deliveries.size()) << piece;
    EXPECT_EQ(h.lines, whole.lines) << piece;
    EXPECT_EQ(h.records, whole.records) << piece;
  }
}

TEST(InstallLog, SecretsOfAUrlAreNotShown) {
  const InstallHistory h =
      read(script("13:46:27", "Downloading jamf binary from https://u:pw@x.example/?t=s1 to /x"));
  EXPECT_EQ(h.deliveries.at(0).evidence.at(0).text.find("pw@"), std::string::npos);
  EXPECT_EQ(h.deliveries.at(0).evidence.at(0).text.find("s1"), std::string::npos);
}

// "Mar 30 13:46:26 HOST PROCESS[PID]: ...": the year is the newest that is not after the file's.
TEST(InstallLog, TheOlderStampIsRead) {
  std::string text = bad();
  for (const auto& [from, to] : {std::pair{"2026-03-30 ", "Mar 30 "}, {"-07 Mac-mini", " Mac-mini"}}) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  text = "Mar 30 13:00:00 Mac-mini cron[7]: nothing of the installer\n" + text;
  for (const auto& [written, year] : {std::pair{"2026-04-01 08:00:00", 2026},
                                      {"2027-01-02 08:00:00", 2026},
                                      {"2026-03-30 09:00:00", 2026},
                                      {"2026-03-28 09:00:00", 2025}}) {
    InstallScanner scanner;
    scanner.next_file("install.log", false, parse_local_time(written));
    (void)scanner.take(text, true);
    const InstallHistory history = std::move(scanner).finish();
    ASSERT_EQ(history.deliveries.size(), 1U) << written;
    EXPECT_EQ(history.deliveries[0].error_code, 28);
    EXPECT_EQ(to_civil(history.deliveries[0].at).year, year) << written;
    EXPECT_EQ(history.records, read(bad()).records) << "another program's lines are none of it";
  }
  EXPECT_EQ(read(text).records, 0U) << "without the file's time such a date has no year";
}

}  // namespace
}  // namespace enrolkit::test
