#include "core/repair/back_off.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

constexpr std::int64_t kNow = 1'800'000'000, kHour = 3600;

struct Line {
  EntryKind kind;
  std::int64_t at;  // hours before now
  std::string run;
  std::string cause = "SignatureLost";
  std::optional<RepairStep> step = std::nullopt;
  std::optional<StepOutcome> outcome = std::nullopt;
  std::string detail = "";
  int jitter = 0;
};

std::vector<JournalEntry> journal(const std::vector<Line>& lines) {
  std::vector<JournalEntry> entries;
  for (const Line& line : lines) {
    entries.push_back({line.kind, kNow - line.at * kHour, line.run, line.cause, line.step, line.outcome,
                       line.detail, line.jitter});
  }
  return entries;
}

Line act(std::int64_t at, const std::string& run, RepairStep step = RepairStep::enrol,
         const std::string& cause = "SignatureLost") {
  return {EntryKind::act, at, run, cause, step};
}
Line result(std::int64_t at, const std::string& run, StepOutcome outcome, const std::string& detail = "",
            RepairStep step = RepairStep::enrol) {
  return {EntryKind::result, at, run, "SignatureLost", step, outcome, detail};
}
Line end(std::int64_t at, const std::string& run, StepOutcome outcome) {
  return {EntryKind::end, at, run, "SignatureLost", std::nullopt, outcome};
}

Standing standing(const std::vector<Line>& lines, const std::string& run = "now") {
  return standing_of(journal(lines), "SignatureLost", run, 60, kNow);
}

TEST(BackOff, NothingTriedIsNothingToWaitFor) {
  const Standing s = standing({});
  EXPECT_EQ(s.attempts, 0);
  EXPECT_EQ(s.next_unix, 0);
}

TEST(BackOff, DoublesWithEachFailureUpToADay) {
  std::vector<Line> lines;
  std::int64_t hours[]{1, 2, 4, 8, 16, 24, 24};
  for (int i = 0; i < 7; ++i) {
    const std::string run = "r" + std::to_string(i);
    lines.push_back(act(0, run));
    lines.push_back(end(0, run, StepOutcome::failed));
    const Standing s = standing(lines);
    EXPECT_EQ(s.attempts, i + 1);
    EXPECT_EQ(s.next_unix, kNow + hours[i] * kHour) << i;
  }
}

TEST(BackOff, JitterPutsOffByAQuarterAtMost) {
  auto lines = std::vector<Line>{act(0, "r1")};
  lines[0].jitter = 999;
  const std::int64_t wait = standing(lines).next_unix - kNow;
  EXPECT_GT(wait, kHour + kHour / 5);
  EXPECT_LT(wait, kHour + kHour / 4);
}

// Any user may restart the Mac: that waits, and must not use up what a person has to give back.
TEST(BackOff, ARunThatWasCutOffWaitsAndIsNoFailure) {
  std::vector<Line> lines;
  for (const std::string run : {"r1", "r2", "r3"}) {
    lines.push_back(act(0, run));
    lines.push_back(result(0, run, StepOutcome::helped));  // cut off in the look that followed
  }
  const Standing s = standing(lines);
  EXPECT_EQ(s.attempts, 3);
  EXPECT_EQ(s.failed, 0);
  EXPECT_EQ(s.next_unix, kNow + 4 * kHour);
  lines.push_back(end(0, "r3", StepOutcome::failed));
  EXPECT_EQ(standing(lines).failed, 1);
}

// Nor is one that the network left: every user may switch it off.
TEST(BackOff, ARunThatLostTheServerWaitsAndIsNoFailure) {
  std::vector<Line> lines;
  for (const std::string run : {"r1", "r2", "r3"}) {
    lines.push_back(act(30, run));
    lines.push_back(result(30, run, StepOutcome::unreachable));
    lines.push_back(end(30, run, StepOutcome::unreachable));
  }
  const Standing s = standing(lines);
  EXPECT_EQ(s.attempts, 3);
  EXPECT_EQ(s.failed, 0);
  EXPECT_FALSE(s.exhausted[static_cast<std::size_t>(RepairStep::enrol)]);
}

TEST(BackOff, ARepairOrAResetMakesHistory) {
  for (const Line& repair : {end(1, "r2", StepOutcome::repaired), result(1, "r2", StepOutcome::repaired),
                             Line{EntryKind::found_healthy, 1, ""}, Line{EntryKind::reset, 1, ""}}) {
    const Standing s = standing({act(2, "r1"), end(2, "r1", StepOutcome::failed), act(1, "r2"), repair});
    EXPECT_EQ(s.attempts, 0);
    EXPECT_EQ(s.next_unix, 0);
  }
}

TEST(BackOff, AnotherCausePutsOffOnceAndIsNoAttempt) {
  const Standing s = standing({act(0, "r1", RepairStep::enrol, "ServerError")});
  EXPECT_EQ(s.attempts, 0);
  EXPECT_EQ(s.next_unix, kNow + kHour);
}

TEST(BackOff, AUserWhoSaidNotNowIsNoFailure) {
  const Standing s =
      standing({act(0, "r1"), result(0, "r1", StepOutcome::cancelled), end(0, "r1", StepOutcome::cancelled)});
  EXPECT_EQ(s.attempts, 0);
  EXPECT_EQ(s.next_unix, kNow + kHour);
}

TEST(BackOff, ALostJournalCountsForEveryCause) {
  const Standing s = standing({{EntryKind::lost, 0, ""}});
  EXPECT_EQ(s.attempts, 1);
  EXPECT_EQ(s.failed, 1);
  EXPECT_EQ(s.next_unix, kNow + kHour);
}

TEST(BackOff, AnEntryFromAFarFutureCountsAndDoesNotWait) {
  const Standing far = standing({act(-1000, "r1")});
  EXPECT_EQ(far.attempts, 1);
  EXPECT_LE(far.next_unix, kNow);
  EXPECT_EQ(standing({act(-1, "r1")}).next_unix, kNow + 2 * kHour);
}

TEST(BackOff, TheSecondEqualFailureStrikesAStep) {
  const auto exhausted = [](const std::vector<Line>& lines) {
    return standing(lines).exhausted[static_cast<std::size_t>(RepairStep::enrol)];
  };
  const auto no = StepOutcome::no_effect, bad = StepOutcome::failed;
  EXPECT_FALSE(exhausted({act(9, "r1"), result(9, "r1", bad, "70")}));
  EXPECT_TRUE(
      exhausted({act(9, "r1"), result(9, "r1", bad, "70"), act(8, "r2"), result(8, "r2", bad, "70")}));
  EXPECT_FALSE(
      exhausted({act(9, "r1"), result(9, "r1", bad, "70"), act(8, "r2"), result(8, "r2", bad, "52")}));
  EXPECT_FALSE(
      exhausted({act(9, "r1"), result(9, "r1", bad, "70"), act(8, "r2"), result(8, "r2", no, "70")}));
  EXPECT_FALSE(exhausted({act(9, "r1"), result(9, "r1", no), act(8, "r2"),
                          result(8, "r2", StepOutcome::helped), act(7, "r3"), result(7, "r3", no)}));
  // A Mac that goes down twice in the same act: another step has its turn, for a day.
  EXPECT_TRUE(exhausted({act(9, "r1"), act(8, "r2")}));
  EXPECT_TRUE(exhausted({act(999, "r1"), act(23, "r2")}));
  EXPECT_FALSE(exhausted({act(25, "r1"), act(24, "r2")}));
  EXPECT_FALSE(exhausted({act(25, "r1"), act(-48, "r2")}));  // the clock was set back since
  EXPECT_TRUE(exhausted({act(99, "r1"), act(98, "r2"), act(97, "r3"), result(97, "r3", bad, "70"),
                         act(96, "r4"), result(96, "r4", bad, "70")}));
  EXPECT_FALSE(exhausted({act(9, "r1"), act(8, "now")}));
}

TEST(BackOff, WhatThisRunTriedIsNoEarlierAttempt) {
  const Standing s = standing({act(0, "now", RepairStep::check_in),
                               result(0, "now", StepOutcome::no_effect, "", RepairStep::check_in)});
  EXPECT_EQ(s.attempts, 0);
  EXPECT_EQ(s.next_unix, 0);
  EXPECT_TRUE(s.tried[static_cast<std::size_t>(RepairStep::check_in)]);
  EXPECT_FALSE(s.tried[static_cast<std::size_t>(RepairStep::enrol)]);
}

}  // namespace
}  // namespace enrolkit
