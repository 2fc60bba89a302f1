#include "core/enrolment/setup.h"

#include <gtest/gtest.h>

namespace enrolkit::test {
namespace {

constexpr LocalTime kStart{1'000'000}, kSoon{1'000'600}, kLater{1'090'000};

Process process(const std::string& path, std::uint32_t uid) {
  Process made;
  made.path = path;
  made.uid = uid;
  return made;
}
const Process kManager = process("/Applications/Utilities/Setup Manager.app/Contents/MacOS/Setup Manager", 0);
const Process kAssistant =
    process("/System/Library/CoreServices/Setup Assistant.app/Contents/MacOS/Setup Assistant", 248);

// Nobody has begun.
SetupFacts quiet() {
  SetupFacts facts;
  facts.assistant_at_screen = false;
  return facts;
}

SetupFacts began(LocalTime now, std::vector<Process> processes = {}) {
  SetupFacts facts;
  facts.started = kStart;
  facts.assistant_at_screen = false;
  facts.now = now;
  facts.processes = std::move(processes);
  return facts;
}

TEST(Setup, NobodySetsAMacUpThatHasNoFlagOrIsDone) {
  EXPECT_EQ(judge_setup(quiet()).state, SetupState::none);
  SetupFacts done = began(kSoon, {kManager});
  done.done = kSoon;
  EXPECT_EQ(judge_setup(done).state, SetupState::none);
  SetupFacts ended_only = quiet();
  ended_only.done = kSoon;
  EXPECT_EQ(judge_setup(ended_only).state, SetupState::none);
}

TEST(Setup, RunsWhileItsProcessDoesHoweverLong) {
  EXPECT_EQ(judge_setup(began(kLater, {kManager})).state, SetupState::running);
}

TEST(Setup, RunsForAWhileWithoutAProcessAndIsAbandonedThen) {
  EXPECT_EQ(judge_setup(began(kSoon)).state, SetupState::running) << "it restarts with the Mac";
  const SetupVerdict old = judge_setup(began(kLater));
  EXPECT_EQ(old.state, SetupState::abandoned);
  EXPECT_EQ(old.since, kStart);
  const SetupVerdict of_a_user = judge_setup(began(kLater, {process("/tmp/Setup Manager", 501)}));
  EXPECT_EQ(of_a_user.state, SetupState::abandoned) << "any program may have that name";
  const Process copy = process("/Users/mallory/Setup Manager.app/Contents/MacOS/Setup Manager", 501);
  EXPECT_EQ(judge_setup(began(kLater, {copy})).state, SetupState::abandoned)
      << "nobody but root can keep the flags, and no user a Mac unrepaired";
}

TEST(Setup, WhatCannotBeToldIsNeverNobody) {
  SetupFacts facts = began(kLater);
  facts.processes = Unreadable{"no rights"};
  EXPECT_EQ(judge_setup(facts).state, SetupState::running);
  SetupFacts flag = quiet();
  flag.started = Unreadable{"no rights"};
  EXPECT_EQ(judge_setup(flag).state, SetupState::unknown);
  Diagnosis d;
  refine_with_setup(d, judge_setup(flag));
  EXPECT_EQ(d.state, State::unknown);
  EXPECT_NE(d.missing.find("no rights"), std::string::npos);
  SetupFacts end = began(kLater);
  end.done = Unreadable{"no rights"};
  EXPECT_EQ(judge_setup(end).state, SetupState::unknown) << "it may have finished";
  Process nameless = process("", 0);
  nameless.path = Unreadable{"no rights"};
  EXPECT_EQ(judge_setup(began(kLater, {nameless})).state, SetupState::running) << "it may be Setup Manager";
}

TEST(Setup, AScreenWhoseOwnerCouldNotBeReadMayBeSetupAssistants) {
  SetupFacts screen = quiet();
  screen.assistant_at_screen = Unreadable{"/dev/console: no rights"};
  const SetupVerdict verdict = judge_setup(screen);
  EXPECT_EQ(verdict.state, SetupState::unknown);
  EXPECT_TRUE(verdict.assistant);
  EXPECT_NE(verdict.why.find("/dev/console: no rights"), std::string::npos);
  SetupFacts abandoned = began(kLater);
  abandoned.assistant_at_screen = screen.assistant_at_screen;
  EXPECT_EQ(judge_setup(abandoned).state, SetupState::unknown);
  abandoned.processes = std::vector{kManager};
  EXPECT_EQ(judge_setup(abandoned).state, SetupState::running);
  screen.assistant_at_screen = Absent{};
  EXPECT_EQ(judge_setup(screen).state, SetupState::none) << "another volume, which has no screen";
  EXPECT_EQ(SetupVerdict{}.state, SetupState::unknown);
}

TEST(Setup, AssistantIsKnownByItsUserOrItsProcessAndByNothingElse) {
  SetupFacts screen = quiet();
  screen.assistant_at_screen = true;
  EXPECT_TRUE(judge_setup(screen).assistant);
  SetupFacts facts = quiet();
  facts.processes = std::vector{kAssistant};
  EXPECT_EQ(judge_setup(facts).state, SetupState::running);
  facts.processes = std::vector{process(std::string(kAssistant.known_path()), 501)};
  EXPECT_EQ(judge_setup(facts).state, SetupState::none);
}

Diagnosis of(State state, std::optional<Cause> cause) {
  Diagnosis d;
  d.state = state;
  d.cause = cause;
  return d;
}

TEST(Setup, MakesEveryEnrolmentOneInProgressWhileItRuns) {
  for (const Cause cause : {Cause::framework_missing, Cause::account_conflict, Cause::interrupted}) {
    Diagnosis d = of(State::failed, cause);
    refine_with_setup(d, judge_setup(began(kSoon)));
    EXPECT_EQ(d.state, State::in_progress);
    EXPECT_EQ(d.cause, Cause::setup_running);
  }
}

TEST(Setup, AbandonedSpeaksForAnInterruptedEnrolmentAndOverrulesNothing) {
  const SetupVerdict abandoned = judge_setup(began(kLater));
  Diagnosis unknown = of(State::unknown, std::nullopt);
  refine_with_setup(unknown, abandoned);
  EXPECT_EQ(unknown.cause, Cause::interrupted);
  EXPECT_EQ(unknown.supports.size(), 1U);
  Diagnosis conflict = of(State::failed, Cause::account_conflict);
  refine_with_setup(conflict, abandoned);
  EXPECT_EQ(conflict.cause, Cause::account_conflict);
  Diagnosis complete = of(State::complete, std::nullopt);
  refine_with_setup(complete, abandoned);
  EXPECT_EQ(complete.state, State::complete);
  EXPECT_EQ(complete.cause, std::nullopt);
}

}  // namespace
}  // namespace enrolkit::test
