// `enrolkit server repair` as a program. Macs react within seconds here.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_program.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerRepair, RepairsAndProvesIt) {
  Fleet s;
  const Ran ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 3) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000001    Repaired     mac-0001: enrolled ")) << ran.out;
  EXPECT_TRUE(has(ran.err, "enrolkit: 3 Repaired\n")) << ran.err;
  EXPECT_EQ(s.jamf.world.commands.size(), 3U);
  EXPECT_EQ(s.server({"stuck"}).status, 0);
}

TEST(ServerRepair, SomeThatStayBrokenAreAPartialResult) {
  Fleet s;
  s.jamf.world.macs[1].reaction = Reaction::fails;
  const Ran ran = s.repair({"--stuck", "--yes", "--json"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "\"state\":\"NotRepaired\"")) << ran.out;
  Fleet one(1);
  one.jamf.world.macs[0].reaction = Reaction::fails;
  EXPECT_EQ(one.repair({"C02SIM000001", "--yes"}).status, 1);
}

TEST(ServerRepair, RefusesWhileTheConflictStands) {
  Fleet s;
  s.add_prestage("2", "Lab", "JamfManage");
  const Ran ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.err, "the account conflict stands")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--despite-conflict"}).status, 0);
}

TEST(ServerRepair, ADryRunSendsNothing) {
  Fleet s;
  const Ran ran = s.repair({"--stuck", "--dry-run"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    would be sent the management framework\n")) << ran.out;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_TRUE(call.starts_with("GET") || has(call, "token")) << call << " " << count;
  }
}

TEST(ServerRepair, EachNamedMacGetsAnAnswer) {
  Fleet s(1);
  s.jamf.world.add_victim(real_now()).managed = false;
  const Ran ran = s.repair({"C02SIM000001", "C02SIM000002", "C02SIM000007", "C02NONE", "--yes"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    Repaired ")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000002    Skipped      mac-0002: its agent works\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000007    Refused      mac-0007: it is not managed\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02NONE         Refused      no record has that serial\n")) << ran.out;
}

TEST(ServerRepair, ManyMacsNeedTheirNumberNamed) {
  Fleet s(26, 0);
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--stuck", "--yes"},
                                                    {"--stuck", "--yes", "--count", "25"},
                                                    {"--stuck", "--count", "26"}}) {
    const Ran ran = s.repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--limit", "2"}).status, 0);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(ServerRepair, ResumesWithoutBeingToldWhichMacs) {
  Fleet s;
  const Ran nothing = s.repair({"--resume"});
  EXPECT_EQ(nothing.status, 0) << told(nothing);
  EXPECT_TRUE(has(nothing.err, "nothing is unfinished")) << nothing.err;
}

TEST(ServerRepair, WrongUsageIsSaid) {
  Fleet s;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"--resume", "C02A"},
                                                    {"--resume", "--dry-run"},
                                                    {"C02A", "--stuck"},
                                                    {"--stuck", "--limit", "0"},
                                                    {"--stuck", "--poll", "x"}}) {
    const Ran ran = s.repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  s.folder.write("journal", std::string(4096, 'x'));
  const Ran ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "this is not a journal")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

}  // namespace
}  // namespace enrolkit::test
