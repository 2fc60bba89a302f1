// What the runs of jamf since the last success add up to.
#include "core/enrolment/check_ins.h"

#include <gtest/gtest.h>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

const LocalTime kMorning = at("2026-03-02 09:00:00");
constexpr std::string_view kChecking = "Checking for policies triggered by \"recurring check-in\"...";

std::string each_hour(int runs, const std::vector<std::string_view>& lines, std::int64_t every = 3600) {
  std::string text;
  for (int i = 1; i <= runs; ++i) {
    const LocalTime when{kMorning.seconds + i * every};
    text += log_line(when, static_cast<unsigned>(1000 + i), kChecking);
    for (const std::string_view line : lines) text += log_line(when, static_cast<unsigned>(1000 + i), line);
  }
  return text;
}

CheckIns judged(const std::string& text) { return judge_check_ins(read_text(text, "2026-03-20").history); }

TEST(CheckIns, ABlockOfAnUnknownReasonIsAFailureOfItsRun) {
  std::string text = check_in(kMorning, 900);
  for (int i = 1; i <= 5; ++i) {
    const LocalTime when{kMorning.seconds + i * 3600};
    text += log_line(when, 1000U + static_cast<unsigned>(i), kChecking) +
            log_line(when, 1000U + static_cast<unsigned>(i), "") +
            "There was an error.\n\n     Unknown Error - An unknown error has occurred.\n\n";
  }
  const CheckIns c = judged(text);
  EXPECT_EQ(c.state, CheckIns::State::failing);
  EXPECT_EQ(c.cause, Cause::unclear);
  EXPECT_EQ(c.count, 5U);
  EXPECT_EQ(c.since->at, at("2026-03-02 10:00:00"));
  EXPECT_NE(c.what.find("An unknown error has occurred"), std::string::npos) << c.what;
}

TEST(CheckIns, EachReasonHasItsCause) {
  const auto cause = [&](std::string_view line) {
    return judged(check_in(kMorning, 900) + each_hour(5, {line})).cause;
  };
  EXPECT_EQ(cause("Connection failure: \"The request timed out.\""), Cause::server_unreachable);
  EXPECT_EQ(cause("Connection failure: \"( error 502.)\""), Cause::server_error);
  EXPECT_EQ(cause("Connection failure: \"The certificate for this server is invalid.\""),
            Cause::untrusted_server);
  EXPECT_EQ(cause("The gremlins could not be fed."), Cause::unclear);
}

TEST(CheckIns, OneOrTwoMissedAreNoFinding) {
  const std::string miss = "Could not connect to the JSS. Looking for cached policies...";
  EXPECT_EQ(judged(check_in(kMorning, 900) + each_hour(2, {miss})).state, CheckIns::State::working);
  EXPECT_EQ(judged(check_in(kMorning, 900) + each_hour(3, {miss})).state, CheckIns::State::failing);
}

TEST(CheckIns, ACacheProvesNothingForTheRunThatLostTheServer) {
  const std::string text = each_hour(1, {"Could not connect to the JSS. Looking for cached policies...",
                                         "No policies were found for the \"startup\" trigger."});
  EXPECT_FALSE(read_text(text, "2026-03-20").history.contact);
}

// Recurring check-ins that fail every hour, and a policy of Self Service that runs in between.
std::string with_self_service(int rounds, std::string_view failure) {
  std::string text;
  for (int i = 1; i <= rounds; ++i) {
    const LocalTime when{kMorning.seconds + i * 3600};
    const auto pid = static_cast<unsigned>(2000 + 2 * i);
    text += log_line(when, pid, kChecking) + log_line(when, pid, failure);
    text += log_line({when.seconds + 600}, pid + 1, "Checking for policy ID 17...") +
            log_line({when.seconds + 601}, pid + 1, "Executing Policy Install Editor");
  }
  return text;
}

TEST(CheckIns, PoliciesByOtherWaysDoNotMakeFailedCheckInsHealthy) {
  const std::string text = check_in(kMorning, 900);
  const std::string refused = "Connection failure: \"( error 502.)\"";
  EXPECT_EQ(judged(text + with_self_service(2, refused)).state, CheckIns::State::working);
  const CheckIns c = judged(text + with_self_service(5, refused));
  EXPECT_EQ(c.state, CheckIns::State::failing);
  EXPECT_EQ(c.cause, Cause::server_error);
  EXPECT_EQ(c.count, 5U);
  const LocalTime later{kMorning.seconds + 6 * 3600};
  EXPECT_EQ(judged(text + with_self_service(5, refused) + check_in(later, 3000)).state,
            CheckIns::State::working);
}

TEST(CheckIns, AnAnswerToAnotherRunDoesNotProveTheSignatureOfCheckInsThatMissIt) {
  const auto signature = [](std::string_view failure) {
    const Reading<LogRead> log =
        read_text(check_in(kMorning, 900) + with_self_service(5, failure), "2026-03-20");
    return device_signature_finding({log, FrameworkPresence::some}).code;
  };
  EXPECT_EQ(signature(kSignatureError), "Unproven");
  EXPECT_EQ(signature("Connection failure: \"( error 502.)\""), "Valid");
}

TEST(CheckIns, AnEnrolmentWithoutACheckInForADayIsNotWorking) {
  const auto enrolled_and = [](std::int64_t hours) {
    std::string text = enrolment(kMorning, 700);
    for (std::int64_t hour = 2; hour <= hours; hour += 4)
      text += log_line({kMorning.seconds + hour * 3600}, 800, "Informing the jamf daemon of the user.");
    const Reading<LogRead> log = read_text(text, "2026-03-20");
    const LogEvidence evidence{log, FrameworkPresence::some};
    const Diagnosis d = diagnose(std::get<LogRead>(log).history, {});
    EXPECT_EQ(d.state, State::complete);
    EXPECT_EQ(enrolment_finding(evidence, d).health, check_in_finding(evidence).health);
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code;
  };
  EXPECT_EQ(enrolled_and(12), "Working Valid");
  EXPECT_EQ(enrolled_and(60), "Unknown Unproven");
}

TEST(CheckIns, AMacThatIsUpAndSilentForDaysIsNotWorking) {
  const Reading<LogRead> log = read_text(check_in(kMorning, 900), "2026-03-02");
  const auto code = [&](std::int64_t days, std::int64_t up_days) {
    const LocalTime now{kMorning.seconds + days * 86'400};
    const LogEvidence evidence{log, FrameworkPresence::some, Uptime{now, {now.seconds - up_days * 86'400}}};
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code;
  };
  EXPECT_EQ(code(2, 30), "Working Valid");
  EXPECT_EQ(code(30, 0), "Working Valid") << "it has just been switched on";
  EXPECT_EQ(code(5, 30), "Unknown Unproven");
}

TEST(CheckIns, ARunWhoseBeginningWasNotReadProvesNothing) {
  Scanner scanner;
  HistoryBuilder builder(true);
  const std::string text =
      "cut\n" + log_line(kMorning, 933, "No policies were found for the \"startup\" trigger.");
  scanner.next_file(0, true);
  scanner.give(text, true);
  Line line;
  while (scanner.next(line)) builder.add(line);
  EXPECT_FALSE(builder.is_settled());
}

TEST(CheckIns, ARunTwoHundredAndFiftySixIdsAwayIsAnotherRun) {
  const std::string offline = "Could not connect to the JSS. Looking for cached policies...";
  const std::string text = log_line(kMorning, 933, kChecking) + log_line(kMorning, 933, offline) +
                           log_line(kMorning, 1189, kChecking) +
                           log_line({kMorning.seconds + 1}, 933, "Executing Policy Cached one");
  EXPECT_FALSE(read_text(text, "2026-03-20").history.contact);
}

TEST(CheckIns, ManyRunsInBetweenDoNotUnsettleWhatIsKnownOfTheLast) {
  std::string text = check_in(kMorning, 900);
  for (unsigned i = 0; i < 5000; ++i) text += log_line({kMorning.seconds + i}, 2000 + i, kChecking);
  const CheckIns c = judged(text);
  EXPECT_EQ(c.count, 5000U);
  EXPECT_EQ(c.state, CheckIns::State::failing);
}

TEST(CheckIns, RunsWithoutAnEndAreJudgedByTheLogsOwnHabit) {
  // A version of jamf that prints no end: a policy now and then is all that shows a success.
  std::string casper;
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 20; ++i) {
      casper += log_line({kMorning.seconds + round * 80'000 + i * 3600}, 3000U + static_cast<unsigned>(i),
                         kChecking);
    }
    const LocalTime when{kMorning.seconds + round * 80'000 + 75'000};
    casper += log_line(when, 4000, kChecking) + log_line(when, 4000, "Executing Policy Update Inventory");
  }
  const auto more = [&](int runs) {
    std::string text = casper;
    for (int i = 0; i < runs; ++i) {
      text += log_line({kMorning.seconds + 800'000 + i * 3600}, 5000U + static_cast<unsigned>(i), kChecking);
    }
    return judged(text).state;
  };
  EXPECT_EQ(more(10), CheckIns::State::working);
  EXPECT_EQ(more(60), CheckIns::State::failing);
  EXPECT_EQ(judged(check_in(kMorning, 900) + each_hour(10, {})).state, CheckIns::State::failing);
  EXPECT_EQ(judged(each_hour(10, {})).state, CheckIns::State::unknown)
      << "no earlier run shows that these should end";
}

TEST(CheckIns, WhoHoldsTheTriggerIsNamed) {
  const CheckIns c = judged(check_in(kMorning, 900) +
                            each_hour(5, {"This policy trigger is already being run: root 5249 ??"}));
  EXPECT_EQ(c.state, CheckIns::State::failing);
  EXPECT_NE(c.what.find("root 5249"), std::string::npos) << c.what;
}

TEST(CheckIns, APolicysOwnFailureIsNoneOfTheServers) {
  const std::string text =
      check_in(kMorning, 900) +
      each_hour(1, {"Executing Policy Office", "Installation failed. The installer reported: x"});
  EXPECT_EQ(judged(text).state, CheckIns::State::working);
}

TEST(CheckIns, AnErrorOfARunThatBeganBeforeTheNewIdentityBelongsToTheOldOne) {
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

TEST(CheckIns, ARemovalEndsTheEnrolmentUntilAnotherRunIsAnswered) {
  const LocalTime later{kMorning.seconds + 1200};
  const std::string removed = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900) +
                              log_line(later, 1200, "Removing scheduled tasks...") +
                              log_line(later, 1200, "Removing JAMF Preferences file...");
  Diagnosis d = diagnosis_of(removed, "2026-03-20");
  EXPECT_EQ(d.state, State::not_enrolled);
  EXPECT_EQ(d.cause, Cause::framework_missing);
  EXPECT_EQ(d.at, later);
  d = diagnosis_of(removed + enrolment({later.seconds + 600}, 1300), "2026-03-20");
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
}

TEST(CheckIns, ARemovalInOtherWordsIsOne) {
  const std::string before = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900);
  const LocalTime later{kMorning.seconds + 1200};
  for (const char* words :
       {"Removing framework...", "Removing JAMF.keychain...", "Removing /usr/local/jamf...",
        "Uninstalling the Jamf management framework...", "Unmanaging computer...",
        "Removing all launch daemons and agents...", "Removing the management account..."}) {
    EXPECT_EQ(diagnosis_of(before + log_line(later, 1200, words), "2026-03-20").state, State::not_enrolled)
        << words;
  }
  for (const char* words :
       {"Removing existing launchd task /Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist...",
        "Removing /Library/Application Support/JAMF/Waiting Room/a.pkg...", "Removing old.app..."}) {
    EXPECT_EQ(diagnosis_of(before + log_line(later, 1200, words), "2026-03-20").state, State::complete)
        << words;
  }
  const std::string policy = log_line(later, 1200, kChecking) +
                             log_line(later, 1200, "Deleting Jamf test data...") +
                             log_line(later, 1200, "No patch policies were found.");
  EXPECT_EQ(diagnosis_of(before + policy, "2026-03-20").state, State::complete);
}

TEST(CheckIns, AReasonMayStandInALaterLineOfABlock) {
  std::string text = enrolment(kMorning, 700) + check_in({kMorning.seconds + 600}, 900);
  for (unsigned i = 0; i < 6; ++i) {
    const LocalTime at{kMorning.seconds + 3600 + 900 * i};
    text += log_line(at, 1000 + i, kChecking) + log_line(at, 1000 + i, "") +
            "There was an error.\n\n     A first line.\n     " + std::string(kSignatureError) +
            "\n     More words.\n";
  }
  EXPECT_EQ(diagnosis_of(text, "2026-03-20").cause, Cause::signature_lost);
}

TEST(CheckIns, APolicyThatMakesAUserIsNoEnrolment) {
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

TEST(CheckIns, InventoryThatIsRefusedAgainAndAgainIsAFindingBesideGoodCheckIns) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const LocalTime when{kMorning.seconds + i * 7200};
    text += check_in(when, 900U + static_cast<unsigned>(i)) +
            log_line({when.seconds + 60}, 950U + static_cast<unsigned>(i), "Error running recon: Gremlins.");
  }
  text += check_in({kMorning.seconds + 40'000}, 990);
  const Reading<LogRead> log = read_text(text, "2026-03-20");
  EXPECT_EQ(inventory_finding({log}).code, "Refused");
  EXPECT_EQ(check_in_finding({log}).code, "Working");
}

TEST(CheckIns, ALaterRunWithoutAReasonTakesTheEarlierOnes) {
  const std::string text =
      refused_enrolment(kMorning, 335) + log_line({kMorning.seconds + 60}, 400, "Enroll return code: 70");
  const Diagnosis d = diagnosis_of(text, "2026-03-20");
  EXPECT_EQ(d.cause, Cause::permission_denied);
  EXPECT_EQ(d.confidence, Confidence::likely);
}

TEST(CheckIns, AMigrationUnderWayIsInProgress) {
  const std::string text = stamp(kMorning) + " mac [ReEnroller]:    [startToMigrate] x\n" +
                           stamp({kMorning.seconds + 5}) + " mac [ReEnroller]:    macOS Version: 14.5\n";
  MacContext context;
  context.now = LocalTime{kMorning.seconds + 60};
  EXPECT_EQ(diagnosis_of(text, "2026-03-20", context).state, State::in_progress);
  context.now = LocalTime{kMorning.seconds + 86'400};
  EXPECT_EQ(diagnosis_of(text, "2026-03-20", context).state, State::interrupted);
}

TEST(CheckIns, AClockSetBackAtALowProcessIdIsARestart) {
  const std::string text =
      log_line(at("2026-03-10 09:00:00"), 899, "Creating user _mgmt...") + log_line(kMorning, 317, kChecking);
  const Diagnosis d = diagnosis_of(text, "2026-03-02 12:00:00");
  ASSERT_EQ(d.attempts.size(), 1U);
  EXPECT_TRUE(d.attempts[0].reboot);
  EXPECT_FALSE(d.attempts[0].first.at) << "no date is younger than the file";
}

}  // namespace
}  // namespace enrolkit::test
