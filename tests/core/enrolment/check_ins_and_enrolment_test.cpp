// What check-ins and an enrolment, a removal or a migration beside them mean for one another.
#include <gtest/gtest.h>

#include "core/enrolment/check_in_logs.h"
#include "core/enrolment/check_ins.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"

namespace enrolkit::test {
namespace {

TEST(CheckInsAndEnrolment, AnErrorOfARunThatBeganBeforeTheNewIdentityBelongsToTheOldOne) {
  const std::string before =
      log_line(kMorning, 5001, kChecking) + log_line({kMorning.seconds + 14}, 5044, "Enroll return code: 0");
  EXPECT_EQ(read_text(before + log_line({kMorning.seconds + 15}, 5001, kSignatureError), "2026-03-20")
                .history.signature.count,
            0U);
  EXPECT_EQ(read_text(before + log_line({kMorning.seconds + 20}, 5100, kChecking) +
                          log_line({kMorning.seconds + 21}, 5100, kSignatureError),
                      "2026-03-20")
                .history.signature.count,
            1U);
}

// A return code 0 is no successful check-in.
TEST(CheckInsAndEnrolment, FailuresAloneAfterAnEnrolmentProveNoWorkingMac) {
  constexpr std::string_view kMissed =
      "Connection failure: \"A server with the specified hostname could not be found.\"";
  const auto missed = [&](int runs, std::int64_t every) {
    std::string text;
    for (int i = 1; i <= runs; ++i) {
      const LocalTime when{kMorning.seconds + 9 + i * every};
      const auto pid = 1000U + static_cast<unsigned>(i);
      text += log_line(when, pid, kChecking) + log_line(when, pid, kMissed);
    }
    return text;
  };
  const std::string enrolled = enrolment(kMorning, 700);
  for (const int count : {2, 4}) {
    const std::string text = enrolled + missed(count, 900);
    EXPECT_EQ(judged(text).state, CheckIns::State::unknown) << count;
    EXPECT_TRUE(diagnosis_of(text, "2026-03-20").doubtful) << count;
  }
  EXPECT_EQ(judged(enrolled + missed(1, 4000)).state, CheckIns::State::unknown) << "not in its first minutes";
  EXPECT_EQ(judged(enrolled + log_line({kMorning.seconds + 60}, 720, kMissed)).state,
            CheckIns::State::unknown)
      << "no check-in";
  const CheckIns first = judged(enrolled + missed(1, 300));
  EXPECT_EQ(first.state, CheckIns::State::unknown);
  EXPECT_FALSE(diagnosis_of(enrolled + missed(1, 300), "2026-03-20").doubtful) << "it may still come";
  EXPECT_NE(first.what.find("not proven yet"), std::string::npos) << first.what;
  EXPECT_EQ(diagnosis_of(enrolled + missed(1, 300), "2026-03-20").sentence,
            "The Mac enrolled; no check-in has succeeded yet.");
  EXPECT_EQ(judged(enrolled + check_in({kMorning.seconds + 60}, 800) + missed(4, 900)).state,
            CheckIns::State::working);
}

// A run that began before the loss goes on with the identity that it had.
TEST(CheckInsAndEnrolment, TheEndOfAnOldRunDoesNotProveTheIdentityOfNewOnes) {
  const std::string old =
      log_line(kMorning, 800, kChecking) + log_line({kMorning.seconds + 2}, 800, "Executing Policy Office");
  const auto ends = [](std::int64_t after) {
    return log_line({kMorning.seconds + after}, 800, "No patch policies were found.");
  };
  std::string lost = old;
  for (int i = 1; i <= 6; ++i) {
    lost += broken_check_in({kMorning.seconds + i * 900}, 1000U + static_cast<unsigned>(i));
    EXPECT_EQ(diagnosis_of(lost + ends(i * 900 + 60), "2026-03-02").cause, Cause::signature_lost) << i;
  }
  EXPECT_FALSE(diagnosis_of(lost + check_in({kMorning.seconds + 9000}, 1100), "2026-03-02").cause);
  const std::string refused = old + refused_enrolment({kMorning.seconds + 60}, 850);
  EXPECT_EQ(diagnosis_of(refused + ends(70), "2026-03-02").state, State::failed);
  EXPECT_EQ(diagnosis_of(refused + check_in({kMorning.seconds + 900}, 900), "2026-03-02").state,
            State::complete);
  // The server that others missed in the meantime is there again.
  const std::string missed = old + log_line({kMorning.seconds + 900}, 900, kChecking) +
                             log_line({kMorning.seconds + 901}, 900, "Could not connect to the JSS.");
  EXPECT_EQ(judged(missed + ends(960)).count, 0U);
}

TEST(CheckInsAndEnrolment, ARemovalEndsTheEnrolmentUntilAnotherRunIsAnswered) {
  const LocalTime later{kMorning.seconds + 1200};
  const std::string removed = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900) +
                              log_line(later, 1200, "Removing scheduled tasks...") +
                              log_line(later, 1200, "Removing JAMF Preferences file...");
  Diagnosis d = diagnosis_of(removed, "2026-03-20");
  EXPECT_EQ(d.state, State::not_enrolled);
  EXPECT_EQ(d.cause, Cause::framework_missing);
  EXPECT_EQ(d.confidence, Confidence::certain);
  EXPECT_EQ(d.at, later);
  d = diagnosis_of(removed + enrolment({later.seconds + 600}, 1300), "2026-03-20");
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
}

TEST(CheckInsAndEnrolment, ARemovalInOtherWordsIsOne) {
  const std::string before = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900);
  const LocalTime later{kMorning.seconds + 1200};
  for (const char* words :
       {"Removing framework...", "Removing JAMF.keychain...", "Removing /usr/local/jamf...",
        "Uninstalling the Jamf management framework...", "Unmanaging computer...",
        "Removing all launch daemons and agents...", "Removing the management account...",
        "Removed the JAMF framework.", "Unenrolling computer...", "Unenroll return code: 0",
        "Removing /Library/LaunchDaemons/com.jamfsoftware.task.1.plist...",
        "Running command /usr/local/bin/jamf removeFramework...", "Running command jamf -remove_framework",
        "Running command sudo jamf unenroll; echo done..."}) {
    const Diagnosis d = diagnosis_of(before + log_line(later, 1200, words), "2026-03-20");
    EXPECT_EQ(d.state, State::not_enrolled) << words;
    EXPECT_EQ(d.confidence, Confidence::likely) << words;  // in words that no source has
    EXPECT_NE(d.missing, "") << words;
  }
  for (const char* words :
       {"Removing existing launchd task /Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist...",
        "Removing /Library/Application Support/JAMF/Waiting Room/a.pkg...", "Removing old.app...",
        "Removing Jamf Connect.pkg...", "Removing Jamf Trust.app...", "Uninstalling Jamf Protect...",
        "Removing user jamfuser...", "Removing the computer from the domain...",
        "Deleting the login keychain...", "Removing launch agent com.example.agent...",
        "Running command jamf policy -event removeFramework...",
        "Running command rm -rf '/Applications/Jamf Connect.app'..."}) {
    EXPECT_EQ(diagnosis_of(before + log_line(later, 1200, words), "2026-03-20").state, State::complete)
        << words;
  }
  const std::string policy = log_line(later, 1200, kChecking) +
                             log_line(later, 1200, "Deleting Jamf test data...") +
                             log_line(later, 1200, "No patch policies were found.");
  EXPECT_EQ(diagnosis_of(before + policy, "2026-03-20").state, State::complete);
}

// The command, and then what jamf itself says of it.
TEST(CheckInsAndEnrolment, JamfsOwnWordsMakeARemovalCertain) {
  const LocalTime later{kMorning.seconds + 1200};
  const Diagnosis d = diagnosis_of(enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900) +
                                       log_line(later, 1200, "Running command jamf removeFramework...") +
                                       log_line({later.seconds + 1}, 1203, "Removing scheduled tasks..."),
                                   "2026-03-20");
  EXPECT_EQ(d.confidence, Confidence::certain);
  EXPECT_EQ(d.state, State::not_enrolled);
}

TEST(CheckInsAndEnrolment, WhoMakesTheFrameworkAnewRemovedAnOldOne) {
  const LocalTime later{kMorning.seconds + 1200};
  const Diagnosis d = diagnosis_of(enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900) +
                                       log_line(later, 1200, "Removing old launch daemon...") +
                                       log_line(later, 1200, "Creating launch daemon..."),
                                   "2026-03-20");
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
}

// An enrolment makes the old identity void at once: whatever became of it, the success before it proves nothing.
TEST(CheckInsAndEnrolment, AnEnrolmentThatDidNotEndWellEndsTheProofBeforeIt) {
  const std::string before = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900);
  const LocalTime later{kMorning.seconds + 1200};
  const std::string configured = log_line(
      later, 1200,
      "The SSL Certificate for https://jamf.example.org/ must be trusted for the jamf binary to connect to it.");
  const std::string begun = configured + "Enrolling computer...\n";
  const std::string account = begun + log_line(later, 1203, "Creating user _mgmt...");
  const std::string in_re_enroller = stamp(later) + " mac [ReEnroller]:    ";
  for (const std::string& text :
       {begun, account, account + log_line(later, 1203, "The device certificate was created successfully."),
        account + log_line(later, 1203, "Enforcing management framework..."),
        account + log_line(later, 1203, "Enroll return code: 0 (done)"),
        in_re_enroller + "[startToMigrate] x\n",
        in_re_enroller + "[startToMigrate] x\n" + in_re_enroller +
            "Moved the backup jamf binary back into place.\n"}) {
    for (const std::string& quiet :
         {std::string(), log_line({later.seconds + 7200}, 1500, "Daemon starting")}) {
      const Reading<LogRead> log = read_text(before + text + quiet, "2026-03-20");
      EXPECT_EQ(device_signature_finding({log}).code, "Unproven") << text;
      EXPECT_EQ(check_in_finding({log}).health, Health::unknown) << text;
    }
    const Reading<LogRead> well =
        read_text(before + text + check_in({later.seconds + 7200}, 1500), "2026-03-20");
    EXPECT_EQ(device_signature_finding({well}).code, "Valid") << text;
    EXPECT_EQ(check_in_finding({well}).code, "Working") << text;
  }
  // That is no enrolment; but whose server it is, no answer tells.
  const Reading<LogRead> log = read_text(before + configured, "2026-03-20");
  EXPECT_EQ(check_in_finding({log}).code, "Unknown");
  EXPECT_EQ(device_signature_finding({log}).code, "Unproven");
}

TEST(CheckInsAndEnrolment, AReturnCodeThatCannotBeReadIsNoInterruption) {
  for (const char* words :
       {"Enroll return code: 0 (done)", "Enroll return code: ", "Enroll return code: 00"}) {
    const std::string text =
        log_line(kMorning, 700, "Creating user _mgmt...") + log_line(kMorning, 700, words);
    const Diagnosis d = diagnosis_of(text, "2026-03-20");
    EXPECT_EQ(d.state, State::unknown) << words;
    EXPECT_EQ(d.cause, Cause::unclear) << words;
  }
}

// The parent of a re-enrolment still has the old identity: the end of its log is not the end of the new one.
TEST(CheckInsAndEnrolment, AnErrorBlockOfARunFromBeforeBelongsToTheOldIdentity) {
  const std::string text = check_in(kMorning, 600) + log_line({kMorning.seconds + 900}, 700, kChecking) +
                           log_line({kMorning.seconds + 901}, 700, "Executing Policy enrol again") +
                           enrolment({kMorning.seconds + 960}, 720) +
                           log_line({kMorning.seconds + 980}, 700, "") + "There was an error.\n\n     " +
                           std::string(kSignatureError) + "\n";
  const Reading<LogRead> log = read_text(text, "2026-03-20");
  EXPECT_EQ(device_signature_finding({log}).code, "Valid");
  EXPECT_EQ(check_in_finding({log}).code, "Unknown") << "none was answered yet";
  EXPECT_EQ(enrolment_finding({log}, diagnose(std::get<LogRead>(log).history, {})).health, Health::healthy);
}

TEST(CheckInsAndEnrolment, AReasonMayStandInALaterLineOfABlock) {
  std::string text = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900);
  for (unsigned i = 0; i < 6; ++i) {
    const LocalTime at{kMorning.seconds + 3600 + 900 * i};
    text += log_line(at, 1000 + i, kChecking) + log_line(at, 1000 + i, "") +
            "There was an error.\n\n     A first line.\n     " + std::string(kSignatureError) +
            "\n     More words.\n";
  }
  EXPECT_EQ(diagnosis_of(text, "2026-03-20").cause, Cause::signature_lost);
}

TEST(CheckInsAndEnrolment, APolicyThatMakesAUserIsNoEnrolment) {
  for (const unsigned maker : {2000U, 2040U}) {  // the policy's own run, and a jamf that its script calls
    const std::string text = log_line(kMorning, 2000, kChecking) +
                             log_line({kMorning.seconds + 3}, 2000, "Executing Policy Local IT admin") +
                             log_line({kMorning.seconds + 5}, maker, "Creating user itadmin...") +
                             log_line({kMorning.seconds + 305}, 410, kChecking);
    const Diagnosis d = diagnosis_of(text, "2026-03-20");
    EXPECT_TRUE(d.attempts.empty());
    EXPECT_EQ(d.state, State::complete);
  }
}

TEST(CheckInsAndEnrolment, ALaterRunWithoutAReasonTakesTheEarlierOnes) {
  const std::string text =
      refused_enrolment(kMorning, 335) + log_line({kMorning.seconds + 60}, 400, "Enroll return code: 70");
  const Diagnosis d = diagnosis_of(text, "2026-03-20");
  EXPECT_EQ(d.cause, Cause::permission_denied);
  EXPECT_EQ(d.confidence, Confidence::likely);
}

TEST(CheckInsAndEnrolment, AMigrationUnderWayIsInProgress) {
  const std::string text = stamp(kMorning) + " mac [ReEnroller]:    [startToMigrate] x\n" +
                           stamp({kMorning.seconds + 5}) + " mac [ReEnroller]:    macOS Version: 14.5\n";
  MacContext context;
  context.now = LocalTime{kMorning.seconds + 60};
  EXPECT_EQ(diagnosis_of(text, "2026-03-20", context).state, State::in_progress);
  context.now = LocalTime{kMorning.seconds + 86'400};
  EXPECT_EQ(diagnosis_of(text, "2026-03-20", context).state, State::interrupted);
}

TEST(CheckInsAndEnrolment, AClockSetBackAtALowProcessIdIsARestart) {
  const std::string text =
      log_line(at("2026-03-10 09:00:00"), 899, "Creating user _mgmt...") + log_line(kMorning, 317, kChecking);
  const Diagnosis d = diagnosis_of(text, "2026-03-02 12:00:00");
  ASSERT_EQ(d.attempts.size(), 1U);
  EXPECT_TRUE(d.attempts[0].reboot);
  EXPECT_FALSE(d.attempts[0].first.at) << "no date is younger than the file";
}

std::string migration(std::initializer_list<const char*> lines) {
  std::string text = check_in(kMorning, 900);
  LocalTime when{kMorning.seconds + 600};
  for (const char* line : lines) {
    when.seconds += 2;
    text += stamp(when) + " mac [ReEnroller]:    " + line + "\n";
  }
  return text;
}

TEST(Migration, ThatFallsBackHasItsOwnWords) {
  const char* const begin = "[startToMigrate]";
  const char* const problem =
      "There was a problem enrolling to new Jamf Server: https://new.example.org. Falling back to old settings and exiting!";
  const Diagnosis d = diagnosis_of(migration({begin, "Enrollment attempt 1 failed.", problem}), "2026-03-20");
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::unclear);
  EXPECT_NE(d.sentence.find("nrollment attempt 1 failed"), std::string::npos) << d.sentence;
  const Diagnosis lost = diagnosis_of(
      migration(
          {begin, "Enrolled to new Jamf Server: https://new.example.org",
           "There was a problem checking the Jamf Server Connection to https://new.example.org. Falling back to old "
           "settings and exiting!"}),
      "2026-03-20");
  EXPECT_EQ(lost.state, State::failed);
  EXPECT_EQ(lost.cause, Cause::server_unreachable);
  EXPECT_EQ(lost.confidence, Confidence::likely);
}

// Nor does an answer of the old server prove the new enrolment.
TEST(Migration, ThatSaysSoIsNoEnrolment) {
  const std::string text =
      migration({"[startToMigrate]", "Enrolled to new Jamf Server: https://new.example.org"});
  EXPECT_NE(diagnosis_of(text, "2026-03-20").state, State::complete);
  EXPECT_EQ(diagnosis_of(text + check_in({kMorning.seconds + 3600}, 950), "2026-03-20").state,
            State::complete);
}

}  // namespace
}  // namespace enrolkit::test
