// `enrolkit server repair` behind an earlier run: what --resume goes on with, and what a new run leaves alone.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/server/fleet_bench.h"
#include "jamfpro/repair/journal.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerResume, ResumesWithoutBeingToldWhichMacs) {
  Fleet s(1);
  const Said unknown = s.repair({"--resume"});
  EXPECT_EQ(unknown.status, 2) << told(unknown);
  EXPECT_TRUE(has(unknown.err, "there is no journal")) << unknown.err;
  EXPECT_FALSE(std::filesystem::exists(s.folder.at("journal")));
  EXPECT_EQ(s.repair({"--stuck", "--yes"}).status, 0);
  const Said nothing = s.repair({"--resume"});
  EXPECT_EQ(nothing.status, 0) << told(nothing);
  EXPECT_TRUE(has(nothing.err, "nothing is unfinished")) << nothing.err;
}

// What the start sent before it was stopped, and what it left.
void stop_after(FleetBench& s, int sent) {
  int seen = 0;
  s.http.before = [&s, sent, seen](const jamf::Request& request) mutable {
    if (has(request.target, "redeploy") && ++seen == sent) s.clock.stop_at = 1;
  };
  EXPECT_EQ(
      s.with_journal({"repair", "--stuck", "--yes", "--wait", "3h", "--settle", "0", "--per-minute", "60"})
          .status,
      2);
  s.http.before = {};
  s.clock.stop_at = 0;
}

TEST(ServerResume, AResumedRunAsksWhatTheStartAsked) {
  Fleet s;
  stop_after(s, 1);
  const std::size_t sent = s.jamf.world.commands.size();
  ASSERT_LT(sent, 3U);
  const Said unasked = s.with_journal({"repair", "--resume"});
  EXPECT_EQ(unasked.status, 2) << told(unasked);
  EXPECT_EQ(s.asked, (std::vector<std::string>{"Send the management framework to 2 Macs? [y/N] "}));
  s.add_prestage("2", "Lab", "jamfmanage");
  EXPECT_EQ(s.with_journal({"repair", "--resume", "--yes"}).status, 1) << "the conflict stands";
  EXPECT_EQ(s.jamf.world.commands.size(), sent);
  s.jamf.prestages.erase(1);
  const Said resumed = s.with_journal({"repair", "--resume", "--yes"});
  EXPECT_EQ(resumed.status, 0) << told(resumed);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[i]), 1);
}

TEST(ServerResume, AResumedRunKeepsTheStartsLimits) {
  Fleet s(2, 0);
  for (SimMac& mac : s.jamf.world.macs) mac.reaction = Reaction::never_fetches;
  stop_after(s, 1);
  const std::int64_t begin = s.clock.time;
  EXPECT_EQ(s.with_journal({"repair", "--resume", "--yes"}).status, 3);
  EXPECT_GE(s.clock.time - begin, 3 * 3600) << "--wait 3h, not the 2h that are preset";
}

TEST(ServerResume, ANewRunSendsToItsOwnMacsAlone) {
  Fleet s(6, 1);
  stop_after(s, 2);
  const std::size_t sent = s.jamf.world.commands.size();
  ASSERT_LT(sent, 5U);
  const Said well = s.repair({"C02SIM000007", "--yes"});
  EXPECT_EQ(well.status, 0) << told(well);
  EXPECT_EQ(s.jamf.world.commands.size(), sent) << "nothing was asked about the others";
  const Said one = s.repair({"C02SIM000006", "--yes"});
  EXPECT_EQ(one.status, 0) << told(one);
  EXPECT_TRUE(has(one.err, "enrolkit: 1 Repaired\n")) << one.err;
  EXPECT_TRUE(has(one.err, "unfinished of earlier runs: 5; enrolkit server repair --resume\n")) << one.err;
  EXPECT_EQ(s.jamf.world.commands.size(), sent + 1);
}

TEST(ServerResume, AMacThatTheJournalFollowsIsNotJudgedASecondTime) {
  for (const char* format : {"jsonl", "csv"}) {
    Fleet s(1, 0);
    stop_after(s, 1);
    ASSERT_EQ(s.jamf.world.commands.size(), 1U);
    s.jamf.world.macs[0].enrolled = s.clock.time;  // it came back by itself: now it has just enrolled
    const Said dry = s.repair({"C02SIM000001", "--dry-run"});
    EXPECT_TRUE(has(dry.err, "0 would be sent the management framework, 1 Pending\n")) << told(dry);
    const Said ran = s.repair({"C02SIM000001", "--yes", "--format", format});
    EXPECT_EQ(ran.status, 0) << told(ran);
    std::size_t rows = 0;
    for (auto at = ran.out.find("C02SIM000001"); at != std::string::npos;
         at = ran.out.find("C02SIM000001", at + 1))
      ++rows;
    EXPECT_EQ(rows, 1U) << ran.out;
    EXPECT_TRUE(has(ran.err, "enrolkit: 1 Repaired\n")) << ran.err;
    EXPECT_EQ(s.jamf.world.commands.size(), 1U);
  }
}

TEST(ServerResume, AMacThatWasLeftUnsentAndWorksNowIsSkippedOnce) {
  Fleet s(2, 0);
  stop_after(s, 1);
  SimMac& mac = s.jamf.world.macs[1];
  ASSERT_EQ(s.jamf.world.commands_to(mac), 0);
  mac.agent_works = true;
  mac.check_in = mac.report = s.clock.time;
  mac.binary = s.jamf.world.binary_version;
  mac.laps.clear();
  const Said ran = s.repair({mac.serial, "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 1) << ran.out;
  EXPECT_TRUE(has(ran.err, "enrolkit: 0 Repaired, 1 Skipped\n")) << ran.err;
  EXPECT_EQ(s.jamf.world.commands_to(mac), 0);
}

TEST(ServerResume, WhatWasSentBeforeIsNeitherCountedNorPlannedAgain) {
  Fleet s;
  for (SimMac& mac : s.jamf.world.macs) mac.reaction = Reaction::never_fetches;
  stop_after(s, 1);
  const std::size_t sent = s.jamf.world.commands.size();
  const std::string planned = std::to_string(3 - sent);
  const Said dry = s.with_journal({"repair", "--stuck", "--dry-run"});
  EXPECT_EQ(dry.status, 0) << told(dry);
  EXPECT_TRUE(has(dry.out, "C02SIM000001    Pending ")) << dry.out;
  EXPECT_TRUE(has(dry.out, "was sent the management framework already")) << dry.out;
  EXPECT_TRUE(has(
      dry.err, planned + " would be sent the management framework, " + std::to_string(sent) + " Pending\n"))
      << dry.err;
  (void)s.with_journal({"repair", "--stuck"});
  EXPECT_TRUE(has(s.asked.back(), " " + planned + " Mac")) << s.asked.back();
  const auto other = jamf::Journal::open(s.folder.at("other"), "https://other.example.com");
  const Said unknown = s.server({"repair", "--stuck", "--dry-run", "--journal", s.folder.at("other")});
  EXPECT_EQ(unknown.status, 2) << told(unknown);
  EXPECT_TRUE(has(unknown.err, "what was sent before is not known: ")) << unknown.err;
}

TEST(ServerResume, AStoppedSurveyLeavesNothingToResume) {
  Fleet s;
  int asked = 0;
  s.http.before = [&](const jamf::Request& request) {
    if (has(request.target, "local-admin-password") && ++asked == 2) s.clock.stop_at = 1;
  };
  const Said stopped = s.with_journal({"repair", "--stuck", "--yes"});
  EXPECT_EQ(stopped.status, 2) << told(stopped);
  EXPECT_EQ(stopped.err, "enrolkit: stopped; nothing was sent\n");
  s.http.before = {};
  s.clock.stop_at = 0;
  EXPECT_TRUE(has(s.with_journal({"repair", "--resume", "--yes"}).err, "there is no journal"));
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

}  // namespace
}  // namespace enrolkit::test
