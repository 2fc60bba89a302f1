// `enrolkit server stuck` and `enrolkit server heal` as programs. Macs react within seconds here.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jamfpro/server_program.h"

namespace enrolkit::test {
namespace {

struct Fleet : ProgramBench {
  explicit Fleet(int victims = 3, int healthy = 5) {
    add_prestage("1", "Office", "localadmin");
    for (int i = 0; i < victims; ++i) {
      SimMac& mac = jamf.world.add_victim(real_now());
      mac.mdm_contact = real_now();
      mac.delay = 1;
      mac.install = 1;
    }
    for (int i = 0; i < healthy; ++i) jamf.world.add(real_now());
  }

  Ran heal(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "heal");
    for (const char* more : {"--poll", "1s", "--per-minute", "600", "--settle", "0", "--journal"}) {
      arguments.emplace_back(more);
    }
    arguments.push_back(folder.at("journal"));
    return server(arguments);
  }
};

TEST(ServerStuck, ListsThemWithTheirReasons) {
  Fleet s;
  const Ran ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("SERIAL        NAME      STATE")) << ran.out;
  EXPECT_TRUE(
      has(ran.out, "no-binary,never-checked-in,no-inventory,same-account (account jamfmanage made twice)"))
      << ran.out;
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
  Fleet s(50, 99'950);
  const Ran ran = s.server({"stuck", "--quick"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_EQ(ran.err, "enrolkit: 50 stuck, 99950 well\n");
  if (!kSanitized) {
    EXPECT_LT(ran.peak_kb, 100 * 1024);
  }
  EXPECT_EQ(s.jamf.calls["GET /api/v4/computers-inventory"], 200);
}

TEST(ServerStuck, RecordsOfTheirRealSizeStayUnder100Mb) {
  Fleet s(1, 2499);
  s.jamf.extra_bytes = 30'000;
  const Ran ran = s.server({"stuck", "--quick"});
  EXPECT_EQ(ran.err, "enrolkit: 1 stuck, 2499 well\n");
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

TEST(ServerHeal, CuresAndProvesIt) {
  Fleet s;
  const Ran ran = s.heal({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 3) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000001    Cured     mac-0001: enrolled ")) << ran.out;
  EXPECT_TRUE(has(ran.err, "enrolkit: 3 Cured\n")) << ran.err;
  EXPECT_EQ(s.jamf.world.commands.size(), 3U);
  EXPECT_EQ(s.server({"stuck"}).status, 0);
}

TEST(ServerHeal, SomeThatStayBrokenAreAPartialResult) {
  Fleet s;
  s.jamf.world.macs[1].reaction = Reaction::fails;
  const Ran ran = s.heal({"--stuck", "--yes", "--json"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "\"state\":\"NotCured\"")) << ran.out;
  Fleet one(1);
  one.jamf.world.macs[0].reaction = Reaction::fails;
  EXPECT_EQ(one.heal({"C02SIM000001", "--yes"}).status, 1);
}

TEST(ServerHeal, RefusesWhileTheClashStands) {
  Fleet s;
  s.add_prestage("2", "Lab", "JamfManage");
  const Ran ran = s.heal({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.err, "the account clash stands")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.heal({"--stuck", "--yes", "--despite-clash"}).status, 0);
}

TEST(ServerHeal, ADryRunSendsNothing) {
  Fleet s;
  const Ran ran = s.heal({"--stuck", "--dry-run"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    would be sent the management framework\n")) << ran.out;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_TRUE(call.starts_with("GET") || has(call, "token")) << call << " " << count;
  }
}

TEST(ServerHeal, EachNamedMacGetsAnAnswer) {
  Fleet s(1);
  s.jamf.world.add_victim(real_now()).managed = false;
  const Ran ran = s.heal({"C02SIM000001", "C02SIM000002", "C02SIM000007", "C02NONE", "--yes"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    Cured ")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000002    Skipped   mac-0002: its agent works\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02SIM000007    Refused   mac-0007: it is not managed\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "C02NONE         Refused   no record has that serial\n")) << ran.out;
}

TEST(ServerHeal, ManyMacsNeedTheirNumberNamed) {
  Fleet s(26, 0);
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--stuck", "--yes"},
                                                    {"--stuck", "--yes", "--count", "25"},
                                                    {"--stuck", "--count", "26"}}) {
    const Ran ran = s.heal(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.heal({"--stuck", "--yes", "--limit", "2"}).status, 0);
  EXPECT_EQ(s.jamf.world.commands.size(), 2U);
}

TEST(ServerHeal, ResumesWithoutBeingToldWhichMacs) {
  Fleet s;
  const Ran nothing = s.heal({"--resume"});
  EXPECT_EQ(nothing.status, 0) << told(nothing);
  EXPECT_TRUE(has(nothing.err, "nothing is unfinished")) << nothing.err;
}

TEST(ServerHeal, WrongUsageIsSaid) {
  Fleet s;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"--resume", "C02A"},
                                                    {"--resume", "--dry-run"},
                                                    {"C02A", "--stuck"},
                                                    {"--stuck", "--limit", "0"},
                                                    {"--stuck", "--poll", "x"}}) {
    const Ran ran = s.heal(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
  s.folder.write("journal", std::string(4096, 'x'));
  const Ran ran = s.heal({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "the journal cannot be used")) << ran.err;
  EXPECT_TRUE(s.jamf.world.commands.empty());
}

}  // namespace
}  // namespace enrolkit::test
