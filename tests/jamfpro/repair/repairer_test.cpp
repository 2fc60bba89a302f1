// A repair from the first command to the last final state, with everything that can go wrong on the way.
#include "jamfpro/repair/repairer.h"

#include "jamfpro/repair/repair_bench.h"

namespace enrolkit::test {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;

TEST(Repairer, EveryReactionHasItsFinalState) {
  const std::pair<Reaction, RepairResult> kExpected[] = {
      {Reaction::repairs, RepairResult::repaired},      {Reaction::never_fetches, RepairResult::pending},
      {Reaction::fails, RepairResult::not_repaired},    {Reaction::stays_broken, RepairResult::not_repaired},
      {Reaction::relapses, RepairResult::not_repaired}, {Reaction::keeps_enrolment, RepairResult::repaired}};
  RepairBench s;
  for (const auto& [reaction, final] : kExpected) s.jamf.world.add_victim(kSimStart, reaction);
  const auto run = s.repair(s.everyone());
  EXPECT_EQ(run.trouble, "");
  ASSERT_EQ(run.entries.size(), std::size(kExpected));
  for (std::size_t i = 0; i < run.entries.size(); ++i) {
    EXPECT_EQ(run.entries[i].final, kExpected[i].second) << i << ": " << run.entries[i].why;
    EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[i]), 1) << i;
  }
}

TEST(Repairer, AWriteOfUnknownFateIsLookedUpAndSentAgainOnlyWhereItNeverArrived) {
  for (const Effect effect : {Effect::applied_500, Effect::applied_cut, Effect::applied_timed_out,
                              Effect::error_500, Effect::cut, Effect::timed_out, Effect::html_502}) {
    RepairBench s;
    s.jamf.stale_for = 60;
    s.jamf.world.add_victim(kSimStart);
    s.fault(kRedeploy, effect);
    const auto run = s.repair(s.everyone());
    ASSERT_EQ(run.entries.size(), 1U);
    EXPECT_EQ(run.entries[0].final, RepairResult::repaired) << run.entries[0].why << run.trouble;
    EXPECT_EQ(s.jamf.world.commands.size(), 1U) << static_cast<int>(effect);
  }
}

TEST(Repairer, ACommandThatNeverArrivesIsGivenUp) {
  RepairBench s;
  s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::error_500, 1, 1'000'000);
  const auto run = s.repair(s.everyone());
  ASSERT_EQ(run.entries.size(), 1U);
  EXPECT_EQ(run.entries[0].final, RepairResult::not_repaired);
  EXPECT_TRUE(run.entries[0].why.starts_with("the server did not queue the command, 3 times: POST "))
      << run.entries[0].why;
  EXPECT_NE(run.entries[0].why.find("status 500"), std::string::npos) << run.entries[0].why;
  EXPECT_EQ(s.calls(kRedeploy + "1"), 3);
}

TEST(Repairer, WhereItCannotBeLookedUpNothingIsSentAgain) {
  RepairBench s;
  s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::error_500);
  s.fault("GET /api/v2/mdm/commands?sort=dateSent%3Adesc&page=0&page-size=200&filter=clientManagementId",
          Effect::error_500, 1, 100'000);
  const auto run = s.repair(s.everyone());
  ASSERT_EQ(run.entries.size(), 1U);
  EXPECT_EQ(run.entries[0].final, RepairResult::not_repaired);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.calls(kRedeploy + "1"), 1);
}

TEST(Repairer, WhatTheServerTookIsSentOnceWhateverItAnswers) {
  for (const char* body : {"", "{}", "[]", "{\"commandUuid\":null}", "{\"commandUuid\":{}}", "not JSON",
                           "<html>Please log in</html>"}) {
    for (const bool has_management_id : {true, false}) {
      RepairBench s;
      s.jamf.world.add_victim(kSimStart);
      int posts = 0;
      s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
        if (request.target.find("/redeploy/") != std::string::npos) {
          ++posts;
          reply.body = body;
        }
        if (request.target.find("/mdm/commands") != std::string::npos && !has_management_id)
          reply.body = R"({"totalCount":0,"results":[]})";  // of a filter for ("")
      };
      auto chosen = s.everyone();
      if (!has_management_id) chosen[0].management_id.clear();
      const auto run = s.repair(chosen);
      EXPECT_EQ(posts, 1) << body;
      EXPECT_EQ(run.entries[0].final, RepairResult::repaired) << body << ": " << run.entries[0].why;
    }
  }
}

TEST(Repairer, ACommandOfUnknownDateMayBeTheOneThatWasSent) {
  RepairBench s;
  s.jamf.world.add_victim(kSimStart, Reaction::stays_broken);
  s.fault(kRedeploy, Effect::applied_cut, 1, 1000);
  s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
    if (request.target.find("/mdm/commands") == std::string::npos) return;
    jamf::Json json = jamf::Json::parse(reply.body);
    for (jamf::Json& row : json["results"]) row.erase("dateSent");
    reply.body = json.dump();
  };
  const auto run = s.repair(s.everyone());
  EXPECT_EQ(s.calls(kRedeploy + "1"), 1);
  EXPECT_EQ(run.entries[0].final, RepairResult::not_repaired);
  EXPECT_NE(run.entries[0].why.find("the connection was cut"), std::string::npos) << run.entries[0].why;
}

TEST(Repairer, APassingRefusalOfTheFirewallIsOutlasted) {
  RepairBench s;
  for (int i = 0; i < 4; ++i) s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::html_403, 2, 2);
  const auto run = s.repair(s.everyone());
  EXPECT_EQ(run.trouble, "");
  EXPECT_EQ(s.finals(), (std::map<RepairResult, int>{{RepairResult::repaired, 4}}));
  EXPECT_EQ(s.jamf.world.commands.size(), 4U);
}

TEST(Repairer, AMissingPrivilegeEndsTheRunAndLosesNothing) {
  RepairBench s;
  for (int i = 0; i < 5; ++i) s.jamf.world.add_victim(kSimStart);
  s.jamf.privileges.erase("Send Computer Remote Command to Install Package");
  const auto run = s.repair(s.everyone());
  EXPECT_NE(run.trouble.find("\"Send Computer Remote Command to Install Package\""), std::string::npos);
  EXPECT_EQ(s.calls(kRedeploy + "1"), 1);
  EXPECT_NE(run.trouble.find("--resume"), std::string::npos);
  EXPECT_EQ(s.finals(), (std::map<RepairResult, int>{{RepairResult::none, 5}}));
  s.jamf.privileges.insert("Send Computer Remote Command to Install Package");
  EXPECT_EQ(s.resume().trouble, "");
  EXPECT_EQ(s.finals(), (std::map<RepairResult, int>{{RepairResult::repaired, 5}}));
}

TEST(Repairer, ARefusalThatLastsEndsTheRunAlsoWhileLooksSucceed) {
  RepairBench s;
  s.plan.per_minute = 30;  // a look comes between two sends
  for (int i = 0; i < 5; ++i) s.jamf.world.add_victim(kSimStart);
  s.fault(kRedeploy, Effect::html_403, 3, 1'000'000);
  const auto run = s.repair(s.everyone());
  EXPECT_NE(run.trouble.find("not allowed"), std::string::npos) << run.trouble;
  EXPECT_LE(s.calls(kRedeploy + "3"), 3);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(Repairer, AnUnknownRecordIsRefused) {
  RepairBench s;
  s.jamf.world.add_victim(kSimStart);
  auto chosen = s.everyone();
  chosen[0].id = "4711";
  const auto run = s.repair(chosen);
  EXPECT_EQ(run.entries[0].final, RepairResult::refused);
}

TEST(Repairer, WhatIsPendingIsWaitedForAgainAndNotSentAgain) {
  RepairBench s;
  SimMac& mac = s.jamf.world.add_victim(kSimStart);
  mac.mdm_works = false;
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::pending);
  s.jamf.world.macs[0].mdm_works = true;
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::repaired);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(Repairer, AMacIsTakenUpOnceHoweverOftenItIsNamed) {
  RepairBench s;
  s.jamf.world.add_victim(kSimStart);
  auto chosen = s.everyone();
  chosen.push_back(chosen[0]);
  EXPECT_EQ(s.repair(chosen).entries.size(), 1U);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(Repairer, TheUsersStopKeepsAllAndResumeGoesOn) {
  RepairBench s;
  for (int i = 0; i < 6; ++i) s.jamf.world.add_victim(kSimStart);
  s.clock.stop_at = kSimStart + 100;
  EXPECT_TRUE(s.repair(s.everyone()).stopped);
  s.clock.stop_at = 0;
  EXPECT_FALSE(s.resume().stopped);
  EXPECT_EQ(s.finals(), (std::map<RepairResult, int>{{RepairResult::repaired, 6}}));
  EXPECT_EQ(s.jamf.world.commands.size(), 6U);
}

TEST(Repairer, ARunTakesUpNoMacThatAnotherLeftUnfinished) {
  RepairBench s;
  for (int i = 0; i < 6; ++i) s.jamf.world.add_victim(kSimStart);
  s.plan.per_minute = 2;
  s.clock.stop_at = kSimStart + 60;
  EXPECT_TRUE(s.repair(s.everyone()).stopped);
  s.clock.stop_at = 0;
  const std::size_t sent = s.jamf.world.commands.size();
  ASSERT_LT(sent, 5U);
  const auto one = s.repair({s.everyone()[5]});
  EXPECT_EQ(one.entries.size(), 1U);
  EXPECT_EQ(one.entries[0].final, RepairResult::repaired);
  EXPECT_EQ(one.left, 5U);
  EXPECT_EQ(s.repair({}).left, 5U) << "nor does a run of no Mac";
  EXPECT_EQ(s.jamf.world.commands.size(), sent + 1);
  EXPECT_EQ(s.resume().left, 0U);
  EXPECT_EQ(s.finals(), (std::map<RepairResult, int>{{RepairResult::repaired, 6}}));
  EXPECT_EQ(s.jamf.world.commands.size(), 6U);
}

TEST(Repairer, AWrongClockHereChangesNothing) {
  for (const std::int64_t ahead : {-5 * 3600, 5 * 3600}) {
    RepairBench s;
    s.jamf.clock_ahead = ahead;
    s.jamf.world.add_victim(kSimStart + ahead);
    s.jamf.world.add_victim(kSimStart + ahead, Reaction::stays_broken);
    const auto run = s.repair(s.everyone());
    EXPECT_EQ(run.entries[0].final, RepairResult::repaired) << run.entries[0].why;
    EXPECT_EQ(run.entries[1].final, RepairResult::not_repaired) << run.entries[1].why;
  }
}

TEST(Repairer, NoFasterThanAsked) {
  RepairBench s;
  for (int i = 0; i < 10; ++i) s.jamf.world.add_victim(kSimStart);
  s.plan.per_minute = 6;
  (void)s.repair(s.everyone());
  EXPECT_GE(s.jamf.world.commands.back().sent - s.jamf.world.commands.front().sent, 90);
}

}  // namespace
}  // namespace enrolkit::test
