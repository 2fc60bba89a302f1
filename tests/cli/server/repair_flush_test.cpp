// `enrolkit server repair --flush-failed`: what is named, and nothing else, is flushed, before the framework is sent.
#include <gtest/gtest.h>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

const char* const kFlush = "DELETE /JSSResource/commandflush/computers/id/1/status/Pending+Failed";

// The first Mac has one command of each fate.
struct Flushed : Fleet {
  Flushed() : Fleet(2, 0) {
    for (const char* state : {"ERROR", "PENDING", "ACKNOWLEDGED"}) {
      (void)jamf.world.send(0, std::string("OLD_") + state, clock.time - 86'400);
      jamf.world.commands.back().state = state;
      jamf.world.commands.back().completed = clock.time - 80'000;
    }
    jamf.world.macs[0].reaction = Reaction::never_fetches;
  }
};

TEST(FlushFailed, NamesEachCommandBeforeItAsks) {
  Flushed s;
  s.answer = std::string("n");
  const Said ran = s.repair({"--stuck", "--flush-failed"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "enrolkit: C02SIM000001: to be flushed: OLD_ERROR, ERROR, sent 2026-")) << ran.err;
  EXPECT_TRUE(has(ran.err, "enrolkit: C02SIM000001: to be flushed: OLD_PENDING, PENDING, sent 2026-"))
      << ran.err;
  EXPECT_FALSE(has(ran.err, "OLD_ACKNOWLEDGED")) << ran.err;
  EXPECT_EQ(s.asked.size(), 1U);
  EXPECT_EQ(s.jamf.calls[kFlush], 0);
}

TEST(FlushFailed, FlushesBeforeTheFrameworkIsSentAndOnlyWhereThereIsSomething) {
  Flushed s;
  const Said ran = s.repair({"--stuck", "--flush-failed", "--yes", "--wait", "10m"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_EQ(s.jamf.calls[kFlush], 1);
  EXPECT_TRUE(s.jamf.world.commands[0].flushed && s.jamf.world.commands[1].flushed);
  EXPECT_FALSE(s.jamf.world.commands[2].flushed) << "it was answered";
  EXPECT_FALSE(s.jamf.world.commands[3].flushed) << "the framework's own command comes after";
  const auto at = [&](std::string_view what) {
    return std::find_if(s.jamf.log.begin(), s.jamf.log.end(),
                        [&](const std::string& line) { return has(line, what); });
  };
  EXPECT_LT(at("commandflush"), at("redeploy/1"));
  for (const auto& [call, count] : s.jamf.calls)
    EXPECT_FALSE(has(call, "commandflush/computers/id/2")) << call;
}

TEST(FlushFailed, ACommandThatWasNotNamedKeepsThemAll) {
  Flushed s;
  s.http.before = [&](const jamf::Request& request) {
    if (!has(request.target, "reenrollment")) return;  // after the naming, before the sending
    (void)s.jamf.world.send(0, "CAME_SINCE", s.clock.time);
  };
  const Said ran = s.repair({"--stuck", "--flush-failed", "--yes", "--wait", "10m"});
  EXPECT_TRUE(has(ran.err,
                  "C02SIM000001: CAME_SINCE came after its MDM commands were named: none of them is flushed"))
      << ran.err;
  EXPECT_EQ(s.jamf.calls[kFlush], 0);
  EXPECT_EQ(s.jamf.calls["POST /api/v1/jamf-management-framework/redeploy/1"], 1);
}

TEST(FlushFailed, AMacWhoseCommandsNobodyCanNameIsSentNothing) {
  Flushed s;
  s.jamf.world.macs[1].management_id.clear();
  const Said ran = s.repair({"--stuck", "--flush-failed", "--yes", "--wait", "10m", "--format", "csv"});
  EXPECT_TRUE(
      has(ran.out, "Refused,\"its record has no management id, so its MDM commands cannot be flushed\""))
      << told(ran);
  EXPECT_EQ(s.jamf.calls["POST /api/v1/jamf-management-framework/redeploy/2"], 0);
  EXPECT_EQ(s.jamf.calls["POST /api/v1/jamf-management-framework/redeploy/1"], 1) << told(ran);
}

TEST(FlushFailed, WithoutItNothingIsEverFlushed) {
  Flushed s;
  (void)s.repair({"--stuck", "--yes", "--wait", "10m"});
  EXPECT_EQ(s.jamf.calls[kFlush], 0);
}

TEST(FlushFailed, WithoutThePrivilegeNothingIsSent) {
  Flushed s;
  s.jamf.privileges.erase("Flush MDM Commands");
  const Said ran = s.repair({"C02SIM000001", "--flush-failed", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "lacks \"Flush MDM Commands\"")) << ran.err;
  EXPECT_EQ(s.jamf.calls["POST /api/v1/jamf-management-framework/redeploy/1"], 0);
}

TEST(FlushFailed, WhatCannotBeNamedIsNotFlushed) {
  Flushed s;
  s.jamf.privileges.erase("View MDM command information in Jamf Pro API");
  const Said ran = s.repair({"--stuck", "--flush-failed", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(s.jamf.calls[kFlush], 0);
  EXPECT_EQ(s.jamf.calls["POST /api/v1/jamf-management-framework/redeploy/1"], 0);
}

}  // namespace
}  // namespace enrolkit::test
