// What is asked for lists, and gets an answer that has none.
#include <gtest/gtest.h>

#include <utility>

#include "jamfpro/bench.h"
#include "jamfpro/one_answer.h"

namespace enrolkit::test {
namespace {

// Every question whose answer is a list, with an answer that is JSON and has none.
TEST(Client, AnAnswerWithoutItsListDoesNotSayThatThereIsNothing) {
  const auto ok_of = [](const std::string& path, const std::string& body, const auto& ask) {
    Bench s;
    OneAnswer http(s.http, path, body);
    jamf::Session session(http, s.clock,
                          {jamf::Credentials::Kind::api_client, s.jamf.client_id, s.jamf.client_secret});
    jamf::Client client(session);
    return ask(client);
  };
  const std::string commands = "/mdm/commands";
  const auto invitations = [](jamf::Client& c) { return c.invitations().ok(); };
  const auto scopes = [](jamf::Client& c) { return c.prestage_scopes().ok(); };
  const auto commands_of = [](jamf::Client& c) { return c.commands_of("a", true).ok(); };
  const auto devices = [](jamf::Client& c) {
    std::size_t bad = 0;
    return c.assigned_devices(bad).ok() && bad == 0;
  };
  const auto accounts = [](jamf::Client& c) {
    bool all = true;
    const auto read =
        c.each_laps_accounts({"a"}, [&](std::size_t, const auto& one) { return all = one.ok(); });
    return read.ok() && all;
  };
  for (const std::string body : {"{}", "{\"results\":null}", "{\"computer_invitations\":7}", "[]"}) {
    EXPECT_FALSE(ok_of("/computerinvitations", body, invitations)) << body;
    EXPECT_FALSE(ok_of("/computer-prestages/scope", body, scopes)) << body;
    EXPECT_FALSE(ok_of("/local-admin-password/", body, accounts)) << body;
  }
  EXPECT_FALSE(ok_of("/device-enrollments", "{}", devices));
  EXPECT_FALSE(ok_of(commands, "{}", commands_of));
  // No page of theirs: the server has an envelope around it.
  EXPECT_FALSE(ok_of("/device-enrollments", "[]", devices));
  EXPECT_FALSE(ok_of(commands, "[]", commands_of));
  EXPECT_FALSE(ok_of(commands, R"({"totalCount":1,"results":[{"commandType":"X"}]})", commands_of));
  EXPECT_TRUE(ok_of("/computerinvitations", R"({"computer_invitations":[]})", invitations));
  EXPECT_TRUE(ok_of("/computer-prestages/scope", R"({"serialsByPrestageId":{}})", scopes));
  EXPECT_TRUE(ok_of(commands, R"({"totalCount":0,"results":[]})", commands_of));
}

// What is done to a Mac hangs on these: an answer that has other Macs in it is none.
TEST(Client, AServerThatIgnoresTheFilterAnswersNoQuestionAboutSingleMacs) {
  Bench s;
  for (int i = 0; i < 3; ++i) s.jamf.world.add(kSimStart);
  const SimMac& mac = s.jamf.world.macs[0];
  const std::string uuid = s.jamf.world.send(0, "X", kSimStart);
  (void)s.jamf.world.send(1, "X", kSimStart);
  s.jamf.ignores_filters = true;
  const auto refused = [](const auto& answer) {
    EXPECT_FALSE(answer.ok());
    return !answer.ok() &&
           brief(answer.error())
               .ends_with("the server did not apply the filter: a row came back that was not asked for");
  };
  EXPECT_TRUE(refused(s.client.computers_with("id", {mac.id})));
  EXPECT_TRUE(refused(s.client.computers_with("hardware.serialNumber", {mac.serial})));
  EXPECT_TRUE(refused(s.client.commands_of(mac.management_id)));
  EXPECT_TRUE(refused(s.client.commands_of_all({mac.management_id})));
  EXPECT_TRUE(refused(s.client.commands_since({mac.management_id}, 0)));
  EXPECT_TRUE(refused(s.client.commands_with({uuid})));
  s.jamf.ignores_filters = false;
  EXPECT_EQ(s.client.computers_with("hardware.serialNumber", {mac.serial}).value().size(), 1U);
  EXPECT_EQ(s.client.commands_with({uuid}).value().size(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
