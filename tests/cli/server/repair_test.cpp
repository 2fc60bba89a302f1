// `enrolkit server repair`. Macs react within seconds here.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerRepair, RepairsAndProvesIt) {
  Fleet s;
  const Said ran = s.repair({"--stuck", "--yes"});
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
  const Said ran = s.repair({"--stuck", "--yes", "--json"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "\"state\":\"NotRepaired\"")) << ran.out;
  EXPECT_TRUE(ran.err.ends_with("enrolkit: next: enrolkit server stuck --explain C02SIM000002\n")) << ran.err;
  Fleet one(1);
  one.jamf.world.macs[0].reaction = Reaction::fails;
  EXPECT_EQ(one.repair({"C02SIM000001", "--yes"}).status, 1);
}

TEST(ServerRepair, SpeaksTheSameFormatsAsStuck) {
  Fleet s(1, 1);
  s.jamf.world.macs[0].person = std::make_shared<SimPerson>(SimPerson{"=ada", "", "", ""});
  const Said csv = s.repair({"C02SIM000001", "C02SIM000002", "--yes", "--format", "csv"});
  EXPECT_EQ(csv.status, 0) << told(csv);
  EXPECT_TRUE(csv.out.starts_with("serial,name,id,state,why,")) << csv.out;
  EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 3) << csv.out;
  EXPECT_TRUE(has(csv.out, ",AccountConflict,'=ada,")) << csv.out;
  EXPECT_TRUE(has(csv.err, "C02SIM000001: sent\n")) << csv.err;
  const std::string file = s.folder.write("there", "x");
  EXPECT_EQ(s.repair({"C02SIM000001", "--yes", "-o", file}).status, 2) << "nothing is sent without its place";
}

TEST(ServerRepair, ADryRunHasTotalsAndJsonAlsoWhileTheConflictStands) {
  Fleet s(2, 1);
  s.add_prestage("2", "Lab", "JamfManage");
  const Said ran = s.repair({"C02SIM000001", "C02SIM000002", "C02SIM000003", "--dry-run", "--json"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(
      has(ran.err, "the account conflict stands, and would break the Macs again: nothing would be sent\n"))
      << ran.err;
  EXPECT_TRUE(has(ran.err,
                  "enrolkit: 2 would be sent the management framework, were it not for the conflict, 1 "
                  "Skipped\n"))
      << ran.err;
  const auto first = nlohmann::json::parse(ran.out.substr(0, ran.out.find('\n')));
  EXPECT_EQ(first["schema"], "enrolkit.server-repair/2");
  EXPECT_EQ(first["state"], "Planned");
  EXPECT_EQ(first["why"], "were it not for the conflict");
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 3);
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

TEST(ServerRepair, OnATerminalOneLineSaysHowFarItIs) {
  Fleet s(2, 0);
  s.on_terminal = true;
  s.jamf.world.macs[1].delay = 600;
  const Said ran =
      s.with_journal({"repair", "--stuck", "--yes", "--poll", "1s", "--settle", "0", "--per-minute", "30"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(s.lines, "sent 1 of 2, 1 waiting; next look ")) << s.lines;
  EXPECT_TRUE(has(s.lines, "sent 2 of 2, 1 waiting, 1 Repaired; next look ")) << s.lines;
  EXPECT_TRUE(has(s.lines, " UTC")) << s.lines;
  EXPECT_FALSE(has(ran.err, ": sent")) << "no line a change beside it: " << ran.err;
}

TEST(ServerRepair, PipedItWritesALineAChange) {
  Fleet s(1, 0);
  const Said ran = s.with_journal({"repair", "--stuck", "--yes", "--poll", "1s"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(
      ran.err,
      "enrolkit: C02SIM000001: sent\nenrolkit: C02SIM000001: it checked in; the next check-in is waited for\n"
      "enrolkit: 1 Repaired\n"))
      << ran.err;
}

TEST(ServerRepair, RefusesWhileTheConflictStands) {
  Fleet s;
  s.add_prestage("2", "Lab", "JamfManage");
  const Said ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.err, "the account conflict stands")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--despite-conflict"}).status, 0);
}

TEST(ServerRepair, AServerThatIgnoresFiltersIsToldOfAndNothingIsSent) {
  for (const std::vector<std::string>& which : {std::vector<std::string>{"C02SIM000001"},
                                                {"C02SIM000001", "--flush-failed", "--renew-mdm"},
                                                {"C02SIM000001", "--dry-run"}}) {
    Fleet s;
    s.jamf.ignores_filters = true;
    std::vector<std::string> arguments = which;
    arguments.emplace_back("--yes");
    const Said ran = s.repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "the server did not apply the filter")) << ran.err;
    EXPECT_TRUE(s.jamf.world.commands.empty());
    EXPECT_EQ(s.server({"stuck", "C02SIM000001"}).status, 2);
    EXPECT_EQ(s.server({"stuck", "--explain", "C02SIM000001"}).status, 2);
  }
  Fleet all;  // asked for all, and judged one by one; no closer look, no proof
  all.jamf.ignores_filters = true;
  all.jamf.world.macs[0].enrolled = all.clock.time - 30 * 86'400;
  all.jamf.world.macs[1].enrolled.reset();
  const Said ran = all.repair({"--stuck", "--since", "7d", "--dry-run"});
  EXPECT_FALSE(has(ran.out, "C02SIM000001")) << told(ran);
  EXPECT_FALSE(has(ran.out, "C02SIM000002")) << told(ran);
}

TEST(ServerRepair, ADryRunSendsNothing) {
  Fleet s;
  const Said ran = s.repair({"--stuck", "--dry-run"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    would be sent the management framework\n")) << ran.out;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_TRUE(call.starts_with("GET") || has(call, "token")) << call << " " << count;
  }
}

TEST(ServerRepair, EachNamedMacGetsAnAnswer) {
  Fleet s(1);
  s.jamf.world.add_victim(s.clock.time).managed = false;
  const Said ran = s.repair({"C02SIM000001", "C02SIM000002", "C02SIM000007", "C02NONE", "--yes"});
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
    const Said ran = s.repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--limit", "2", "--count", "1"}).status, 2) << "few of them, too";
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--limit", "2", "--count", "2"}).status, 0);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(ServerRepair, WhatANewEnrolmentClearsIsSaidBeforeItIsAsked) {
  Fleet s(1, 0);
  s.jamf.reenrolment["isFlushPolicyHistoryEnabled"] = true;
  const Said ran = s.repair({"--stuck"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(
      ran.err.rfind("enrolkit: a new enrolment clears on the server: logs of policies, pending and failed "
                    "MDM commands\n",
                    0),
      0U)
      << ran.err;
  EXPECT_EQ(s.asked.size(), 1U);
  s.jamf.privileges.erase("Read Re-enrollment");
  EXPECT_TRUE(
      has(s.repair({"--stuck", "--dry-run"}).err, "what a new enrolment clears on the server is not known"));
}

TEST(ServerRepair, APreStageThatCannotBeJudgedIsNoAllClear) {
  Fleet s(1, 0);
  s.jamf.prestages.push_back({{"id", "9"}, {"displayName", "Silent"}, {"accountSettings", nullptr}});
  const Said ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "1 of 2 PreStages cannot be judged")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--despite-conflict"}).status, 0);
}

TEST(ServerRepair, WrongUsageIsSaid) {
  Fleet s;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"--resume", "C02A"},
                                                    {"--resume", "--dry-run"},
                                                    {"--resume", "--group", "Lab"},
                                                    {"--resume", "--limit", "1"},
                                                    {"C02A", "--stuck"},
                                                    {"--stuck", "--limit", "0"},
                                                    {"--stuck", "--poll", "x"}}) {
    const Said ran = s.repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  s.folder.write("journal", std::string(4096, 'x'));
  const Said ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "this is not a journal")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

TEST(ServerRepair, ANoticeAtTheEndCountsAndNamesNobody) {
  Fleet s;
  s.jamf.world.macs[1].reaction = Reaction::fails;
  EXPECT_EQ(s.repair({"--stuck", "--yes"}).status, 3);
  ASSERT_EQ(s.notices.size(), 1U);
  EXPECT_EQ(s.notices[0].event, "ended");
  EXPECT_EQ(s.notices[0].text, "a repair of 3 Macs ended: 2 Repaired, 1 NotRepaired.");
}

TEST(ServerRepair, ANoticeOfTrouble) {
  Fleet s(2, 1);
  s.add_prestage("2", "Lab", "JamfManage");
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--dry-run"}).status, 1);
  EXPECT_TRUE(s.notices.empty()) << "a dry run repairs nothing";
  EXPECT_EQ(s.repair({"--stuck", "--yes"}).status, 1);
  ASSERT_EQ(s.notices.size(), 1U);
  EXPECT_EQ(s.notices[0].event, "trouble");
  EXPECT_EQ(
      s.notices[0].text,
      "a repair did not start: the account conflict stands, and would break the Macs again: nothing was sent.");
  s.fault("GET /api/v4/computers-inventory", Effect::html_403, 100);
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--despite-conflict"}).status, 2);
  ASSERT_EQ(s.notices.size(), 2U);
  EXPECT_TRUE(s.notices[1].text.starts_with("a repair did not start: ")) << s.notices[1].text;
}

TEST(ServerRepair, AnAddressOfNoticesThatIsNoneIsSaidBeforeAnythingIsAsked) {
  Fleet s(1);
  const std::string file = s.folder.write("url", "http://hooks.example.com/geheim\n");
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  const Said ran = s.repair({"--stuck", "--yes", "--notify-file", file});
  EXPECT_EQ(ran.status, 2);
  EXPECT_TRUE(has(ran.err, "is not an https address")) << ran.err;
  EXPECT_FALSE(has(ran.err, "geheim")) << ran.err;
  EXPECT_EQ(s.repair({"--stuck", "--yes", "--notify-file", s.folder.at("none")}).status, 2);
  EXPECT_TRUE(s.jamf.log.empty());
}

}  // namespace
}  // namespace enrolkit::test
