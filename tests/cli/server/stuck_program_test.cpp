// `enrolkit server stuck` as a program.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_program.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerStuck, ListsThemWithTheirReasons) {
  Fleet s;
  const Ran ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("SERIAL        NAME      STATE")) << ran.out;
  EXPECT_TRUE(has(ran.out, "no-binary, never-checked-in,")) << ran.out;
  EXPECT_FALSE(has(ran.out, "C02SIM000004")) << ran.out;
  EXPECT_EQ(ran.err, "enrolkit: 3 stuck, 5 well\n");
}

TEST(ServerStuck, NoneIsHealthy) {
  Fleet s(0);
  const Ran ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.out, "");
}

TEST(ServerStuck, SpeaksCsvAndJsonLines) {
  Fleet s(2);
  s.jamf.world.macs[0].name = "=HYPERLINK(\"x\"), evil\n";
  const Ran csv = s.server({"stuck", "--format", "csv"});
  EXPECT_EQ(csv.status, 1);
  EXPECT_TRUE(csv.out.starts_with("serial,name,id,state,")) << csv.out;
  EXPECT_TRUE(has(csv.out, ",\"'=HYPERLINK(\"\"x\"\"), evil")) << csv.out;
  const Ran lines = s.server({"stuck", "--format", "jsonl"});
  const auto first = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
  EXPECT_EQ(first["schema"], "enrolkit.server-stuck/1");
  EXPECT_EQ(first["state"], "stuck");
  EXPECT_EQ(first["check_in"], nullptr);
  EXPECT_EQ(std::count(lines.out.begin(), lines.out.end(), '\n'), 2);
}

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

TEST(ServerStuck, BadScopesAreWrongUsage) {
  Fleet s;
  const std::string bad = s.folder.write("bad", "C02;rm -rf\n<x>\n");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"stuck", "--since", "yesterday"},
        {"stuck", "--serials", s.folder.at("missing")},
        {"stuck", "--serials", bad},
        {"stuck", "--serials", s.folder.write("empty", "# none\n")},
        {"stuck", "C02A", "--group", "g"},
        {"stuck", "--format", "xml"},
        {"stuck", "--group", "no such"},
        {"stuck", "--prestage", "no such"}}) {
    const Ran ran = s.server(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit: ")) << told(ran);
  }
}

}  // namespace
}  // namespace enrolkit::test
