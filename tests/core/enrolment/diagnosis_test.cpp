// The rules of cause against symptom, each on the shape of log that it is for.
#include "core/enrolment/diagnosis.h"

#include <gtest/gtest.h>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "support/writers/enrolments.h"

namespace enrolkit::test {
namespace {

std::string failed_with(std::string_view reason, int minute = 0, int setup = 700) {
  return rec(stamp(9, 0, 0), 120, "Daemon starting") + rec(stamp(8, 0, 0), 120, "Daemon starting") +
         begin(minute, setup) +
         rec(stamp(9, minute, 2), setup + 30,
             "An error occurred while enrolling computer: " + std::string(reason)) +
         rec(stamp(9, minute, 3), setup + 30, kItemNotFound) +
         rec(stamp(9, minute, 3), setup + 30, kSignatureError) +
         rec(stamp(9, minute, 3), setup + 30, "Enroll return code: 70");
}

TEST(Diagnosis, InterruptionByARebootWhileTheAccountIsMadeIsTheAccountConflict) {
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 317), kDay);
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::account_conflict);
  EXPECT_EQ(d.confidence, Confidence::likely);
  EXPECT_EQ(d.step, "account");
  EXPECT_EQ(d.code, 70);
  ASSERT_TRUE(d.at);
  EXPECT_EQ(to_text(*d.at), "2023-02-10 09:10:03");
  EXPECT_EQ(d.also, std::vector{Cause::permission_denied});
  ASSERT_TRUE(d.root);
  EXPECT_TRUE(d.attempts[*d.root].reboot.has_value());
}

TEST(Diagnosis, AnAccountThatWasThereBeforeMakesItCertain) {
  MacContext context;
  context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 09:08:21")}};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::certain);
}

TEST(Diagnosis, AnAccountMadeByTheRunItselfIsNoProof) {
  MacContext context;
  context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 09:10:04")}};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::likely);
}

TEST(Diagnosis, InAnUnknownZoneWholeQuartersOfAnHourProveNothing) {
  MacContext context;  // made one second after the line, by a Mac nine hours ahead
  context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 00:10:04")}};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::likely);
  context.creations_in_the_macs_zone = true;
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::certain);
}

TEST(Diagnosis, AnotherAccountsBirthProvesNothing) {
  MacContext context;
  context.account_creations = {{"_mgmt2", *parse_local_time("2023-02-10 09:08:21")}};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::likely);
}

TEST(Diagnosis, ThePreStagesAdministratorOfThatNameMakesItCertain) {
  MacContext context;
  context.local_administrators = {"_mgmt"};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::certain);
  context.local_administrators = {"_mgmt2", "mgmt"};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context).confidence,
            Confidence::likely);
}

TEST(Diagnosis, EndOfTheLogWhileTheAccountIsMadeIsAnInterruptionAndSaysWhatWouldMakeItMore) {
  const Diagnosis d = diagnosis_of(rec("Fri Feb 10 09:10:36", 899, "Creating user _mgmt\xE2\x80\xA6"), kDay);
  EXPECT_EQ(d.state, State::interrupted);
  EXPECT_EQ(d.cause, Cause::interrupted);
  EXPECT_NE(d.missing.find("_mgmt"), std::string::npos);
}

TEST(Diagnosis, ADaemonThatWasStartedAgainSinceIsNoCause) {
  const std::string lost =
      "Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named "
      "com.jamf.management.daemon.binary was invalidated from this process.\"";
  const std::string twice = rec(stamp(10, 0, 0), 600, lost) + rec(stamp(10, 19, 0), 700, lost);
  EXPECT_EQ(diagnosis_of(twice, kDay).cause, Cause::daemon_dead);
  EXPECT_FALSE(diagnosis_of(twice + rec(stamp(10, 30, 0), 720, "Daemon starting"), kDay).cause);
  // Two runs may have met a restart of the daemon, and so may any number at one moment.
  EXPECT_EQ(diagnosis_of(twice, kDay).confidence, Confidence::likely);
  std::string at_once;
  for (int pid = 600; pid < 610; ++pid) at_once += rec(stamp(10, 0, 0), pid, lost);
  EXPECT_EQ(diagnosis_of(at_once, kDay).confidence, Confidence::likely);
  EXPECT_EQ(diagnosis_of(twice + rec(stamp(10, 38, 0), 800, lost), kDay).confidence, Confidence::certain);
  // Another service of Jamf's may be the agent's.
  std::string agent = twice + rec(stamp(10, 38, 0), 800, lost);
  for (auto at = agent.find(".binary"); at != agent.npos; at = agent.find(".binary"))
    agent.replace(at, 7, ".agent");
  EXPECT_EQ(diagnosis_of(agent, kDay).confidence, Confidence::likely);
}

TEST(Diagnosis, ARetryHoursLaterIsItsOwnStory) {
  const std::string later = rec("Fri Feb 10 14:00:00", 2317, kTrusted) + "Enrolling computer...\n" +
                            rec("Fri Feb 10 14:00:02", 2340, kRefused) +
                            rec("Fri Feb 10 14:00:05", 2340, "Enroll return code: 70");
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + later, kDay).cause, Cause::permission_denied);
}

TEST(Diagnosis, ARefusalAtTheBeginningOfTheLogIsOnlyLikely) {
  const Diagnosis d = diagnosis_of(refused(12, 317), kDay);
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::permission_denied);
  EXPECT_EQ(d.confidence, Confidence::likely);
  EXPECT_FALSE(d.missing.empty());
}

TEST(Diagnosis, Http502IsTheServersErrorAndTheSignatureASymptom) {
  const Diagnosis d = diagnosis_of(
      failed_with("Connection failure: \"The operation couldn\xE2\x80\x99t be completed. ( error 502.)\""),
      kDay);
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::server_error);
  EXPECT_EQ(d.confidence, Confidence::certain);
}

TEST(Diagnosis, EachReasonHasItsCause) {
  EXPECT_EQ(diagnosis_of(failed_with("Connection failure: \"The request timed out.\""), kDay).cause,
            Cause::server_unreachable);
  EXPECT_EQ(diagnosis_of(failed_with("Connection failure: \"The network connection was lost.\""), kDay).cause,
            Cause::server_unreachable);
  EXPECT_EQ(diagnosis_of(failed_with("Connection failure: \"( error 401.)\""), kDay).cause,
            Cause::permission_denied);
  EXPECT_EQ(
      diagnosis_of(failed_with("Connection failure: \"The certificate for this server is invalid.\""), kDay)
          .cause,
      Cause::untrusted_server);
  EXPECT_EQ(
      diagnosis_of(failed_with("Error Domain=com.jamf.jamfsecurity.error Code=-25293 \"x\""), kDay).cause,
      Cause::keychain_damaged);
}

TEST(Diagnosis, AReasonNobodyKnowsIsUnclear) {
  const Diagnosis d = diagnosis_of(failed_with("Gremlins in the network closet."), kDay);
  EXPECT_EQ(d.cause, Cause::unclear);
  EXPECT_FALSE(d.missing.empty());
}

TEST(Diagnosis, OnlySymptomsIsASignatureLostAndOnlyLikely) {
  const std::string log = begin(0, 700) + rec(stamp(9, 0, 3), 730, kItemNotFound) +
                          rec(stamp(9, 0, 3), 730, "Enroll return code: 70");
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.cause, Cause::signature_lost);
  EXPECT_EQ(d.confidence, Confidence::likely);
}

TEST(Diagnosis, EnrollmentCompleteAfterCode70IsStillFailed) {
  const std::string log =
      failed_with("Connection failure: \"( error 502.)\"") +
      rec(stamp(9, 0, 5), 790, "Checking for policies triggered by \"enrollmentComplete\"...");
  EXPECT_EQ(diagnosis_of(log, kDay).state, State::failed);
}

TEST(Diagnosis, OneHealthyEnrolmentLaterMakesAllOfItHistory) {
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 317) + enrolled(40, 2000), kDay);
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
  EXPECT_EQ(d.code, 0);
}

TEST(Diagnosis, AProvenContactLaterMakesAFailedRunHistory) {
  const std::string log =
      refused(12, 317) +
      rec(stamp(10, 0, 0), 2000, "Checking for policies triggered by \"recurring check-in\"...") +
      rec(stamp(10, 0, 4), 2000, "Checking for patches...");
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
}

TEST(Diagnosis, AContactBeforeAFailedRunDoesNotExcuseIt) {
  const std::string log =
      rec(stamp(8, 0, 0), 2000, "Checking for policies triggered by \"recurring check-in\"...") +
      rec(stamp(8, 0, 4), 2000, "Checking for patches...") + refused(12, 3170);
  EXPECT_EQ(diagnosis_of(log, kDay).state, State::failed);
}

TEST(Diagnosis, TwoRunsAtOnceAreToldApartByTheirProcesses) {
  const std::string log =
      begin(30, 612) + begin(30, 640) + rec(stamp(9, 30, 2), 633, "Creating user _mgmt...") +
      rec(stamp(9, 30, 5), 660, kRefused) + rec(stamp(9, 30, 6), 660, "Enroll return code: 70") +
      rec(stamp(9, 30, 10), 633, "Enroll return code: 0");
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.state, State::complete);
  ASSERT_EQ(d.attempts.size(), 2U);
  EXPECT_EQ(d.attempts[0].outcome, Outcome::failed);
  EXPECT_EQ(d.attempts[1].outcome, Outcome::enrolled);
  EXPECT_EQ(d.attempts[1].account, "_mgmt");
}

TEST(Diagnosis, FrameworkStepsWithoutAReturnCodeAreNotProvenEnrolled) {
  const std::string log = rec(stamp(9, 0, 0), 700, "Creating user _mgmt...") +
                          rec(stamp(9, 0, 33), 700, "Enforcing management framework...") +
                          rec(stamp(9, 0, 50), 700, "Adding launchd task com.jamfsoftware.task.1...") +
                          rec(stamp(9, 0, 51), 700, "Creating launch agent...");
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.state, State::unknown);
  EXPECT_EQ(d.cause, Cause::unclear);
  EXPECT_NE(d.missing.find("Enroll return code"), std::string::npos);
}

TEST(Diagnosis, ARunningEnrolmentIsInProgressOnlyWhileTheClockSaysSo) {
  MacContext context;
  context.now = parse_local_time("2023-02-10 09:10:30");
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::in_progress);
  context.now = parse_local_time("2023-02-10 09:40:00");
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::interrupted);
  context.now = parse_local_time("2023-02-10 03:00:00");  // read by a clock hours behind: not running either
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::interrupted);
}

TEST(Diagnosis, CreateConfAloneIsNoEnrolment) {
  const Diagnosis d = diagnosis_of(rec(stamp(9, 0, 0), 700, kTrusted), kDay);
  EXPECT_TRUE(d.attempts.empty());
  EXPECT_EQ(d.state, State::unknown);
  EXPECT_FALSE(d.cause);
}

TEST(Diagnosis, TheSameFailureTwiceSaysThatItRepeats) {
  const Diagnosis d = diagnosis_of(refused(12, 317) + refused(17, 700), kDay);
  EXPECT_TRUE(d.repeats);
  EXPECT_EQ(d.cause, Cause::permission_denied);
}

TEST(Diagnosis, ASignatureLostAfterAGoodEnrolmentLeavesTheEnrolmentComplete) {
  const std::string log =
      enrolled(0, 700) +
      rec(stamp(12, 0, 0), 2000, "Checking for policies triggered by \"recurring check-in\"...") +
      rec(stamp(12, 0, 1), 2000, kItemNotFound) + error_block(stamp(12, 0, 1), 2000, kSignatureError);
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.state, State::complete);
  EXPECT_EQ(d.cause, Cause::signature_lost);
}

TEST(Diagnosis, NothingOfJamfIsUnknownAndSaysWhatIsMissing) {
  const Diagnosis d =
      diagnosis_of("  6407 Checking for policies triggered\n   556 Removing existing launchd task\n", kDay);
  EXPECT_EQ(d.state, State::unknown);
  EXPECT_FALSE(d.cause);
  EXPECT_FALSE(d.missing.empty());
}

TEST(Diagnosis, WithoutAYearThereIsACauseButNoDate) {
  std::string log = died_making(10, 899) + refused(12, 317);
  for (std::size_t at = log.find("Fri"); at != std::string::npos; at = log.find("Fri", at))
    log.replace(at, 3, "Fre");
  const Diagnosis localised = diagnosis_of(log, kDay);  // weekday names that are not English date nothing
  EXPECT_EQ(localised.state, State::unknown);
  const Diagnosis undated =
      diagnose(read_text(died_making(10, 899) + refused(12, 317), "1969-01-01").history, {});
  EXPECT_EQ(undated.cause, Cause::account_conflict);
  EXPECT_FALSE(undated.at);
}

TEST(Diagnosis, AReturnCode0BehindAnErrorOfTheEnrolmentProvesNothing) {
  const std::string restored = begin(10, 700) + rec(stamp(9, 10, 2), 730, kRefused) +
                               rec(stamp(9, 10, 2), 730, "Restoring JAMF.keychain since an error occurred.") +
                               rec(stamp(9, 10, 5), 730, "Enroll return code: 0");
  const std::string unsent =
      begin(10, 700) +
      rec(stamp(9, 10, 2), 730,
          "An error occurred while sending enrollment information to Jamf Pro: Security Error - A "
          "security error has occurred.") +
      rec(stamp(9, 10, 5), 730, "Enroll return code: 0");
  for (const std::string& text : {restored, unsent, enrolled(1, 300) + restored}) {
    const Diagnosis d = diagnosis_of(text, kDay);
    EXPECT_EQ(d.state, State::unknown);
    EXPECT_EQ(d.cause, Cause::unclear);
    const Reading<LogRead> log = read_text(text, kDay);
    EXPECT_NE(device_signature_finding({log}).code, "Valid");
    EXPECT_NE(check_in_finding({log}).health, Health::healthy);
    const std::string answered = text + rec(stamp(9, 30, 1), 900, "No patch policies were found.");
    EXPECT_EQ(diagnosis_of(answered, kDay).state, State::complete);
  }
  // A second try of the same run.
  const std::string again = begin(10, 700) + rec(stamp(9, 10, 2), 730, kRefused) +
                            rec(stamp(9, 10, 4), 730, "The device certificate was created successfully.") +
                            rec(stamp(9, 10, 5), 730, "Enroll return code: 0");
  EXPECT_EQ(diagnosis_of(again, kDay).state, State::complete);
}

}  // namespace
}  // namespace enrolkit::test
