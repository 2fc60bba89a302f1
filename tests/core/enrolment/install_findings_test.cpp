// What install.log adds to a diagnosis.
#include "core/enrolment/install_findings.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "core/log/install_logs.h"
#include "support/told.h"

namespace enrolkit::test {
namespace {

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
  EXPECT_EQ(d.at, on_the_day("13:46:57"));
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

TEST(InstallFindings, AnUnreadableOneIsSaidOfAMacThatWorks) {
  const std::string contact = rec("Mon Mar 30 09:00:00", 500, "Checking for patches...");
  const Diagnosis d = weighed(Unreadable{"/var/log/install.log: Operation not permitted"}, contact);
  EXPECT_EQ(d.state, weighed(Absent{}, contact).state);
  EXPECT_EQ(weighed(Absent{}, contact).missing, "");
  EXPECT_NE(d.missing.find("whether QuickAdd came again"), std::string::npos);
  EXPECT_NE(d.missing.find("/var/log/install.log: Operation not permitted"), std::string::npos);
}

TEST(InstallFindings, PartlyReadIsOnlyLikely) {
  InstallHistory h = read(bad());
  h.faults.emplace_back("install.log.0.gz: cut short");
  EXPECT_EQ(weighed(h).confidence, Confidence::likely);
}

TEST(InstallFindings, AContactOrALaterAttemptOutweighsIt) {
  const Diagnosis contact = weighed(read(bad()), rec("Mon Mar 30 14:00:00", 500, "Checking for patches..."));
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

// What QuickAdd did after the log's last proof decides, and that is not in the log.
TEST(InstallFindings, ADeliveryAfterTheLastContactLeavesNothingProven) {
  const std::string contact = rec("Mon Mar 30 09:00:00", 500, "Checking for patches...");
  const LogRead log = read_text(contact, "2026-03-30 20:00:00");
  const Reading<LogRead> reading = log;
  for (const auto& [install, cause] : {std::pair{read(bad()), std::optional(Cause::download_failed)},
                                       std::pair{read(good()), std::optional<Cause>()},
                                       std::pair{read(announce("13:46:26")), std::optional<Cause>()}}) {
    const Diagnosis d = weighed(install, contact);
    EXPECT_EQ(d.state, State::unknown);
    EXPECT_EQ(d.cause, cause);
    EXPECT_EQ(d.confidence, Confidence::likely);
    EXPECT_FALSE(d.missing.empty());
    const LogEvidence evidence{reading, FrameworkPresence::some, std::nullopt,
                               delivered_since(&log.history, install)};
    EXPECT_NE(enrolment_finding(evidence, d).health, Health::healthy);
    EXPECT_EQ(check_in_finding(evidence).health, Health::unknown);
    EXPECT_EQ(device_signature_finding(evidence).code, "Unproven");
  }
}

TEST(InstallFindings, AnEnrolmentAfterADeliveryMakesItHistory) {
  const std::string contact = rec("Mon Mar 30 09:00:00", 500, "Checking for patches...");
  const std::string enrolled = rec("Mon Mar 30 13:52:00", 1200, "Enroll return code: 0");
  EXPECT_EQ(weighed(read(bad() + good()), contact + enrolled).state, State::complete);
  // To the west of where it enrolled: the clock of the contact that follows is behind the delivery's.
  const std::string west = rec("Mon Mar 30 10:59:00", 1300, "Checking for patches...");
  EXPECT_EQ(weighed(read(good()), enrolled + west).state, State::complete);
}

TEST(InstallFindings, ADownloadThatFailsAfterALostSignatureIsAFurtherCause) {
  const std::string lost =
      rec("Mon Mar 30 09:00:00", 500, "Checking for patches...") +
      rec("Mon Mar 30 10:00:00", 600,
          "Device Signature Error - A valid device signature is required to perform the action.");
  const Diagnosis d = weighed(read(bad()), lost);
  EXPECT_EQ(d.cause, Cause::signature_lost);
  EXPECT_EQ(d.also, std::vector<Cause>{Cause::download_failed});
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

TEST(InstallFindings, AMacThatNeverSawThePackageWasNeverSentIt) {
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

TEST(InstallFindings, WhatWasInstalledInTheMinuteOfAnInterruptionIsEvidence) {
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
