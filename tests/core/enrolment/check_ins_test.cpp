// What the runs of jamf since the last success add up to.
#include "core/enrolment/check_ins.h"

#include <gtest/gtest.h>

#include "core/enrolment/check_in_logs.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"

namespace enrolkit::test {
namespace {

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

// Whoever posts a log may write one number for all of them.
TEST(CheckIns, RunsOfOneProcessIdAreRunsAllTheSame) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += check_in({kMorning.seconds - 3600 + i * 900}, 7);
  for (int i = 1; i <= 6; ++i) text += log_line({kMorning.seconds + i * 900}, 7, kChecking);
  EXPECT_EQ(judged(text).state, CheckIns::State::failing);
  EXPECT_EQ(judged(text).count, 6U);
}

// What a user starts is answered, and what the Mac does by itself is not.
TEST(CheckIns, RecurringOnesThatHangAreNotMadeWellByOtherRuns) {
  const auto other = [](LocalTime when, unsigned pid) {
    return log_line(when, pid, "Checking for policy ID 12...") +
           log_line(when, pid, "Executing Policy Chrome");
  };
  const std::string before = check_in({kMorning.seconds - 900}, 800) + check_in(kMorning, 900);
  std::string hang = before, few, gone = before, answered = before;
  for (int i = 1; i <= 8; ++i) {
    const LocalTime when{kMorning.seconds + i * 1800};
    const unsigned pid = 1000U + static_cast<unsigned>(i) * 10;
    hang += log_line(when, pid, kChecking) + other({when.seconds + 600}, pid + 1);
    if (i == 2) few = hang;
    answered += check_in(when, pid) + other({when.seconds + 600}, pid + 1);
    gone += other({kMorning.seconds + i * 43'200}, pid);
  }
  EXPECT_EQ(judged(hang).state, CheckIns::State::failing);
  EXPECT_EQ(judged(hang).count, 8U);
  EXPECT_TRUE(judged(hang).recurring);
  EXPECT_EQ(judged(gone).state, CheckIns::State::unknown);
  EXPECT_EQ(judged(answered).state, CheckIns::State::working);
  const LocalTime end{kMorning.seconds + 9 * 43'200};
  EXPECT_EQ(judged(hang + check_in(end, 5000)).state, CheckIns::State::working);
  EXPECT_EQ(judged(gone + check_in(end, 5000)).state, CheckIns::State::working);
  // Two that hang are none, and a habit of it is none either; nor a Mac that slept, or never showed a recurring one's end.
  EXPECT_EQ(judged(few).state, CheckIns::State::working);
  EXPECT_EQ(judged(hang + check_in({kMorning.seconds + 9 * 1800}, 5000) + hang.substr(before.size())).state,
            CheckIns::State::working);
  EXPECT_EQ(judged(before + other({kMorning.seconds + 5 * kDay}, 5000)).state, CheckIns::State::working);
  EXPECT_EQ(judged(other(kMorning, 900) + gone.substr(before.size())).state, CheckIns::State::working);
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

// A wrapper is no proof of what it wraps, and the two findings agree.
TEST(CheckIns, ASecurityErrorAloneSaysNotWhatFailed) {
  const Reading<LogRead> log =
      read_text(check_in(kMorning, 900) + each_hour(6, {"Security Error - A security error has occurred."}),
                "2026-03-20");
  const LogEvidence evidence{log, FrameworkPresence::some};
  EXPECT_EQ(diagnose(std::get<LogRead>(log).history, {}).cause, Cause::unclear);
  EXPECT_EQ(check_in_finding(evidence).code, "Failing");
  EXPECT_EQ(device_signature_finding(evidence).code, "Unproven");
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
    EXPECT_EQ(enrolment_finding(evidence, d).health, device_signature_finding(evidence).health);
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code;
  };
  EXPECT_EQ(enrolled_and(12), "Unknown Valid") << "a return code is no check-in";
  EXPECT_EQ(enrolled_and(60), "Unknown Unproven");
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

// It was given them when it began.
TEST(CheckIns, WhatAnOldRunExecutesProvesNothingAfterTheFailuresOfOthers) {
  const std::string begun = check_in(kMorning, 800) + log_line({kMorning.seconds + 60}, 900, kChecking) +
                            log_line({kMorning.seconds + 61}, 900, "Executing Policy One");
  const LocalTime after{kMorning.seconds + 5 * 3600};
  const std::string signature = begun + each_hour(4, {kSignatureError});
  for (const char* line : {"Executing Policy Two", "Checking for patches..."}) {
    const std::string text = signature + log_line(after, 900, line);
    EXPECT_EQ(read_text(text, "2026-03-20").history.signature.count, 4U) << line;
    EXPECT_NE(judged(text).state, CheckIns::State::working) << line;
  }
  EXPECT_EQ(judged(begun + each_hour(4, {"The gremlins could not be fed."}) +
                   log_line(after, 900, "Executing Policy Two"))
                .state,
            CheckIns::State::failing);
  // But how a check-in ends is asked at its end: with the identity of its beginning.
  const std::string end = log_line(after, 900, "No patch policies were found.");
  EXPECT_EQ(judged(begun + each_hour(4, {"Could not connect to the JSS."}) + end).state,
            CheckIns::State::working);
  EXPECT_NE(judged(signature + end).state, CheckIns::State::working);
}

TEST(CheckIns, RunsThatAreAnsweredAndFailThenAreAFinding) {
  const std::string_view patches = "Checking for patches...";
  const auto of = [&](int runs, std::string_view error) {
    return check_in(kMorning, 900) + each_hour(runs, {patches, error});
  };
  const std::string_view lost = "Connection failure: \"The request timed out.\"",
                         gremlins = "The gremlins could not be fed.";
  EXPECT_EQ(judged(of(2, lost)).state, CheckIns::State::working);
  const CheckIns c = judged(of(4, lost));
  EXPECT_EQ(c.state, CheckIns::State::failing);
  EXPECT_EQ(c.cause, Cause::server_unreachable);
  EXPECT_EQ(c.count, 4U);
  EXPECT_EQ(c.since->at, at("2026-03-02 10:00:00"));
  EXPECT_EQ(judged(of(4, lost) + check_in({kMorning.seconds + 6 * 3600}, 7000)).state,
            CheckIns::State::working);
  const CheckIns unknown = judged(of(4, gremlins));
  EXPECT_EQ(unknown.state, CheckIns::State::unknown);
  EXPECT_NE(unknown.what.find("4 runs of jamf in a row were answered"), std::string::npos) << unknown.what;
  EXPECT_NE(unknown.what.find("gremlins"), std::string::npos) << unknown.what;
  // A policy's own error in a run that comes to its end is none.
  EXPECT_EQ(judged(each_hour(6, {"Executing Policy One", gremlins, patches, "No patch policies were found."}))
                .state,
            CheckIns::State::working);
}

TEST(CheckIns, FourRunsWithoutAnEndAreAFindingWhereAllEnded) {
  std::string text;
  const auto when = [](int i) { return LocalTime{kMorning.seconds + i * 900}; };
  for (int i = 0; i < 100; ++i) text += check_in(when(i), 1000U + static_cast<unsigned>(i));
  for (int i = 100; i < 103; ++i) text += log_line(when(i), 1000U + static_cast<unsigned>(i), kChecking);
  EXPECT_EQ(judged(text).state, CheckIns::State::working);
  const CheckIns c = judged(text + log_line(when(103), 1103, kChecking));
  EXPECT_EQ(c.state, CheckIns::State::failing);
  EXPECT_EQ(c.count, 4U);
}

TEST(CheckIns, ACommandThatRemovesTheFrameworkEndsTheEnrolment) {
  for (const char* line :
       {"Running command jamf removeFramework...", "Running command /usr/local/bin/jamf -removeFramework...",
        "Running command sudo JAMF removeframework -keepMDM", "The management framework has been removed.",
        "Computer was unmanaged."}) {
    const std::string text = check_in(kMorning, 900) + log_line({kMorning.seconds + 60}, 950, line);
    EXPECT_EQ(judged(text).cause, Cause::framework_missing) << line;
    EXPECT_EQ(diagnosis_of(text, "2026-03-20").state, State::not_enrolled) << line;
  }
  EXPECT_EQ(judged(check_in(kMorning, 900) +
                   log_line({kMorning.seconds + 60}, 950, "Running command jamf recon..."))
                .state,
            CheckIns::State::working);
}

}  // namespace
}  // namespace enrolkit::test
