// `enrolkit server stuck` as a program: standard input, and memory.
#include <gtest/gtest.h>

#include "cli/server/fleet_program.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerStuck, TakesSerialsFromAFileOrStdin) {
  Fleet s;
  RunOptions options;
  options.input = "# two of them\nC02SIM000001, C02SIM000001\nC02SIM000008\r\nC02NONE\n";
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
  EXPECT_EQ(ran.err, "enrolkit: 50 stuck, " + std::to_string(macs - 50) + " well\n");
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
  EXPECT_EQ(ran.err, "enrolkit: 1 stuck, " + std::to_string(macs - 1) + " well\n");
  if (!kSanitized) {
    EXPECT_LT(ran.peak_kb, 100 * 1024);
  }
}

}  // namespace
}  // namespace enrolkit::test
