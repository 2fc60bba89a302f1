// install.log: its grammar, whatever it holds; and what it adds to a diagnosis.
#include "core/log/install_log.h"

#include <gtest/gtest.h>

#include "core/enrolment/findings.h"
#include "core/enrolment/install_findings.h"
#include "support/told.h"

namespace enrolkit::test {
namespace {

InstallHistory read(std::string_view text) {
  InstallScanner scanner;
  scanner.next_file("install.log", false);
  EXPECT_EQ(scanner.take(text, true), "");
  return std::move(scanner).finish();
}

std::string line(std::string_view time, std::string_view process, std::string_view message) {
  return "2026-03-30 " + std::string(time) + "-07 Mac-mini " + std::string(process) + ": " +
         std::string(message) + "\n";
}
std::string script(std::string_view time, std::string_view text, int pid = 1060) {
  return line(time, "package_script_service[" + std::to_string(pid) + "]",
              "postinstall: " + std::string(text));
}
std::string announce(std::string_view time) {
  return line(time, "installd[674]", "PackageKit: packages=(") +
         "\t    \"PKLeopardPackage <id=com.jamfsoftware.osxenrollment, version=1.0, "
         "url=file:///x/q.pkg>\"\n\t)\n";
}
constexpr std::string_view kDownload =
    "This is a lightweight package. Downloading jamf binary from https://jamf.example.org/bin/jamf.gz to /x;";
constexpr std::string_view kComplete = "Download complete. Unzipping jamf binary...";

std::string bad() {
  return announce("13:46:26") + script("13:46:27", kDownload) +
         script("13:46:57", "* SSL connection timeout") +
         script("13:46:57", "Download failed with error code: 28");
}
std::string good() {
  return announce("13:51:29") + script("13:51:30", kDownload, 1190) +
         script("13:51:31", "*  SSL certificate verify ok.", 1190) + script("13:51:32", kComplete, 1190);
}
LocalTime at(std::string_view time) { return *parse_local_time("2026-03-30 " + std::string(time)); }

TEST(InstallLog, ADeliveryThatFailed) {
  const InstallHistory h = read(line("13:40:00", "loginwindow[1]", "hello") + bad());
  ASSERT_EQ(h.deliveries.size(), 1U);
  const QuickAddDelivery& d = h.deliveries[0];
  EXPECT_EQ(d.at, at("13:46:26"));
  EXPECT_EQ(d.download_began, at("13:46:27"));
  EXPECT_EQ(d.ended, at("13:46:57"));
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
  EXPECT_EQ(h.deliveries[0].ended, at("13:46:40"));
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

Diagnosis weighed(const Reading<InstallHistory>& install) {
  const Reading<LogRead> none = Absent{};
  Diagnosis d = diagnose_without_log({none, FrameworkPresence::none});
  refine_with_install_log(d, nullptr, install);
  return d;
}
Diagnosis weighed(const Reading<InstallHistory>& install, std::string_view jamf_log) {
  const LogRead log = read_text(jamf_log, "2026-03-30 20:00:00");
  Diagnosis d = diagnose(log.history, {});
  refine_with_install_log(d, &log.history, install);
  return d;
}

TEST(InstallFindings, AFailedDownloadWithoutJamfLogIsTheCause) {
  const Diagnosis d = weighed(read(bad()));
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::download_failed);
  EXPECT_EQ(d.confidence, Confidence::certain);
  EXPECT_EQ(d.step, "download");
  EXPECT_EQ(d.at, at("13:46:57"));
  EXPECT_EQ(d.code, 28);
  EXPECT_EQ(d.elsewhere.size(), 3U);
  EXPECT_FALSE(d.repeats);
  EXPECT_TRUE(weighed(read(bad() + bad())).repeats);
  const Reading<LogRead> none = Absent{};
  EXPECT_EQ(result_text(enrolment_finding({none, FrameworkPresence::none}, d)),
            "Failed; cause=DownloadFailed; step=download; at=2026-03-30 13:46:57; code=28");
  EXPECT_EQ(result_text(enrolment_failed_at_finding({none, FrameworkPresence::none}, d)),
            "2026-03-30 13:46:57");
  EXPECT_EQ(enrolment_finding({none, FrameworkPresence::none}, d).evidence.size(), 3U);
}

TEST(InstallFindings, ALaterGoodDeliveryMakesItHistory) {
  const Diagnosis d = weighed(read(bad() + good()));
  EXPECT_EQ(d.state, State::not_enrolled);
  EXPECT_FALSE(d.cause);
}

TEST(InstallFindings, ALaterDownloadWithoutAnEndIsNoProofOfFailure) {
  const Diagnosis d = weighed(read(bad() + script("13:51:30", kDownload, 1190)));
  EXPECT_EQ(d.state, State::not_enrolled);
  EXPECT_EQ(d.cause, Cause::unclear);
  EXPECT_NE(d.missing.find("How that download ended"), std::string::npos);
}

TEST(InstallFindings, UnreadableIsSaidAndAbsentIsNot) {
  const Diagnosis absent = weighed(Absent{});
  const Diagnosis unreadable = weighed(Unreadable{"/var/log/install.log: Operation not permitted"});
  EXPECT_EQ(absent.state, unreadable.state);
  EXPECT_EQ(absent.missing.find("install.log"), std::string::npos);
  EXPECT_NE(unreadable.missing.find("/var/log/install.log: Operation not permitted"), std::string::npos);
}

TEST(InstallFindings, PartlyReadIsOnlyLikely) {
  InstallHistory h = read(bad());
  h.faults.emplace_back("install.log.0.gz: cut short");
  EXPECT_EQ(weighed(h).confidence, Confidence::likely);
}

TEST(InstallFindings, AContactOrALaterAttemptOutweighsIt) {
  const Diagnosis contact = weighed(read(bad()), rec("Mon Mar 30 09:00:00", 500, "Checking for patches..."));
  EXPECT_EQ(contact.state, State::complete);
  const std::string refused =
      "An error occurred while enrolling computer: Permission Error - The user specified "
      "does not have permission to perform the action.";
  const auto attempt = [&](std::string_view hour) {
    return rec("Mon Mar 30 " + std::string(hour) + ":01:00", 900, refused) +
           rec("Mon Mar 30 " + std::string(hour) + ":01:01", 900, "Enroll return code: 70");
  };
  EXPECT_EQ(weighed(read(bad()), attempt("15")).cause, Cause::permission_denied);
  // Just before: the attempt broke first, and the download is a further thing to fix.
  const Diagnosis just_before = weighed(read(bad()), attempt("13"));
  EXPECT_EQ(just_before.cause, Cause::permission_denied);
  EXPECT_EQ(just_before.also, std::vector<Cause>{Cause::download_failed});
  // Hours before: another story.
  const Diagnosis earlier = weighed(read(bad()), attempt("08"));
  EXPECT_EQ(earlier.cause, Cause::download_failed);
  EXPECT_EQ(earlier.state, State::failed);
}

TEST(InstallFindings, AloneItSaysWhatItIs) {
  const Diagnosis failed = diagnose_install_log(read(bad()));
  EXPECT_EQ(failed.cause, Cause::download_failed);
  EXPECT_EQ(failed.confidence, Confidence::likely);
  const Diagnosis other = diagnose_install_log(read(line("13:40:00", "loginwindow[1]", "hello")));
  EXPECT_EQ(other.state, State::unknown);
  EXPECT_FALSE(other.cause);
  EXPECT_NE(other.sentence.find("install.log"), std::string::npos);
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

TEST(InstallLog, AMacThatNeverSawThePackageWasNeverSentIt) {
  const InstallHistory install = read(line("13:40:00", "loginwindow[1]", "hello"));
  Diagnosis d;
  d.state = State::not_enrolled;
  refine_with_install_log(d, nullptr, install);
  EXPECT_EQ(d.cause, Cause::framework_missing);
  ASSERT_EQ(d.supports.size(), 1U);
  EXPECT_NE(d.supports.front().find("never came"), std::string::npos);
  Diagnosis unreadable;
  unreadable.state = State::not_enrolled;
  refine_with_install_log(unreadable, nullptr, Unreadable{"no rights"});
  EXPECT_TRUE(unreadable.supports.empty());
  Diagnosis complete;
  complete.state = State::complete;
  refine_with_install_log(complete, nullptr, install);
  EXPECT_EQ(complete.cause, std::nullopt);
}

TEST(InstallLog, WhatWasInstalledInTheMinuteOfAnInterruptionIsEvidence) {
  const std::string asked =
      line("13:46:30", "installd[5]", "PackageKit: packages=(") +
      "\t    \"PKLeopardPackage <id=com.example.login, version=1.0, url=file:///x.pkg>\"\n\t)\n";
  const InstallHistory install = read(asked);
  ASSERT_EQ(install.requests.size(), 1U);
  EXPECT_EQ(install.requests.front().id, "com.example.login");
  Diagnosis d;
  d.cause = Cause::interrupted;
  d.attempts.resize(1);
  d.root = 0;
  d.attempts[0].last.at = LocalTime{install.requests.front().at.seconds - 20};
  Diagnosis later = d, restarted = d;
  refine_with_requests(d, install);
  ASSERT_EQ(d.supports.size(), 1U);
  EXPECT_NE(d.supports.front().find("com.example.login"), std::string::npos);
  later.attempts[0].last.at = LocalTime{install.requests.front().at.seconds - 200};
  refine_with_requests(later, install);
  EXPECT_TRUE(later.supports.empty());
  restarted.attempts[0].reboot.emplace();
  refine_with_requests(restarted, install);
  EXPECT_TRUE(restarted.supports.empty());
}

}  // namespace
}  // namespace enrolkit::test
