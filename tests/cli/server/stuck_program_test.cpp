// `enrolkit server stuck` as a program: standard input, and memory.
#include <gtest/gtest.h>

#include <chrono>

#include "cli/server/fleet_program.h"
#include "support/process/on_terminal.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerStuck, TakesSerialsFromAFileOrStdin) {
  Fleet s;
  RunOptions options;
  options.input = "# two of them\nC02SIM000001\nC02SIM000001\nC02SIM000008\r\nC02NONE\n";
  const Ran ran = s.server({"stuck", "--serials", "-"}, options);
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.err, "C02NONE: no Mac of that serial has a record")) << ran.err;
  EXPECT_TRUE(has(ran.err, "1 stuck, 1 well")) << ran.err;
  const std::string file = s.folder.write("serials", "C02SIM000008\n");
  EXPECT_EQ(s.server({"stuck", "--serials", file}).status, 0);
  EXPECT_EQ(s.server({"stuck", "C02NONE"}).status, 2);
}

TEST(ServerStuck, AHundredThousandMacsStayUnder100Mb) {
  const int macs = kSanitized ? 20'000 : 100'000;  // under a sanitizer memory means nothing, and time does
  Fleet s(50, macs - 50);
  const Ran ran = s.server({"stuck", "--quick"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.err.starts_with("enrolkit: 50 stuck, " + std::to_string(macs - 50) + " well\n")) << ran.err;
  if (!kSanitized) {
    EXPECT_LT(ran.peak_kb, 100 * 1024);
  }
  int requests = 0;
  for (const auto& [call, count] : s.jamf.calls) requests += count;
  RecordProperty("requests", requests);
  RecordProperty("peak_kb", static_cast<int>(ran.peak_kb));
  EXPECT_EQ(s.jamf.calls["GET /api/v4/computers-inventory"], macs / 500);
  EXPECT_LE(requests, macs / 500 + 8);
}

TEST(ServerStuck, RecordsOfTheirRealSizeStayUnder100Mb) {
  const int macs = kSanitized ? 500 : 2500;
  Fleet s(1, macs - 1);
  s.jamf.extra_bytes = 30'000;
  const Ran ran = s.server({"stuck", "--quick"});
  EXPECT_TRUE(ran.err.starts_with("enrolkit: 1 stuck, " + std::to_string(macs - 1) + " well\n")) << ran.err;
  if (!kSanitized) {
    EXPECT_LT(ran.peak_kb, 100 * 1024);
  }
}

TEST(ServerStuck, FortyStuckMacsFarAwayTakeSeconds) {
  Fleet s(40, 60);
  s.jamf.latency = std::chrono::milliseconds(300);
  const auto begin = std::chrono::steady_clock::now();
  const Ran ran = s.server({"stuck"});
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.err, "40 stuck, 60 well")) << ran.err;
  EXPECT_LE(s.TlsBench::server.most_connections(), 5);
  EXPECT_GT(s.TlsBench::server.most_connections(), 2) << "one after the other they would take long";
  RecordProperty("ms", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

TEST(ServerStuck, OnATerminalItSaysHowFarItIsAndCtrlCEndsItAtOnce) {
  Fleet s(40, 0);
  s.jamf.latency = std::chrono::milliseconds(300);
  s.connect_by_environment();
  OnTerminal terminal(program_under_test(), {"server", "stuck"});
  terminal.until("accounts of 2 of 40 Macs");
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 2) << terminal.screen();
  EXPECT_TRUE(has(terminal.screen(), "stopped; this is what was looked at until then")) << terminal.screen();
  EXPECT_TRUE(has(terminal.screen(), "C02SIM000040")) << terminal.screen();
}

}  // namespace
}  // namespace enrolkit::test
