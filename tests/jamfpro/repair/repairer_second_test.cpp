// The second stage of a repair: each act once, whatever happens, and the proof afterwards.
#include "jamfpro/repair/repair_bench.h"

namespace enrolkit::test {
namespace {

using jamf::RepairAct;
using jamf::RepairEntry;
using jamf::RepairResult;

const std::string kDeploy = "POST /api/v1/deploy-package";
const std::string kRenew = "POST /api/v1/mdm/renew-profile";
const std::vector<RepairAct> kAll(jamf::kRepairActs.begin(), jamf::kRepairActs.end());

struct Second : RepairBench {
  explicit Second(std::vector<RepairAct> acts, std::initializer_list<Reaction> macs) {
    plan.second = std::move(acts);
    plan.package = {{"url", "https://dist.example.com/enrolkit.pkg"}};
    for (const Reaction reaction : macs) jamf.world.add_victim(kSimStart, reaction);
  }
  [[nodiscard]] const SimMac& mac(std::size_t i = 0) const { return jamf.world.macs[i]; }
};

TEST(RepairSecond, EachActRepairsWhatItIsFor) {
  const std::pair<RepairAct, Reaction> kRepairs[] = {{RepairAct::blank_push, Reaction::needs_push},
                                                     {RepairAct::renew_mdm, Reaction::needs_renewal},
                                                     {RepairAct::deploy_package, Reaction::needs_package}};
  for (const auto& [act, reaction] : kRepairs) {
    Second s({act}, {reaction});
    const auto run = s.repair(s.everyone());
    EXPECT_EQ(run.entries[0].final, RepairResult::repaired) << to_text(act) << run.entries[0].why;
    EXPECT_EQ(s.jamf.world.commands_to(s.mac()), 1);
    EXPECT_EQ(s.jamf.world.packages_to(s.mac()), act == RepairAct::deploy_package ? 1 : 0);
    EXPECT_EQ(s.mac().pushes, act == RepairAct::blank_push ? 1 : 0);
    EXPECT_EQ(s.mac().renewals, act == RepairAct::renew_mdm ? 1 : 0);
  }
}

TEST(RepairSecond, IsNotForThoseThatAreRepairedAlready) {
  Second s(kAll, {Reaction::repairs, Reaction::keeps_enrolment});
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::repaired);
  EXPECT_EQ(s.mac(0).pushes + s.mac(1).pushes, 0);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(RepairSecond, TheProofMustBeNewerThanIt) {
  Second s({RepairAct::renew_mdm},
           {Reaction::relapses});  // one check-in after the framework, none after this
  const auto run = s.repair(s.everyone());
  EXPECT_EQ(run.entries[0].final, RepairResult::not_repaired);
  EXPECT_EQ(run.entries[0].why, "since the second stage no check-in, inventory");
  EXPECT_EQ(s.mac().renewals, 1);
}

TEST(RepairSecond, WhatIsBeyondItEndsAfterOneRound) {
  Second s(kAll, {Reaction::stays_broken, Reaction::fails, Reaction::never_fetches});
  const auto run = s.repair(s.everyone());
  EXPECT_EQ(run.entries[1].why, "the Mac refused the package: The package could not be installed.");
  EXPECT_EQ(s.finals(),
            (std::map<RepairResult, int>{{RepairResult::not_repaired, 2}, {RepairResult::pending, 1}}));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(s.mac(i).pushes, 1);
    EXPECT_EQ(s.mac(i).renewals, 1);
    EXPECT_EQ(s.jamf.world.packages_to(s.mac(i)), 1);
    EXPECT_EQ(s.jamf.world.commands_to(s.mac(i)), 1);
  }
}

TEST(RepairSecond, AnActOfUnknownFateIsNotRepeated) {
  for (const Effect effect :
       {Effect::applied_cut, Effect::applied_500, Effect::applied_timed_out, Effect::cut}) {
    Second s({RepairAct::deploy_package}, {Reaction::needs_package});
    s.fault(kDeploy, effect);
    const auto run = s.repair(s.everyone());
    const bool arrived = effect != Effect::cut;
    EXPECT_EQ(run.entries[0].final, arrived ? RepairResult::repaired : RepairResult::not_repaired)
        << run.entries[0].why;
    EXPECT_EQ(s.jamf.world.packages_to(s.mac()), arrived ? 1 : 0);
    EXPECT_EQ(s.calls(kDeploy), 1);
  }
}

TEST(RepairSecond, AKillInItsMiddleDoesNotDoubleAnAct) {
  struct Killed {};
  for (const std::string& at : {kRenew, kDeploy}) {
    Second s(kAll, {Reaction::needs_package});
    s.http.after = [&, at](const jamf::Request& request) {
      if (request.method == jamf::Method::post &&
          at.ends_with(request.target.substr(0, request.target.find('?')))) {
        s.http.after = nullptr;
        throw Killed();
      }
    };
    EXPECT_THROW((void)s.repair(s.everyone()), Killed);
    const auto run = s.resume();
    EXPECT_EQ(run.entries[0].final, RepairResult::repaired) << run.entries[0].why;
    EXPECT_EQ(s.mac().renewals, 1) << at;
    EXPECT_EQ(s.mac().pushes, 1) << at;
    EXPECT_EQ(s.jamf.world.packages_to(s.mac()), 1) << at;
  }
}

TEST(RepairSecond, AMissingPrivilegeEndsTheRunAndTheActIsDoneOnceItIsThere) {
  Second s(kAll, {Reaction::needs_package});
  s.jamf.privileges.erase("Send Command to Renew MDM Profile");
  const auto run = s.repair(s.everyone());
  EXPECT_NE(run.trouble.find("\"Send Command to Renew MDM Profile\""), std::string::npos) << run.trouble;
  s.jamf.privileges.insert("Send Command to Renew MDM Profile");
  EXPECT_EQ(s.resume().entries[0].final, RepairResult::repaired);
  EXPECT_EQ(s.mac().renewals, 1);
  EXPECT_EQ(s.jamf.world.packages_to(s.mac()), 1);
}

TEST(RepairSecond, WhatTheServerDoesNotHaveIsToldAndTheRestIsDone) {
  Second s(kAll, {Reaction::needs_package});
  s.jamf.version = {11, 20, 0};  // no blank push
  std::string told;
  s.events.refused = [&](const RepairEntry&, RepairAct act, const std::string& why) {
    told += std::string(to_text(act)) + ": " + why;
  };
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::repaired);
  EXPECT_EQ(told, "blank-push: POST /api/v2/mdm/blank-push: status 404 (NOT_FOUND: No such path)");
}

TEST(RepairSecond, ResumedWithoutItTheMacIsJudgedAsItStands) {
  Second s({RepairAct::renew_mdm}, {Reaction::stays_broken});
  s.fault(kRenew, Effect::html_403, 1, 1000);
  EXPECT_NE(s.repair(s.everyone()).trouble, "");
  s.plan.second.clear();
  const auto run = s.resume();
  EXPECT_EQ(run.entries[0].final, RepairResult::not_repaired) << run.trouble;
  EXPECT_EQ(s.mac().renewals, 0);
}

TEST(RepairSecond, APendingMacThatIsNamedAgainDoesNotHaveItAgain) {
  Second s(kAll, {Reaction::never_fetches});
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::pending);
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::pending);
  EXPECT_EQ(s.mac().pushes, 1);
  EXPECT_EQ(s.jamf.world.packages_to(s.mac()), 1);
  EXPECT_EQ(s.jamf.world.commands_to(s.mac()), 1);
}

TEST(RepairSecond, AnAnswerWithOtherMacsInItRenewsNone) {
  Second s({RepairAct::renew_mdm}, {Reaction::stays_broken, Reaction::stays_broken});
  s.events.sent = [&](const RepairEntry&) { s.jamf.ignores_filters = true; };
  const auto run = s.repair({s.everyone()[1]});
  EXPECT_NE(run.trouble.find("did not apply the filter"), std::string::npos) << run.trouble;
  EXPECT_EQ(s.mac(0).renewals + s.mac(1).renewals, 0);
}

TEST(RepairSecond, ARecordWithoutItsUdidIsNotRenewed) {
  Second s({RepairAct::renew_mdm}, {Reaction::stays_broken});
  s.jamf.world.macs[0].udid.clear();
  std::string told;
  s.events.refused = [&](const RepairEntry&, RepairAct, const std::string& why) { told += why; };
  EXPECT_EQ(s.repair(s.everyone()).entries[0].final, RepairResult::not_repaired);
  EXPECT_EQ(told, "its record has no UDID");
  EXPECT_EQ(s.calls(kRenew), 0);
}

}  // namespace
}  // namespace enrolkit::test
