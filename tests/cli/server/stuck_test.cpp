// `enrolkit server stuck`.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

using namespace std::string_literals;

using Fleet = FleetBench;

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ServerStuck, ListsThemWithTheirReasons) {
  Fleet s;
  const Said ran = s.server({"stuck"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("SERIAL        NAME      STATE")) << ran.out;
  EXPECT_TRUE(has(ran.out, "no-binary, never-checked-in,")) << ran.out;
  EXPECT_FALSE(has(ran.out, "C02SIM000004")) << ran.out;
  EXPECT_EQ(ran.err,
            "enrolkit: 3 stuck, 5 well\n"
            "enrolkit: first: enrolkit server conflict (while one stands, repaired Macs break again)\n"
            "enrolkit: next: enrolkit server repair --stuck --dry-run\n");
  EXPECT_TRUE(has(s.server({"stuck", "--since", "9d", "--prestage", "Off ice"}).err, "no PreStage"));
  s.jamf.scopes[s.jamf.world.macs[0].serial] = "1";
  EXPECT_TRUE(has(s.server({"stuck", "--since", "9d", "--prestage", "Office"}).err,
                  "repair --stuck --since 9d --prestage Office --dry-run"));
  EXPECT_TRUE(has(s.server({"stuck", "C02SIM000001"}).err, "repair C02SIM000001 --dry-run"));
}

// Ada's Mac, and one of nobody.
void add_ada(FleetBench& s) {
  s.jamf.world.macs[0].person =
      std::make_shared<SimPerson>(SimPerson{"ada", "Ada <Lovelace>", "ada@example.com", "7"});
  s.jamf.departments["7"] = "Research";
}

TEST(ServerStuck, SaysWhoseMacItIsAndWhatLikelyBrokeIt) {
  Fleet s(2);
  add_ada(s);
  const Said table = s.server({"stuck"});
  EXPECT_TRUE(has(table.out, "stuck  AccountConflict  ")) << table.out;
  EXPECT_TRUE(
      has(table.out, "    Ada <Lovelace> (ada), ada@example.com, Research; MacBook Pro, macOS 15.7.1\n"))
      << table.out;
  EXPECT_TRUE(has(table.out, "\n    MacBook Pro, macOS 15.7.1\n")) << "of nobody: " << table.out;
  const Said lines = s.server({"stuck", "--json"});
  const auto ada = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
  EXPECT_EQ(ada["department"], "Research");
  EXPECT_EQ(ada["likely_cause"], "AccountConflict");
  const auto other = nlohmann::json::parse(lines.out.substr(lines.out.find('\n')));
  EXPECT_EQ(other["email"], nullptr);
  const Said page = s.server({"stuck", "--format", "html"});
  EXPECT_TRUE(page.out.starts_with("<!DOCTYPE html>")) << page.out;
  EXPECT_TRUE(has(page.out, "<td>Ada &lt;Lovelace&gt;</td>")) << page.out;
  EXPECT_TRUE(has(page.out, "</html>")) << page.out;
  EXPECT_EQ(s.jamf.calls["GET /api/v1/departments"], 3) << "once a run";
  s.jamf.privileges.erase("Read Departments");
  EXPECT_TRUE(has(s.server({"stuck"}).err, "could not look into departments: ")) << "and says so";
}

TEST(ServerStuck, WritesItsListToAFileWholeOrNotAtAll) {
  Fleet s(2);
  const std::string path = s.folder.at("stuck.csv");
  const Said ran = s.server({"stuck", "--format", "csv", "-o", path});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_EQ(ran.out, "");
  const std::string written = contents(path);
  EXPECT_TRUE(written.starts_with("serial,name,id,state,")) << written;
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 3) << written;
  s.jamf.log.clear();
  const Said again = s.server({"stuck", "-o", path});
  EXPECT_EQ(again.status, 2) << told(again);
  EXPECT_TRUE(s.jamf.log.empty()) << "it is said before the server is asked";
  EXPECT_TRUE(has(again.err, "stuck.csv")) << again.err;
  EXPECT_EQ(contents(path), written) << "what is there stays";
  EXPECT_EQ(s.server({"stuck", "-o", path, "--force"}).status, 1);
  EXPECT_NE(contents(path), written);
}

TEST(ServerStuck, ExplainsOneMacByTheSameRule) {
  Fleet s(1, 1);
  add_ada(s);
  s.jamf.world.macs[0].reaction = Reaction::never_fetches;
  (void)s.jamf.world.send(0, "INSTALL_PROFILE", s.clock.time - 3600);
  const Said ran = s.server({"stuck", "--explain", "C02SIM000001"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  for (const char* part :
       {"Stuck: its MDM is alive, and its agent is not.", "never-checked-in  no check-in since the enrolment",
        "Likely cause: AccountConflict. ", "jamfmanage        made by the PreStage (MDM)",
        "jamfmanage        made by the jamf binary (JMF)", "  INSTALL_PROFILE", "Ada <Lovelace> (ada)",
        "check-in        -"}) {
    EXPECT_TRUE(has(ran.out, part)) << part << "\n" << ran.out;
  }
  const Said well = s.server({"stuck", "--explain", "C02SIM000002"});
  EXPECT_EQ(well.status, 0) << told(well);
  EXPECT_TRUE(has(well.out, "Not stuck: it checked in ")) << well.out;
  EXPECT_TRUE(has(well.out, "MDM commands since the enrolment, the newest first: none")) << well.out;
  const Said json = s.server({"stuck", "--explain", "C02SIM000001", "--json"});
  const auto row = nlohmann::json::parse(json.out);
  EXPECT_EQ(row["accounts"].size(), 2U);
  EXPECT_EQ(row["commands"][0]["type"], "INSTALL_PROFILE");
  s.jamf.privileges.erase("View Local Admin Password");
  EXPECT_TRUE(
      has(s.server({"stuck", "--explain", "C02SIM000001"}).out, "Accounts that LAPS knows: unknown: "));
  EXPECT_EQ(s.server({"stuck", "--explain"}).status, 2);
}

TEST(ServerStuck, AccountsThatCannotBeReadAreSaid) {
  Fleet s;
  s.fault("GET /api/v2/local-admin-password", Effect::error_500, 1);
  const Said ran = s.server({"stuck"});
  EXPECT_TRUE(has(ran.err, "could not look into LAPS accounts of 1 Mac: ")) << ran.err;
  EXPECT_TRUE(has(ran.out, "AccountConflict")) << "of the two others: " << ran.out;
  EXPECT_TRUE(has(ran.out, "Interrupted")) << "of the one that is not known: " << ran.out;
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

// `--group "$GROUP"`, and the variable is not set: that must not choose every Mac.
TEST(ServerStuck, AnEmptyValueIsNoMissingOption) {
  Fleet s;
  for (const char* option :
       {"--group", "--prestage", "--since", "--serials", "--to-group", "--output", "--url", "--ca-file"}) {
    const Said ran = s.server({"stuck", option, ""});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.err, "enrolkit: " + std::string(option) + ": its value is empty\n");
  }
  EXPECT_EQ(s.server({"stuck", ""}).err, "enrolkit: SERIAL: its value is empty\n");
  EXPECT_TRUE(s.jamf.log.empty());
}

TEST(ServerStuck, SerialsComeAsJamfProAndSpreadsheetsWriteThem) {
  Fleet s;
  const std::string bom = "\xEF\xBB\xBF";
  for (const std::string& text :
       {"C02SIM000001\nc02sim000002 # ours\nC02SIM000001\n"s, bom + "C02SIM000001\r\nC02SIM000002\r\n",
        bom + "Serial Number\r\nC02SIM000001\r\nC02SIM000002\r\n",
        "serial;name\nC02SIM000001;a b\nC02SIM000002;\n"s,
        "\"Computer Name\",\"Serial Number\",\"User\"\n\"Ada's, \"\"old\"\"\nMac\",\"C02SIM000001\",x y\n"
        "b,C02SIM000002,\nno serial,,z\n"s,
        "name\tserial_number\na b\tC02SIM000001\nb\tc02sim000002\n"s}) {
    const Said ran = s.server({"stuck", "--serials", s.folder.write("macs.csv", text), "c02sim000001"});
    EXPECT_EQ(ran.status, 1) << text << told(ran);
    EXPECT_TRUE(has(ran.err, "enrolkit: 2 stuck\n")) << text << told(ran);
    EXPECT_TRUE(has(ran.err, "repair --serials " + s.folder.at("macs.csv") + " C02SIM000001 --dry-run\n"))
        << told(ran);
  }
  const std::pair<std::string, const char*> kWrong[] = {
      {"Asset Tag,Serienummer\nA1,C02SIM000001\n", ":1: several columns"},
      {"C02SIM000001;mac-1\n", ":1: several columns"},
      {"C02SIM000001\nC02SIM000002\tmac-2\n", ":2: several columns"},
      {"C02A\nC02*\n", ":2: C02*: is not a serial number\n"},
      {"name,serial\n\"a\nb\",C02A\nc,C 2\n", ":4: C 2: is"}};
  for (const auto& [text, why] : kWrong) {
    const Said ran = s.server({"stuck", "--serials", s.folder.write("macs.csv", text)});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "enrolkit: --serials " + s.folder.at("macs.csv") + why)) << told(ran);
  }
  const Said twice = s.server({"stuck", "c02sim000001", "C02SIM000001"});
  EXPECT_TRUE(has(twice.err, "enrolkit server repair C02SIM000001 --dry-run\n")) << told(twice);
}

TEST(ServerStuck, AllShowsThoseThatAreSettling) {
  Fleet s(1, 1);
  s.jamf.world.macs[1].enrolled = s.clock.time - 60;
  const Said unasked = s.server({"stuck"});
  EXPECT_TRUE(has(unasked.err, "1 settling")) << told(unasked);
  EXPECT_FALSE(has(unasked.out, "C02SIM000002")) << told(unasked);
  const Said all = s.server({"stuck", "--all"});
  EXPECT_TRUE(has(all.err, "1 settling")) << told(all);
  EXPECT_TRUE(has(all.out, "C02SIM000002")) << told(all);
  EXPECT_EQ(all.status, 1) << told(all);
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
