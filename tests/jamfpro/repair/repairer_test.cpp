// A healing from the first command to the last final state, with everything that can go wrong on the way.
#include "jamfpro/repair/repairer.h"

#include "jamfpro/repair/repair_bench.h"

namespace enrolkit::test {
namespace {

using jamf::HealEntry;
using jamf::HealFinal;

TEST(Healer, EveryReactionHasItsFinalState) {
  const std::pair<Reaction, HealFinal> kExpected[] = {
      {Reaction::heals, HealFinal::cured},        {Reaction::never_fetches, HealFinal::pending},
      {Reaction::fails, HealFinal::not_cured},    {Reaction::stays_broken, HealFinal::not_cured},
      {Reaction::relapses, HealFinal::not_cured}, {Reaction::keeps_enrolment, HealFinal::cured}};
  HealBench s;
  for (const auto& [reaction, final] : kExpected) s.jamf.world.add_victim(kSimStart, reaction);
  const auto run = s.heal(s.everyone());
  EXPECT_EQ(run.trouble, "");
  ASSERT_EQ(run.entries.size(), std::size(kExpected));
  for (std::size_t i = 0; i < run.entries.size(); ++i) {
    EXPECT_EQ(run.entries[i].final, kExpected[i].second) << i << ": " << run.entries[i].why;
    EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[i]), 1) << i;
  }
}

TEST(Healer, AWriteOfUnknownFateIsLookedUpAndSentAgainOnlyWhereItNeverArrived) {
  for (const Effect effect : {Effect::applied_500, Effect::applied_cut, Effect::applied_timed_out,
                              Effect::error_500, Effect::cut, Effect::timed_out, Effect::html_502}) {
    HealBench s;
    s.jamf.stale_for = 60;
    s.jamf.world.add_victim(kSimStart);
    s.fault(kRedeploy, effect);
    const auto run = s.heal(s.everyone());
    ASSERT_EQ(run.entries.size(), 1U);
    EXPECT_EQ(run.entries[0].final, HealFinal::cured) << run.entries[0].why << run.trouble;
    EXPECT_EQ(s.jamf.world.commands.size(), 1U) << static_cast<int>(effect);
  }
}

TEST(Healer, ACommandThatNeverArrivesIsGivenUp) {
  HealBench s;
  s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::error_500, 1, 1'000'000);
  const auto run = s.heal(s.everyone());
  ASSERT_EQ(run.entries.size(), 1U);
  EXPECT_EQ(run.entries[0].final, HealFinal::not_cured);
  EXPECT_EQ(run.entries[0].why, "the server did not queue the command, 3 times");
  EXPECT_EQ(s.calls(kRedeploy + "1"), 3);
}

TEST(Healer, WhereItCannotBeLookedUpNothingIsSentAgain) {
  HealBench s;
  s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::error_500);
  s.fault("GET /api/v2/mdm/commands?sort=dateSent%3Adesc&page=0&page-size=200&filter=clientManagementId",
          Effect::error_500, 1, 100'000);
  const auto run = s.heal(s.everyone());
  ASSERT_EQ(run.entries.size(), 1U);
  EXPECT_EQ(run.entries[0].final, HealFinal::not_cured);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.calls(kRedeploy + "1"), 1);
}

TEST(Healer, APassingRefusalOfTheFirewallIsOutlasted) {
  HealBench s;
  for (int i = 0; i < 4; ++i) s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::html_403, 2, 2);
  const auto run = s.heal(s.everyone());
  EXPECT_EQ(run.trouble, "");
  EXPECT_EQ(s.finals(), (std::map<HealFinal, int>{{HealFinal::cured, 4}}));
  EXPECT_EQ(s.jamf.world.commands.size(), 4U);
}

TEST(Healer, AMissingPrivilegeEndsTheRunAndLosesNothing) {
  HealBench s;
  for (int i = 0; i < 5; ++i) s.jamf.world.add_victim(kSimStart);
  s.jamf.privileges.erase("Send Computer Remote Command to Install Package");
  const auto run = s.heal(s.everyone());
  EXPECT_NE(run.trouble.find("\"Send Computer Remote Command to Install Package\""), std::string::npos);
  EXPECT_NE(run.trouble.find("--resume"), std::string::npos);
  EXPECT_EQ(s.finals(), (std::map<HealFinal, int>{{HealFinal::none, 5}}));
  s.jamf.privileges.insert("Send Computer Remote Command to Install Package");
  EXPECT_EQ(s.heal({}).trouble, "");
  EXPECT_EQ(s.finals(), (std::map<HealFinal, int>{{HealFinal::cured, 5}}));
}

TEST(Healer, ARefusalThatLastsEndsTheRunAlsoWhileLooksSucceed) {
  HealBench s;
  s.plan.per_minute = 30;  // a look comes between two sends
  for (int i = 0; i < 5; ++i) s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::html_403, 3, 1'000'000);
  const auto run = s.heal(s.everyone());
  EXPECT_NE(run.trouble.find("not allowed"), std::string::npos) << run.trouble;
  EXPECT_LE(s.calls(kRedeploy + "3"), 3);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(Healer, AnUnknownRecordIsRefused) {
  HealBench s;
  s.jamf.world.add_victim(kSimStart);
  auto chosen = s.everyone();
  chosen[0].id = "4711";
  const auto run = s.heal(chosen);
  EXPECT_EQ(run.entries[0].final, HealFinal::refused);
}

TEST(Healer, WhatIsPendingIsWaitedForAgainAndNotSentAgain) {
  HealBench s;
  SimMac& mac = s.jamf.world.add_victim(kSimStart);
  mac.mdm_works = false;
  EXPECT_EQ(s.heal(s.everyone()).entries[0].final, HealFinal::pending);
  s.jamf.world.macs[0].mdm_works = true;
  EXPECT_EQ(s.heal(s.everyone()).entries[0].final, HealFinal::cured);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(Healer, AMacIsTakenUpOnceHoweverOftenItIsNamed) {
  HealBench s;
  s.jamf.world.add_victim(kSimStart);
  auto chosen = s.everyone();
  chosen.push_back(chosen[0]);
  EXPECT_EQ(s.heal(chosen).entries.size(), 1U);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(Healer, TheUsersStopKeepsAllAndResumeGoesOn) {
  HealBench s;
  for (int i = 0; i < 6; ++i) s.jamf.world.add_victim(kSimStart);
  s.clock.stop_at = kSimStart + 100;
  EXPECT_TRUE(s.heal(s.everyone()).stopped);
  s.clock.stop_at = 0;
  EXPECT_FALSE(s.heal({}).stopped);
  EXPECT_EQ(s.finals(), (std::map<HealFinal, int>{{HealFinal::cured, 6}}));
  EXPECT_EQ(s.jamf.world.commands.size(), 6U);
}

TEST(Healer, AWrongClockHereChangesNothing) {
  for (const std::int64_t ahead : {-5 * 3600, 5 * 3600}) {
    HealBench s;
    s.jamf.clock_ahead = ahead;
    s.jamf.world.add_victim(kSimStart + ahead);
    s.jamf.world.add_victim(kSimStart + ahead, Reaction::stays_broken);
    const auto run = s.heal(s.everyone());
    EXPECT_EQ(run.entries[0].final, HealFinal::cured) << run.entries[0].why;
    EXPECT_EQ(run.entries[1].final, HealFinal::not_cured) << run.entries[1].why;
  }
}

TEST(Healer, NoFasterThanAsked) {
  HealBench s;
  for (int i = 0; i < 10; ++i) s.jamf.world.add_victim(kSimStart);
  s.plan.per_minute = 6;
  (void)s.heal(s.everyone());
  EXPECT_GE(s.jamf.world.commands.back().sent - s.jamf.world.commands.front().sent, 90);
}

}  // namespace
}  // namespace enrolkit::test
