// The questions, against servers of different versions and with lists that misbehave.
#include "jamfpro/client/client.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "jamfpro/bench.h"
#include "support/sanitized.h"

namespace enrolkit::test {
namespace {

using jamf::Computer;
using jamf::Failure;

struct Listed {
  std::vector<Computer> computers;
  jamf::Status read;
  std::size_t bad = 0;
};

Listed all(Bench& s, const jamf::ComputerQuery& query = {}) {
  Listed out;
  out.read = s.client.each_computer(
      query, [&](Computer&& one) { out.computers.push_back(std::move(one)); }, out.bad);
  return out;
}

std::set<std::string> ids(const Listed& listed) {
  std::set<std::string> out;
  for (const Computer& one : listed.computers) out.insert(one.id);
  return out;
}

void add_macs(Bench& s, int count) {
  for (int i = 0; i < count; ++i) s.jamf.world.add(kSimStart);
}

TEST(Client, ReadsAComputer) {
  Bench s;
  s.jamf.world.add(kSimStart).groups = {"All Managed"};
  const Listed listed = all(s, {"", true, 500});
  ASSERT_EQ(listed.computers.size(), 1U);
  const Computer& mac = listed.computers[0];
  EXPECT_EQ(mac.serial, "C02SIM000001");
  EXPECT_EQ(mac.enrolled, kSimStart - 30 * 86'400);
  EXPECT_TRUE(mac.check_in && mac.mdm_contact && mac.binary);
  EXPECT_EQ(mac.groups, (std::vector<jamf::GroupName>{{"7", "All Managed"}}));
}

TEST(Client, NullsAreNothingAndARecordWithoutItsSectionIsNoMac) {
  Bench s;
  s.jamf.world.add_victim(kSimStart);
  const Listed listed = all(s);
  ASSERT_EQ(listed.computers.size(), 1U);
  EXPECT_FALSE(listed.computers[0].check_in || listed.computers[0].report || listed.computers[0].binary);
  EXPECT_EQ(jamf::parse_computer(jamf::Json::parse(R"({"id":"1","general":null})")), std::nullopt);
  EXPECT_EQ(jamf::parse_computer(jamf::Json::parse(R"({"general":{}})")), std::nullopt);
}

TEST(Client, OlderServersAreAskedWhatTheyKnow) {
  struct Case {
    jamf::Version version;
    const char* path;
    int wasted;  // requests for paths that are not there
  };
  for (const Case& c : {Case{{11, 32, 0}, "GET /api/v4/computers-inventory", 0},
                        Case{{11, 23, 2}, "GET /api/v3/computers-inventory", 0},
                        Case{{10, 50, 0}, "GET /api/v1/computers-inventory", 0}}) {
    Bench s;
    s.jamf.version = c.version;
    s.jamf.world.add(kSimStart);
    const Listed listed = all(s);
    ASSERT_EQ(listed.computers.size(), 1U) << c.path;
    EXPECT_TRUE(listed.computers[0].check_in.has_value());
    EXPECT_EQ(listed.computers[0].mdm_contact.has_value(), c.version >= (jamf::Version{11, 30, 0}));
    EXPECT_EQ(s.calls(c.path), 1);
  }
}

TEST(Client, APathThatIsNotThereIsFollowedByTheOlderOne) {
  Bench s;
  s.jamf.version = {11, 29, 0};
  s.jamf.world.add(kSimStart);
  s.fault("GET /api/v1/jamf-pro-version", Effect::empty_403);  // the version stays unknown
  EXPECT_EQ(all(s).computers.size(), 1U);
  EXPECT_EQ(all(s).computers.size(), 1U);
  EXPECT_EQ(s.calls("GET /api/v4/computers-inventory"), 1);
  EXPECT_EQ(s.calls("GET /api/v3/computers-inventory"), 2);
}

TEST(Client, EveryRowOfAListThatIsCutSilently) {
  Bench s;
  add_macs(s, 450);
  s.jamf.max_rows = 100;
  const Listed listed = all(s);
  EXPECT_TRUE(listed.read.ok());
  EXPECT_EQ(ids(listed).size(), 450U);
  EXPECT_EQ(listed.computers.size(), 450U);
}

TEST(Client, AFullPageAtTheEndNeedsNoFurtherRequest) {
  Bench s;
  add_macs(s, 1000);
  EXPECT_EQ(all(s).computers.size(), 1000U);
  EXPECT_EQ(s.calls("GET /api/v4/computers-inventory"), 2);
}

TEST(Client, AShortPageIsNotTheLast) {
  Bench s;
  add_macs(s, 1200);
  s.fault("GET /api/v4/computers-inventory", Effect::short_page);
  const Listed listed = all(s);
  ASSERT_FALSE(listed.read.ok());  // rows are missing, and that is said
  EXPECT_NE(listed.read.error().why.find("950 of 1200"), std::string::npos) << listed.read.error().why;
  EXPECT_EQ(s.calls("GET /api/v4/computers-inventory"), 4);
}

TEST(Client, APageThatTakesTooLongIsAskedForInHalves) {
  for (const Effect effect : {Effect::gateway_504, Effect::timed_out}) {
    Bench s;
    add_macs(s, 1300);
    s.fault("GET /api/v4/computers-inventory", effect, 2, 2);
    const Listed listed = all(s);
    EXPECT_TRUE(listed.read.ok());
    EXPECT_EQ(ids(listed).size(), 1300U);
    EXPECT_EQ(listed.computers.size(), 1300U);
    const std::set<std::string> distinct(s.jamf.log.begin(), s.jamf.log.end());
    EXPECT_EQ(distinct.size(), s.jamf.log.size());  // nothing was asked twice
  }
}

TEST(Client, AFailureInTheMiddleIsTold) {
  Bench s;
  add_macs(s, 1200);
  s.fault("GET /api/v4/computers-inventory", Effect::error_500, 2, 9);
  const Listed listed = all(s);
  EXPECT_EQ(listed.computers.size(), 500U);
  ASSERT_FALSE(listed.read.ok());
  EXPECT_EQ(listed.read.error().status, 500);
}

TEST(Client, FiltersReachTheServerWhole) {
  Bench s;
  add_macs(s, 250);
  std::vector<std::string> serials;
  for (int i = 0; i < 250; i += 2) serials.push_back(s.jamf.world.macs[static_cast<std::size_t>(i)].serial);
  serials.emplace_back("no\"such & one;");
  const auto found = s.client.computers_with("hardware.serialNumber", serials);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found.value().size(), 125U);
  EXPECT_EQ(s.calls("GET /api/v4/computers-inventory"), 2);
}

TEST(Client, AMissingPrivilegeIsNamed) {
  Bench s;
  s.jamf.privileges.erase("Read Computers");
  const Listed listed = all(s);
  ASSERT_FALSE(listed.read.ok());
  EXPECT_NE(listed.read.error().why.find("\"Read Computers\""), std::string::npos) << listed.read.error().why;
}

TEST(Client, CommandsAreReadBack) {
  Bench s;
  s.jamf.world.add_victim(kSimStart);
  s.jamf.world.add_victim(kSimStart, Reaction::fails);
  const auto first = s.client.redeploy("1"), second = s.client.redeploy("2");
  ASSERT_TRUE(first.ok() && second.ok());
  s.clock.time += 600;
  const auto commands = s.client.commands_with({first.value(), second.value()});
  ASSERT_TRUE(commands.ok());
  ASSERT_EQ(commands.value().size(), 2U);
  EXPECT_TRUE(is_acknowledged(commands.value()[0]));
  EXPECT_TRUE(is_failed(commands.value()[1]));
  EXPECT_EQ(commands.value()[1].error, "The package could not be installed.");
}

TEST(Client, RightsComeFromTheToken) {
  Bench s;
  const auto rights = s.client.rights();
  ASSERT_TRUE(rights.ok());
  EXPECT_EQ(rights.value().account, "client");
  EXPECT_EQ(rights.value().privileges, s.jamf.privileges);
}

// Answers a list with whatever a test says; the rest is the simulator's.
struct ListHttp : jamf::Http {
  explicit ListHttp(jamf::Http& simulator) : under(simulator) {}
  jamf::Outcome send(const jamf::Request& request) override {
    if (request.target.find("/computers-inventory") == std::string::npos) return under.send(request);
    return jamf::Reply{200, "application/json", list(++pages), "", {}, {}, {}};
  }
  jamf::Http& under;
  std::function<std::string(int)> list;
  int pages = 0;
};

Listed listed_by(const std::function<std::string(int)>& list, int& pages) {
  Bench s;
  ListHttp http(s.http);
  http.list = list;
  jamf::Session session(http, s.clock,
                        {jamf::Credentials::Kind::api_client, s.jamf.client_id, s.jamf.client_secret});
  jamf::Client client(session);
  Listed out;
  out.read = client.each_computer(
      {}, [&](Computer&& one) { out.computers.push_back(std::move(one)); }, out.bad);
  pages = http.pages;
  return out;
}

TEST(Client, AListThatBringsNothingNewEnds) {
  const std::string row = R"({"id":"1","general":{}})";
  for (const std::string& page : {R"({"results":[)" + row + "]}", R"({"results":[null]})" + std::string(),
                                  R"({"totalCount":900,"results":[)" + row + "]}"}) {
    int pages = 0;
    const Listed listed = listed_by([&](int) { return page; }, pages);
    EXPECT_FALSE(listed.read.ok()) << page;
    EXPECT_LE(listed.computers.size(), 1U);
    EXPECT_LE(pages, 2) << page;
  }
}

// A row less while the list is read makes the total smaller than what came; one of no use must not hide Macs.
TEST(Client, ATotalBelowWhatCameEndsNoList) {
  for (const std::string total : {"-1", "0", "1"}) {
    int pages = 0;
    const Listed listed = listed_by(
        [&](int page) {
          const std::string row = R"({"id":")" + std::to_string(2 * page) + R"(","general":{}},{"id":")" +
                                  std::to_string(2 * page + 1) + R"(","general":{}})";
          return R"({"totalCount":)" + total + R"(,"results":[)" + (page <= 3 ? row : "") + "]}";
        },
        pages);
    EXPECT_TRUE(listed.read.ok()) << total;
    EXPECT_EQ(listed.computers.size(), 6U) << total;
    EXPECT_EQ(pages, 4) << total;
  }
}

TEST(Client, ABrokenStringCostsItsRecordAndIsCounted) {
  int pages = 0;
  const Listed listed = listed_by(
      [](int) {
        return R"({"totalCount":3,"results":[{"id":"1","general":{}},{"id":"2","general":{"name":")"
               "\xFF"
               R"("}},{"id":"3","general":{}}]})";
      },
      pages);
  EXPECT_TRUE(listed.read.ok());
  EXPECT_EQ(ids(listed), (std::set<std::string>{"1", "3"}));
  EXPECT_EQ(listed.bad, 1U);
  EXPECT_EQ(pages, 1);
}

TEST(Client, CtrlCEndsAListBetweenTwoPages) {
  Bench s;
  add_macs(s, 5000);
  s.http.took = 10;
  s.clock.stop_at = kSimStart + 45;
  const Listed listed = all(s);
  ASSERT_FALSE(listed.read.ok());
  EXPECT_EQ(listed.read.error().kind, Failure::Kind::stopped);
  EXPECT_LE(s.calls("GET /api/v4/computers-inventory"), 4);
}

TEST(Client, ManyMacsInFewRequests) {
  constexpr int kMacs = kSanitized ? 5'000 : 20'000;
  Bench s;
  add_macs(s, kMacs);
  std::size_t count = 0, bad = 0;
  EXPECT_TRUE(s.client
                  .each_computer(
                      {}, [&](Computer&&) { ++count; }, bad)
                  .ok());
  EXPECT_EQ(count, static_cast<std::size_t>(kMacs));
  EXPECT_EQ(s.calls("GET /api/v4/computers-inventory"), kMacs / 500);
}

}  // namespace
}  // namespace enrolkit::test
