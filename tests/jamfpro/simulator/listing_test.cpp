// The simulated server where an outside client found it unlike real ones: filters, order, pages, methods, both forms of
// the Classic API.
#include <gtest/gtest.h>

#include "jamfpro/simulator/sim_http.h"

namespace enrolkit::test {
namespace {

using jamf::Json;
using jamf::Method;
using jamf::ObjectKind;

struct Sim : testing::Test {
  Sim() {
    for (int i = 0; i < 12; ++i) jamf.world.add(kSimStart);
    jamf.world.macs[1].managed = false;
    jamf.world.macs[2].agent_works = false;
    jamf.world.macs[2].check_in = kSimStart - 86'400;
    jamf.world.macs[3].person =
        std::make_shared<SimPerson>(SimPerson{"ann", "Ann A", "ann@example.com", "2"});
    for (const char* name : {"b", "a", "c"}) jamf.objects.add_json(ObjectKind::category, {{"name", name}});
    jamf.objects.add_json(ObjectKind::group, {{"name", "Lab"}});
    jamf.world.macs[4].groups = {"Lab"};
    jamf::Request request{Method::post, "/api/v1/oauth/token",
                          "grant_type=client_credentials&client_id=client&client_secret=s3cret-of-the-client",
                          "application/x-www-form-urlencoded"};
    token = Json::parse(jamf.answer(request, kSimStart).reply.body).at("access_token");
  }

  jamf::Reply ask(const std::string& target, Method method = Method::get,
                  std::string_view accept = "application/json") {
    jamf::Request request;
    request.method = method;
    request.target = target;
    request.authorization = "Bearer " + token;
    request.accept = accept;
    return jamf.answer(request, kSimStart).reply;
  }
  Json json(const std::string& target) { return Json::parse(ask(target).body); }
  // The ids that a list shows, in order, with its total: "3: 1 2 3"; or the status.
  std::string ids(const std::string& target) {
    const jamf::Reply reply = ask(target);
    if (reply.status != 200) return std::to_string(reply.status);
    const Json page = Json::parse(reply.body);
    std::string out = page.at("totalCount").dump() + ":";
    for (const Json& row : page.at("results")) out += " " + row.at("id").get<std::string>();
    return out;
  }

  FakeJamf jamf;
  std::string token;
};

TEST_F(Sim, ARoleAndAClientAreToldAndDeletedByTheirIds) {
  const std::string role = "/api/v1/api-roles/1", client = "/api/v1/api-integrations/1";
  for (const std::string& one : {role, client}) {
    EXPECT_EQ(ask(one).status, 404) << one;
    EXPECT_EQ(ask(one, Method::del).status, 404) << one;
  }
  jamf.access.roles = {{"1", "Readers", {"Read Computers"}}};
  jamf.access.clients = {{.number = 1, .id = "made", .name = "Dashboard", .roles = {"Readers"}}};
  EXPECT_EQ(json(role),
            (Json{{"id", "1"}, {"displayName", "Readers"}, {"privileges", Json::array({"Read Computers"})}}));
  EXPECT_EQ(json(client).at("id"), 1);
  EXPECT_EQ(json(client).at("appType"), "NONE");
  EXPECT_EQ(ask(role + "/more").status, 404);
  EXPECT_EQ(ask(role, Method::del).status, 409) << "a client has it";
  EXPECT_EQ(ask(client, Method::del).status, 204);
  EXPECT_EQ(ask(role, Method::del).status, 204);
  EXPECT_EQ(json("/api/v1/api-roles").at("totalCount"), 0);
  EXPECT_EQ(json("/api/v1/api-integrations").at("totalCount"), 0);
  jamf.privileges = {"Read API Roles"};
  EXPECT_EQ(ask(role).status, 404);
  EXPECT_EQ(ask(role, Method::del).status, 403);
  EXPECT_EQ(ask(client).status, 403);
}

TEST_F(Sim, ListsAreFilteredSortedAndInPages) {
  const std::string computers = "/api/v3/computers-inventory", newest = "/api/v4/computers-inventory";
  const std::pair<std::string, const char*> kCases[] = {
      {computers + "?page-size=3&page=1&sort=id:asc", "12: 4 5 6"},
      {computers + "?page-size=3&sort=id:desc", "12: 12 11 10"},
      {computers + "?page-size=3&sort=userAndLocation.realname:desc,id:desc", "12: 4 12 11"},
      {computers + "?page=4&page-size=3", "12:"},
      {computers + "?filter=general.remoteManagement.managed==false", "1: 2"},
      {computers + "?filter=general.lastContactTime%3C2026-09-21T00:00:00Z", "1: 3"},
      {newest + "?filter=general.lastCheckIn%3C2026-09-21T00:00:00Z", "1: 3"},
      {computers + "?filter=(id==2,id==3);general.remoteManagement.managed==true", "1: 3"},
      {computers + "?filter=userAndLocation.email=='ann@*'", "1: 4"},
      {computers + "?filter=hardware.serialNumber=in=(C02SIM000007)", "1: 7"},
      {computers + "?filter=general.assetTag==x", "0:"},
      {computers + "?filter=nonsense==", "400"},
      {computers + "?filter=general.colour==red", "400"},
      {computers + "?filter=general.lastCheckIn%3E2026-09-21", "400"},  // a field of v4
      {newest + "?filter=general.lastContactTime%3E2026-09-21", "400"},
      {computers + "?filter=general.reportDate%3Eyesterday", "400"},
      {computers + "?sort=hardware.serialNumber:asc", "400"},
      {computers + "?sort=id:up", "400"},
      {computers + "?page-size=x", "400"},
      {computers + "?page-size=0", "400"},
      {computers + "?page=-1", "400"},
      {computers + "?section=GENERAL,NONSENSE", "400"},
      {"/api/v1/categories?sort=name:desc&page-size=2", "3: 43 41"},
      {"/api/v1/categories?filter=name==\"a\"", "1: 42"},
      {"/api/v1/categories?filter=id==42", "400"},
      {"/api/v1/categories?page-size=x", "400"},
      {"/api/v3/computer-prestages?page-size=x", "400"},
      {"/api/v1/device-enrollments?page=x", "400"},
      {"/api/v2/mdm/commands", "400"},
      {"/api/v2/mdm/commands?filter=dateSent==2026-09-21", "400"},
  };
  for (const auto& [target, wanted] : kCases) EXPECT_EQ(ids(target), wanted) << target;
  const Json bad = json(computers + "?filter=general.colour==red");
  EXPECT_EQ(bad.at("httpStatus"), 400);
  EXPECT_TRUE(bad.at("errors")
                  .at(0)
                  .at("description")
                  .get<std::string>()
                  .starts_with("Cannot filter by field [general.colour]."));
}

TEST_F(Sim, SectionsAreThoseThatWereAskedFor) {
  const std::string one = "/api/v3/computers-inventory/4";
  EXPECT_TRUE(json(one).at("hardware").is_null());
  for (const char* form :
       {"?section=HARDWARE,USER_AND_LOCATION", "?section=HARDWARE&section=USER_AND_LOCATION"}) {
    const Json record = json(one + form);
    EXPECT_EQ(record.at("hardware").at("serialNumber"), "C02SIM000004");
    EXPECT_EQ(record.at("userAndLocation").at("username"), "ann");
    EXPECT_TRUE(record.at("general").is_null());
  }
  const Json detail = json("/api/v3/computers-inventory-detail/5");
  EXPECT_EQ(detail.at("general").at("name"), "mac-0005");
  EXPECT_EQ(detail.at("groupMemberships").at(0).at("groupName"), "Lab");
  EXPECT_EQ(ask("/api/v3/computers-inventory-detail/99").status, 404);
  EXPECT_EQ(ask("/api/v3/computers-inventory/99").status, 404);
}

TEST_F(Sim, AKnownPathRefusesAnotherMethod) {
  for (const char* path : {"/api/v1/jamf-pro-version", "/api/v3/computers-inventory",
                           "/JSSResource/computers", "/api/v1/categories"})
    EXPECT_EQ(ask(path, Method::put).status, 405) << path;
  EXPECT_EQ(ask("/api/v1/jamf-pro-version", Method::del).status, 405);
  EXPECT_EQ(ask("/api/v1/oauth/token").status, 405);
  EXPECT_EQ(ask("/api/v1/nothing", Method::del).status, 404);
}

TEST_F(Sim, ClassicTellsTheSameInBothForms) {
  const jamf::Reply xml = ask("/JSSResource/computers/id/4", Method::get, "*/*");
  EXPECT_EQ(xml.content_type, "application/xml");
  const auto parsed = jamf::parse_xml(xml.body);
  const auto& root = std::get<jamf::XmlNode>(parsed);
  EXPECT_EQ(root.text_at({"general", "serial_number"}), "C02SIM000004");
  const Json computer = json("/JSSResource/computers/id/4").at("computer");
  EXPECT_EQ(computer.at("general").at("id"), 4);
  EXPECT_EQ(computer.at("general").at("serial_number"), "C02SIM000004");
  EXPECT_EQ(computer.at("general").at("remote_management").at("managed"), true);
  EXPECT_EQ(computer.at("general").at("last_enrolled_date_epoch"), *jamf.world.macs[3].enrolled * 1000);
  EXPECT_EQ(computer.at("location").at("email_address"), "ann@example.com");
  EXPECT_FALSE(json("/JSSResource/computers/serialnumber/C02SIM000004/subset/Location")
                   .at("computer")
                   .contains("general"));
  EXPECT_EQ(json("/JSSResource/computers").at("computers").size(), 12U);
  EXPECT_EQ(json("/JSSResource/categories").at("categories").at(0).at("name"), "b");
  const Json group = json("/JSSResource/computergroups/name/Lab").at("computer_group");
  EXPECT_EQ(group.at("computers").at(0).at("serial_number"), "C02SIM000005");
  EXPECT_EQ(group.at("criteria"), Json::array());
  EXPECT_EQ(json("/JSSResource/advancedcomputersearches").at("advanced_computer_searches"), Json::array());
  EXPECT_EQ(json("/JSSResource/policies").at("policies"), Json::array());
  for (const char* none :
       {"/JSSResource/computers/id/99", "/JSSResource/packages/id/1", "/JSSResource/nothing"})
    EXPECT_EQ(ask(none).status, 404) << none;
}

TEST_F(Sim, ClassicHistoryHasTheCommandsOfTheProApi) {
  jamf.world.send(0, "INSTALL_ENTERPRISE_APPLICATION", kSimStart);
  jamf.world.macs[0].reaction = Reaction::never_fetches;
  const Json commands =
      json("/JSSResource/computerhistory/id/1/subset/Commands").at("computer_history").at("commands");
  EXPECT_EQ(commands.at("pending").at(0).at("issued_epoch"), kSimStart * 1000);
  EXPECT_EQ(commands.at("completed"), Json::array());
  EXPECT_EQ(commands.at("failed"), Json::array());
}

}  // namespace
}  // namespace enrolkit::test
