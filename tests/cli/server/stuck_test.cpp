// `enrolkit server stuck`.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

TEST(ServerStuck, ListsThemWithTheirReasons) {
  Fleet s;
  const Said ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("SERIAL        NAME      STATE")) << ran.out;
  EXPECT_TRUE(has(ran.out, "no-binary, never-checked-in,")) << ran.out;
  EXPECT_FALSE(has(ran.out, "C02SIM000004")) << ran.out;
  EXPECT_EQ(ran.err, "enrolkit: 3 stuck, 5 well\n");
}

TEST(ServerStuck, NoneIsHealthy) {
  Fleet s(0);
  const Said ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.out, "");
}

TEST(ServerStuck, SpeaksCsvAndJsonLines) {
  Fleet s(2);
  s.jamf.world.macs[0].name = "=HYPERLINK(\"x\"), evil\n";
  const Said csv = s.server({"stuck", "--format", "csv"});
  EXPECT_EQ(csv.status, 1);
  EXPECT_TRUE(csv.out.starts_with("serial,name,id,state,")) << csv.out;
  EXPECT_TRUE(has(csv.out, ",\"'=HYPERLINK(\"\"x\"\"), evil")) << csv.out;
  const Said lines = s.server({"stuck", "--format", "jsonl"});
  const auto first = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
  EXPECT_EQ(first["schema"], "enrolkit.server-stuck/1");
  EXPECT_EQ(first["state"], "stuck");
  EXPECT_EQ(first["check_in"], nullptr);
  EXPECT_EQ(std::count(lines.out.begin(), lines.out.end(), '\n'), 2);
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
    const Said ran = s.server(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit: ")) << told(ran);
  }
}

TEST(ServerStuck, AnAgentThatChecksInIsShownAndIsNoFinding) {
  Fleet s(0, 2);
  SimMac& mac = s.jamf.world.macs[0];
  mac.enrolled = s.clock.time - 3 * 86'400;
  mac.report = s.clock.time - 4 * 86'400;
  const Said ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001")) << ran.out;
  EXPECT_EQ(ran.err, "enrolkit: 0 stuck, 1 no-inventory, 1 well\n");
  const Said repaired = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(repaired.status, 0) << told(repaired);
  EXPECT_EQ(repaired.out, "");
  EXPECT_TRUE(has(s.repair({"C02SIM000001", "--yes"}).out, "Skipped")) << "named, it gets an answer";
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

TEST(ServerStuck, CtrlCShowsWhatWasDoneSoFar) {
  Fleet s;
  int asked = 0;
  s.http.before = [&](const jamf::Request& request) {
    if (has(request.target, "local-admin-password") && ++asked == 2) s.clock.stop_at = 1;
  };
  const Said ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000003")) << ran.out;
  EXPECT_TRUE(has(ran.err, "enrolkit: stopped; this is what was looked at until then\n")) << ran.err;
}

}  // namespace
}  // namespace enrolkit::test
