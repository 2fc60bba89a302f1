// `enrolkit server stuck --to-group`: a static group of the stuck Macs, ours by its mark.
#include <gtest/gtest.h>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

using Fleet = FleetBench;

int writes_to_groups(const Fleet& s) {
  int out = 0;
  for (const std::string& line : s.jamf.log)
    out += !line.starts_with("GET") && has(line, "static-groups") ? 1 : 0;
  return out;
}

TEST(ToGroup, MakesTheGroupOnceAndKeepsIt) {
  for (const bool older : {false, true}) {
    Fleet s;
    s.jamf.older_groups = older;
    Said ran = s.server({"stuck", "--to-group", "Stuck", "--yes"});
    EXPECT_EQ(ran.status, 1) << told(ran);
    EXPECT_TRUE(has(ran.err, "  + C02SIM000001\n  + C02SIM000002\n  + C02SIM000003\n")) << ran.err;
    EXPECT_TRUE(has(ran.err, "enrolkit: group \"Stuck\" has 3 Macs now, read back\n")) << ran.err;
    ASSERT_EQ(s.jamf.static_groups.size(), 1U);
    EXPECT_EQ(s.jamf.static_groups[0].members, (std::set<std::string>{"1", "2", "3"}));
    const int writes = writes_to_groups(s);
    EXPECT_TRUE(has(s.server({"stuck", "--to-group", "Stuck"}).err, "has these Macs already"));
    EXPECT_EQ(writes_to_groups(s), writes);
    s.jamf.world.macs[1].agent_works = true;
    s.jamf.static_groups[0].site = "4";
    s.jamf.static_groups[0].members.insert("5");
    ran = s.server({"stuck", "--to-group", "Stuck", "--yes"});
    EXPECT_TRUE(has(ran.err, "  - C02SIM000002\n  - C02SIM000005\n")) << ran.err;
    EXPECT_EQ(s.jamf.static_groups[0].members, (std::set<std::string>{"1", "3"}));
    EXPECT_EQ(s.jamf.static_groups[0].site, "4") << "the user's";
  }
}

TEST(ToGroup, KeepsMembersThatCannotBeJudged) {
  Fleet s;
  EXPECT_EQ(s.server({"stuck", "--to-group", "Stuck", "--yes"}).status, 1);
  s.jamf.world.macs[0].enrolled = s.clock.time - 60;
  s.http.rewrite = [](const jamf::Request& request, jamf::Reply& reply) {
    if (request.target.find("computers-inventory") == std::string::npos) return;
    jamf::Json json = jamf::Json::parse(reply.body);
    for (jamf::Json& row : json["results"]) {
      if (row["id"] == "2") row["general"].erase("lastCheckIn");
    }
    reply.body = json.dump();
  };
  const Said ran = s.server({"stuck", "--to-group", "Stuck", "--yes"});
  EXPECT_TRUE(has(ran.err, "has these Macs already")) << told(ran);
  EXPECT_EQ(s.jamf.static_groups[0].members, (std::set<std::string>{"1", "2", "3"}));
}

TEST(ToGroup, ABareListIsNotAFleetWithoutMacs) {
  Fleet s;
  EXPECT_EQ(s.server({"stuck", "--to-group", "Stuck", "--yes"}).status, 1);
  s.http.rewrite = [](const jamf::Request& request, jamf::Reply& reply) {
    if (request.target.find("computers-inventory") != std::string::npos) reply.body = "[]";
  };
  const Said ran = s.server({"stuck", "--to-group", "Stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(s.jamf.static_groups[0].members.size(), 3U);
}

TEST(ToGroup, AsksFirst) {
  Fleet s;
  const Said piped = s.server({"stuck", "--to-group", "Stuck"});
  EXPECT_EQ(piped.status, 2) << told(piped);
  EXPECT_TRUE(has(piped.err, "nothing was changed\nhint: --yes")) << piped.err;
  s.answer = std::string("n");
  EXPECT_EQ(s.server({"stuck", "--to-group", "Stuck"}).status, 2);
  EXPECT_EQ(s.asked.back(), "Make the static group \"Stuck\" with 3 Macs (3 more, 0 fewer)? [y/N] ");
  EXPECT_TRUE(s.jamf.static_groups.empty());
  s.answer = std::string("y");
  EXPECT_EQ(s.server({"stuck", "--to-group", "Stuck"}).status, 1);
  EXPECT_EQ(s.jamf.static_groups.size(), 1U);
}

TEST(ToGroup, AGroupThatIsNotOursIsRefused) {
  Fleet s;
  s.jamf.static_groups.push_back({"7", "Stuck", "by hand", "-1", {"4"}});
  s.jamf.static_groups.push_back({"8", "Stuck Too", "[enrolkit publish]", "-1", {}});
  s.jamf.objects.add(jamf::ObjectKind::group, "Smart").json = {{"description", "[enrolkit publish]"}};
  for (const auto& [name, why] : {std::pair("Stuck", "it was not made by enrolkit"),
                                  {"Smart", "it is a smart group"},
                                  {"STUCK TOO", "which is the same to it"}}) {
    const Said ran = s.server({"stuck", "--to-group", name, "--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, why)) << ran.err;
  }
  EXPECT_EQ(writes_to_groups(s), 0);
  EXPECT_EQ(s.jamf.static_groups[0].members, std::set<std::string>{"4"});
}

TEST(ToGroup, AListThatIsNotWholeChangesNothing) {
  Fleet s;
  EXPECT_EQ(s.server({"stuck", "--to-group", "Stuck", "--yes"}).status, 1);
  const int writes = writes_to_groups(s);
  const Said ran = s.server({"stuck", "C02SIM000001", "C02NONE", "--to-group", "Stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "the list is not whole, so the group was not changed\n")) << ran.err;
  EXPECT_EQ(writes_to_groups(s), writes);
}

TEST(ToGroup, WhatIsNotReadBackIsNotThere) {
  Fleet s;
  s.jamf.drops_members = true;
  const Said ran = s.server({"stuck", "--to-group", "Stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "group \"Stuck\": not applied: 3 Macs are missing, 0 are too many")) << ran.err;
  Fleet cut;
  cut.fault("POST /api/v3/computer-groups/static-groups", Effect::applied_500);
  EXPECT_EQ(cut.server({"stuck", "--to-group", "Stuck", "--yes"}).status, 1)
      << "applied, whatever was answered";
  EXPECT_EQ(writes_to_groups(cut), 1) << "and not sent again";
}

}  // namespace
}  // namespace enrolkit::test
