// The watch before a simulated server: what it finds, when it repairs, and what holds it back.
#include <Poco/Data/Statement.h>

#include "jamfpro/repair/journal_parts.h"
#include "jamfpro/watch/watch_bench.h"

namespace enrolkit::test {
namespace {

using jamf::Hold;
using jamf::WatchState;

TEST(Watcher, FindsAMacWhoseAgentNeverCame) {
  WatchBench s;
  s.run_for(120);
  s.enrol(true);
  s.enrol(false);
  s.run_for(1700);
  EXPECT_EQ(s.count("enrolled"), 2U);
  EXPECT_EQ(s.count("stuck"), 0U) << "within the grace";
  s.run_for(300);
  EXPECT_EQ(s.count("stuck C02SIM000001"), 1U);
  EXPECT_EQ(s.count("came C02SIM000002"), 1U);
  EXPECT_EQ(s.count("held report-only"), 1U);
  s.run_for(7200);
  EXPECT_EQ(s.count("stuck"), 1U) << "told once";
  EXPECT_TRUE(s.jamf.world.commands.empty()) << "to report is the preset";
}

TEST(Watcher, RepairsWhereItIsAllowed) {
  WatchBench s;
  s.watch.repair = true;
  s.enrol(true);
  s.enrol(true, Reaction::stays_broken);
  s.run_for(3 * 3600);
  EXPECT_EQ(s.count("repaired C02SIM000001"), 1U);
  EXPECT_EQ(s.count("failed C02SIM000002"), 1U);
  for (const SimMac& mac : s.jamf.world.macs) EXPECT_EQ(s.jamf.world.commands_to(mac), 1);
  EXPECT_EQ(s.numbers.to_repaired.count, 1);
  EXPECT_EQ(s.in(WatchState::repaired), 1);
  EXPECT_EQ(s.in(WatchState::failed), 1);
  s.run_for(2 * kDay);
  for (const SimMac& mac : s.jamf.world.macs) EXPECT_EQ(s.jamf.world.commands_to(mac), 1) << "never again";
}

TEST(Watcher, AMacThatCameMeanwhileIsSentNothing) {
  WatchBench s;
  SimMac& mac = s.enrol(true);
  s.run_for(2000);
  EXPECT_EQ(s.count("stuck"), 1U);
  mac.agent_works = true;
  mac.check_in = mac.report = s.clock.time;
  mac.binary = s.jamf.world.binary_version;
  s.watch.repair = true;
  s.run_for(3600);
  EXPECT_EQ(s.count("came C02SIM000001"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

TEST(Watcher, WhatAStoppedRunHadLeftIsNotSentByTheWatch) {
  WatchBench s;
  s.watch.repair = true;
  for (int i = 0; i < 2; ++i) s.jamf.world.add_victim(s.clock.time).enrolled = s.clock.time - 30 * 86'400;
  auto left = s.everyone();
  left[1].step = jamf::RepairStage::sent;
  ASSERT_TRUE(s.journal()->keep_all(left).ok());
  s.enrol(true);
  s.run_for(3 * 3600);
  EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[0]), 0) << "somebody stopped that";
  EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[2]), 1) << "its own";
  EXPECT_EQ(s.journal()->unfinished().value().size(), 1U) << "what was sent was followed to its end";
}

TEST(Watcher, AMacThatAStoppedRunHadLeftAndThatEnrolsAgainIsItsOwn) {
  WatchBench s;
  s.watch.repair = true;
  s.jamf.world.add_victim(s.clock.time).enrolled = s.clock.time - 30 * 86'400;
  auto left = s.everyone();
  ASSERT_TRUE(s.journal()->keep_all(left).ok());
  const std::int64_t begin = s.clock.time;
  bool again = false;
  s.run_for(3 * 3600, [&](jamf::Watcher&) {
    if (again || s.clock.time < begin + 1200) return;
    again = true;
    SimMac& mac = s.jamf.world.macs[0];
    mac.enrolled = mac.mdm_contact = s.clock.time;
    mac.delay = mac.install = 30;
  });
  EXPECT_EQ(s.count("repaired C02SIM000001"), 1U);
  EXPECT_EQ(s.count("trouble"), 0U);
  EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[0]), 1);
}

TEST(Watcher, OfTwoRecordsOfOneSerialNeitherIsSentAnything) {
  WatchBench s;
  s.watch.repair = true;
  const std::string serial = s.enrol(true).serial;
  s.enrol(true).serial = serial;
  s.enrol(true);
  s.run_for(2 * 3600);
  EXPECT_EQ(s.count("failed C02SIM000001"), 2U);
  EXPECT_EQ(s.count("repaired C02SIM000003"), 1U);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(Watcher, AStormStopsItAndOnlyGoodEnrolmentsEndThat) {
  WatchBench s;
  s.watch.repair = true;
  for (int i = 0; i < 8; ++i) s.enrol(true);
  for (int i = 0; i < 4; ++i) s.enrol(false);
  s.run_for(2 * kDay);
  EXPECT_EQ(s.count("storm 8 of 12 enrolments of the last hour broke"), 1U);
  EXPECT_EQ(s.count("held storm"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_TRUE(s.numbers.storm);
  s.told.clear();
  s.run_for(600);
  EXPECT_TRUE(s.numbers.storm) << "a restart does not end it";
  for (int i = 0; i < 10; ++i) s.enrol(false);
  s.run_for(4 * 3600);
  EXPECT_EQ(s.count("storm-over"), 1U);
  EXPECT_EQ(s.count("repaired"), 8U);
}

TEST(Watcher, AtMostSoManyADay) {
  WatchBench s;
  s.watch.repair = true;
  s.watch.max_a_day = 2;
  s.watch.storm.least = 100;
  for (int i = 0; i < 5; ++i) s.enrol(true, Reaction::stays_broken);
  s.run_for(12 * 3600);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
  EXPECT_GE(s.count("held day-is-full"), 1U);
  s.run_for(kDay);
  EXPECT_EQ(s.jamf.world.commands.size(), 4U);
}

TEST(Watcher, OnlyInItsHours) {
  WatchBench s;  // the clock of the test begins at 14:13
  s.watch.repair = true;
  s.watch.windows = {jamf::parse_window("02:00-04:00").value()};
  s.enrol(true);
  s.run_for(8 * 3600);
  EXPECT_EQ(s.count("held outside-window"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  s.run_for(6 * 3600);
  EXPECT_EQ(s.count("repaired"), 1U);
}

TEST(Watcher, AServerThatIsAwayForADayLosesNoMac) {
  WatchBench s;
  s.run_for(120);
  for (const char* all : {"GET", "POST"}) s.fault(all, Effect::not_reached, 1, 1'000'000);
  s.run_for(kDay / 2);
  s.enrol(true);
  s.run_for(kDay / 2);
  EXPECT_EQ(s.count("trouble "), 2U) << "once a program";
  EXPECT_EQ(s.count("enrolled"), 0U);
  s.jamf.faults.clear();
  s.run_for(600);
  EXPECT_EQ(s.count("enrolled"), 1U);
  EXPECT_EQ(s.count("stuck C02SIM000001"), 1U);
}

TEST(Watcher, AFullDiskIsTroubleAndNothingIsLostOrSentTwice) {
  namespace data = Poco::Data::Keywords;
  WatchBench s;
  s.watch.repair = true;
  s.run_for(120);
  for (int i = 0; i < 400; ++i) s.enrol(i % 20 == 0);
  const auto limit = [&](int pages) {
    Poco::Data::Session& session = s.open_journal->parts().session;
    Poco::Int64 now_there = 0;
    session << "PRAGMA max_page_count=" + std::to_string(pages), data::into(now_there), data::now;
  };
  s.run_for(1200, [&](jamf::Watcher&) { limit(1); });  // as many as there are
  EXPECT_GE(s.count("trouble "), 1U);
  EXPECT_EQ(s.count("enrolled"), 0U) << "what is not on disk is not told";
  s.run_for(3 * 3600, [&](jamf::Watcher&) { limit(100'000); });
  EXPECT_EQ(s.count("enrolled"), 400U);
  EXPECT_EQ(s.count("repaired"), 20U);
  EXPECT_EQ(s.jamf.world.commands.size(), 20U);
}

TEST(Watcher, AClockThatIsSetLosesNoMac) {
  WatchBench s;
  s.run_for(120);
  s.clock.set_ahead = -30 * kDay;
  s.enrol(true);
  s.run_for(2000);
  s.clock.set_ahead = 30 * kDay;
  s.enrol(true);
  s.run_for(2000);
  EXPECT_EQ(s.count("stuck"), 2U);
}

TEST(Watcher, AWebhookMakesItLookAndIsNeverBelieved) {
  WatchBench s;
  s.watch.poll = 3600;
  s.run_for(60);
  s.enrol(true);
  s.run_for(120, [](jamf::Watcher& watcher) { watcher.hear({{"1", true}, {"777", true}, {"", true}}); });
  EXPECT_EQ(s.count("enrolled C02SIM000001"), 1U) << "a day's poll would have found it, too, but later";
  s.run_for(7200, [](jamf::Watcher& watcher) { watcher.hear({{"1", false}}); });
  EXPECT_EQ(s.count("came"), 0U);
  EXPECT_EQ(s.count("stuck"), 1U);
  EXPECT_EQ(s.count("gone"), 0U) << "nobody knew the Mac that is not there";
}

TEST(Watcher, AWebhookAfterTheGraceIsJudgedAtOnce) {
  WatchBench s;
  s.watch.poll = 6 * 3600;
  s.enrol(true);
  const std::int64_t over = s.clock.time + s.watch.grace;
  s.run_for(2 * 3600, [&](jamf::Watcher& watcher) {
    watcher.hear({{"1", true}});
    if (s.clock.time >= over) s.clock.stop_at = s.clock.time + 60;
  });
  EXPECT_EQ(s.count("enrolled"), 1U);
  EXPECT_EQ(s.count("stuck"), 1U);
}

TEST(Watcher, AFloodOfWebhooksIsNoFloodOfRequests) {
  WatchBench s;
  s.enrol(true);
  s.run_for(2000);
  const auto asked = s.jamf.log.size();
  s.run_for(600, [](jamf::Watcher& watcher) {
    for (int i = 0; i < 10'000; ++i) watcher.hear({{"1", false}, {std::to_string(i + 50), false}});
  });
  EXPECT_LE(s.jamf.log.size() - asked, 80U);
}

TEST(Watcher, FiveThousandEnrolmentsInAnHourAreJudgedWithFewRequests) {
  WatchBench s;
  int enrolled = 0;
  s.run_for(2 * 3600, [&](jamf::Watcher&) {
    for (int i = 0; i < 84 && enrolled < 5000; ++i) s.enrol(++enrolled % 100 == 0);
  });
  EXPECT_EQ(s.count("enrolled"), 5000U);
  EXPECT_EQ(s.count("came"), 4950U);
  EXPECT_EQ(s.count("stuck"), 50U);
  EXPECT_LE(s.jamf.log.size(), 120U * 8)
      << "a minute: new ones, due ones, and a few questions about the stuck";
}

TEST(Watcher, AMacThatEnrolsAgainIsAnotherEnrolment) {
  WatchBench s;
  SimMac& mac = s.enrol(false);
  s.run_for(3600);
  EXPECT_EQ(s.count("came"), 1U);
  mac.enrolled = s.clock.time;
  mac.agent_works = false;
  mac.check_in = s.clock.time - 3600;
  s.run_for(3600);
  EXPECT_EQ(s.count("enrolled"), 2U);
  EXPECT_EQ(s.count("stuck"), 1U);
}

TEST(Watcher, ARecordThatIsDeletedIsGone) {
  WatchBench s;
  s.enrol(true);
  s.run_for(2000);
  s.jamf.world.macs.clear();
  s.run_for(1200);
  EXPECT_EQ(s.count("gone C02SIM000001"), 1U);
  EXPECT_EQ(s.in(WatchState::gone), 1);
}

}  // namespace
}  // namespace enrolkit::test
