// Which Macs `enrolkit server repair` sends to, and which it refuses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_bench.h"
#include "cli/server/journal_path.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

// Changes each row of the inventory on its way to the client.
void rewrite_rows(Fleet& s, const std::function<void(jamf::Json&)>& change) {
  s.http.rewrite = [change](const jamf::Request& request, jamf::Reply& reply) {
    if (request.target.find("computers-inventory") == std::string::npos) return;
    jamf::Json json = jamf::Json::parse(reply.body);
    for (jamf::Json& row : json["results"]) change(row);
    reply.body = json.dump();
  };
}

// Also where it is named: what its record leaves out says nothing of its agent.
TEST(RepairChoice, NothingIsSentOnADateThatIsNotTold) {
  for (const char* date : {"", "\"soon\"", "\"2099-01-01T00:00:00Z\""}) {
    Fleet s(2, 0);
    rewrite_rows(s, [date](jamf::Json& row) {
      row["general"].erase("lastCheckIn");
      if (*date != 0) row["general"]["lastCheckIn"] = jamf::Json::parse(date);
    });
    (void)s.repair({"--stuck", "--yes"});
    const Said ran = s.repair({"C02SIM000001", "--yes"});
    EXPECT_TRUE(has(ran.out, "Refused") && has(ran.out, "lastCheckIn")) << told(ran);
    EXPECT_TRUE(s.jamf.world.commands.empty()) << date;
  }
}

// However the Macs are chosen: nobody can tell which of the records the Mac answers to.
TEST(RepairChoice, NoRecordOfTwoWithOneSerialIsSentTo) {
  for (const char* serial : {"C02SIM000001", "c02sim000001", ""}) {
    for (const std::vector<std::string>& way :
         {std::vector<std::string>{}, {"--since", "7d"}, {"--group", "Lab"}, {"--prestage", "1"}}) {
      Fleet s(2, 0);
      s.jamf.scopes = {{"C02SIM000001", "1"}, {"C02SIM000002", "1"}};
      for (SimMac& mac : s.jamf.world.macs) mac.groups = {"Lab"};
      if (*serial == 0) s.jamf.world.macs[0].serial = "";
      SimMac& twin = s.jamf.world.add(s.clock.time);
      twin.serial = serial;
      twin.enrolled = s.clock.time - 900 * 86'400;
      std::vector<std::string> arguments{"--stuck", "--yes"};
      arguments.insert(arguments.end(), way.begin(), way.end());
      const Said ran = s.repair(arguments);
      EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[0]), 0) << serial << told(ran);
      EXPECT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[1]), 1) << serial << told(ran);
    }
  }
}

// The path of a write would be another one, or name two Macs.
TEST(RepairChoice, ARecordWhoseIdIsNoNumberIsDamaged) {
  for (const char* id : {"3,5", "0", "-1", "3/../5", "03", " 3", "3;5", "99999999999999999999"}) {
    Fleet s(1, 0);
    rewrite_rows(s, [id](jamf::Json& row) { row["id"] = id; });
    (void)s.repair({"--stuck", "--yes"});
    (void)s.repair({"C02SIM000001", "--yes"});
    EXPECT_TRUE(s.jamf.world.commands.empty()) << id;
    const Said stuck = s.server({"stuck"});
    EXPECT_EQ(stuck.status, 2) << id << told(stuck);
    EXPECT_TRUE(has(stuck.err, "1 records say nothing of their Mac")) << told(stuck);
  }
}

TEST(RepairChoice, AGroupThatMayBeTwoIsRefused) {
  Fleet s(2, 0);
  rewrite_rows(s, [](jamf::Json& row) {
    const bool first = row["id"] == "1";
    row["groupMemberships"] = jamf::Json::array(
        {jamf::Json{{"groupId", first ? "12" : "30"}, {"groupName", first ? "Sales" : "12"}}});
  });
  const Said ran = s.repair({"--stuck", "--group", "12", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "\"Sales\" (id 12)") && has(ran.err, "\"12\" (id 30)")) << told(ran);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  EXPECT_EQ(s.repair({"--stuck", "--group", "Sales", "--yes"}).status, 0);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(RepairChoice, APrestageThatMayBeTwoIsRefused) {
  for (const auto& [first, second] : {std::pair("2", "Lab"), {"Lab", "Lab"}}) {
    Fleet s(1, 0);
    s.add_prestage("7", first, "one");
    s.add_prestage("2", second, "two");
    s.jamf.scopes = {{"C02SIM000001", "7"}};
    const char* const wanted = std::string_view(first) == "2" ? "2" : "Lab";
    const Said ran = s.repair({"--stuck", "--prestage", wanted, "--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "(id 7)") && has(ran.err, "(id 2)")) << told(ran);
    EXPECT_TRUE(s.jamf.world.commands.empty());
  }
}

TEST(RepairChoice, EachRetryIsSaid) {
  Fleet s(1, 0);
  s.fault("POST /api/v1/jamf-management-framework/redeploy/", Effect::error_500);
  const Said ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.err, "C02SIM000001: POST ") && has(ran.err, "status 500")) << ran.err;
  EXPECT_TRUE(has(ran.err, "whether it arrived is looked up in 90 s")) << ran.err;
  EXPECT_TRUE(has(ran.err, "C02SIM000001: it did not arrive, and is sent again\n")) << ran.err;
}

// XDG's rule; else the journal of one run is not found by the next, from another folder.
TEST(RepairChoice, ARelativePlaceForTheJournalIsIgnored) {
  const char* const before = ::getenv("XDG_STATE_HOME");
  const char* const home = ::getenv("HOME");
  const std::string kept = before != nullptr ? before : "", kept_home = home != nullptr ? home : "";
  const TempFolder folder;
  ::setenv("XDG_STATE_HOME", "state", 1);
  ::setenv("HOME", folder.at("").c_str(), 1);
  const auto path = journal_path("", "https://sim.example.com");
  before != nullptr ? ::setenv("XDG_STATE_HOME", kept.c_str(), 1) : ::unsetenv("XDG_STATE_HOME");
  ::setenv("HOME", kept_home.c_str(), 1);
  ASSERT_TRUE(path.ok());
  EXPECT_TRUE(path.value().starts_with(folder.at(""))) << path.value();
}

}  // namespace
}  // namespace enrolkit::test
