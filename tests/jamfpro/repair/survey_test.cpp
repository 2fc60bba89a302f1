// The survey that puts the question to a server: which Macs are stuck?
#include "jamfpro/repair/survey.h"

#include <gtest/gtest.h>

#include "jamfpro/bench.h"

namespace enrolkit::test {
namespace {

using jamf::MacState;

constexpr std::int64_t kNow = kSimStart, kDays = 86'400;

TEST(Survey, FindsTheStuckAmongTheWell) {
  Bench s;
  for (int i = 0; i < 20; ++i) s.jamf.world.add(kNow);
  for (int i = 0; i < 3; ++i) s.jamf.world.add_victim(kNow);
  s.jamf.world.add_victim(kNow).mdm_works = false;
  s.jamf.assigned = {{{"serialNumber", "C02LOST"},
                      {"prestageId", "1"},
                      {"profileStatus", "PUSHED"},
                      {"profilePushTime", "2026-09-01T08:00:00Z"}},
                     {{"serialNumber", "C02SIM000001"},
                      {"prestageId", "1"},
                      {"profileStatus", "PUSHED"},
                      {"profilePushTime", "2026-09-01T08:00:00Z"}},
                     {{"serialNumber", "C02BOX"}, {"prestageId", "1"}, {"profileStatus", "ASSIGNED"}}};
  const auto looked = jamf::survey(s.client, {});
  ASSERT_TRUE(looked.ok()) << looked.error().why;
  const jamf::Survey& survey = looked.value();
  EXPECT_EQ(survey.of(MacState::stuck), 3U);
  EXPECT_EQ(survey.of(MacState::unknown), 1U) << "MDM's contact is null, and no command was ever answered";
  EXPECT_EQ(survey.of(MacState::well), 20U);
  EXPECT_EQ(survey.of(MacState::not_enrolled), 1U);
  EXPECT_TRUE(survey.notes.empty());
  EXPECT_EQ(s.calls("GET /api/v2/mdm/commands"), 1) << "one question for all suspects, none for the well";
  const auto asked = std::find_if(s.jamf.log.begin(), s.jamf.log.end(), [](const std::string& line) {
    return line.find("/mdm/commands") != std::string::npos;
  });
  ASSERT_NE(asked, s.jamf.log.end());
  EXPECT_NE(asked->find("dateSent"), std::string::npos) << *asked;
}

// Such a row may be a Mac that never enrolled.
TEST(Survey, AssignedMacsThatCannotBeReadAreToldOf) {
  Bench s;
  s.jamf.world.add(kNow);
  s.jamf.assigned = {{{"profileStatus", "PUSHED"}, {"profilePushTime", "2026-09-01T08:00:00Z"}},
                     {{"serialNumber", "C02A"}, {"profileStatus", "PUSHED"}, {"profilePushTime", nullptr}},
                     {{"serialNumber", "C02B"}, {"profileStatus", "SENT"}},
                     {{"serialNumber", "C02C"}, {"profileStatus", "EMPTY"}}};
  const auto looked = jamf::survey(s.client, {});
  ASSERT_TRUE(looked.ok()) << looked.error().why;
  EXPECT_EQ(looked.value().notes, std::vector<std::string>{"3 of the rows of Macs that were assigned"});
}

TEST(Survey, AnOlderFailureIsNotHeldAgainstAMac) {
  Bench s;
  SimMac& mac = s.jamf.world.add_victim(kNow, Reaction::fails);
  mac.enrolled = kNow - 3 * kDays;
  (void)s.jamf.world.send(0, "INSTALL_PROFILE", kNow - 1000 * kDays);
  (void)s.jamf.world.send(0, "INSTALL_PROFILE", kNow - 2 * kDays);
  s.jamf.world.advance(kNow);
  for (const bool both : {true, false}) {
    if (!both) s.jamf.world.commands.pop_back();
    const auto looked = jamf::survey(s.client, {});
    ASSERT_TRUE(looked.ok());
    ASSERT_EQ(looked.value().suspects.size(), 1U);
    EXPECT_EQ(reasons_text(looked.value().suspects[0].verdict).find("command-failed") != std::string::npos,
              both);
  }
}

TEST(Survey, EndsAtTheUsersWishWithWhatWasDone) {
  Bench s;
  for (int i = 0; i < 3; ++i) s.jamf.world.add_victim(kNow);
  int asked = 0;
  s.http.before = [&](const jamf::Request& request) {
    if (request.target.find("local-admin-password") != std::string::npos && ++asked == 2) s.clock.stop_at = 1;
  };
  const auto looked = jamf::survey(s.client, {});
  ASSERT_TRUE(looked.ok());
  EXPECT_TRUE(looked.value().stopped);
  EXPECT_EQ(looked.value().of(MacState::stuck), 3U);
  EXPECT_EQ(asked, 2) << "nothing more was asked";
}

TEST(Survey, TakesTheScopesTogether) {
  Bench s;
  for (int i = 0; i < 6; ++i) s.jamf.world.add_victim(kNow);
  s.jamf.world.macs[0].groups = {"Lab"};
  s.jamf.world.macs[1].groups = {"Lab"};
  s.jamf.world.macs[2].enrolled = kNow - 9 * kDays;
  s.jamf.prestages = {{{"id", "7"}, {"displayName", "Office"}}};
  s.jamf.scopes = {{s.jamf.world.macs[1].serial, "7"}, {s.jamf.world.macs[3].serial, "7"}};
  const auto stuck = [&](const jamf::SurveyScope& scope) {
    const auto looked = jamf::survey(s.client, scope);
    EXPECT_TRUE(looked.ok());
    return !looked.ok() ? 0 : looked.value().of(MacState::stuck);
  };
  jamf::SurveyScope scope;
  scope.since = kNow - 7 * kDays;
  EXPECT_EQ(stuck(scope), 5U);
  scope.prestage = "Office";
  EXPECT_EQ(stuck(scope), 2U);
  scope.group = "Lab";
  EXPECT_EQ(stuck(scope), 1U);
  for (const auto& [group, prestage] : {std::pair("no such", ""), {"", "no such"}}) {
    jamf::SurveyScope wrong;
    wrong.group = group;
    wrong.prestage = prestage;
    const auto looked = jamf::survey(s.client, wrong);
    ASSERT_FALSE(looked.ok());
    EXPECT_NE(looked.error().why.find("\"no such\""), std::string::npos);
  }
}

TEST(Survey, AnswersForEverySerialThatWasNamed) {
  Bench s;
  s.jamf.world.add(kNow);
  s.jamf.world.add_victim(kNow);
  s.jamf.world.add_victim(kNow).serial = "C02SIM000002";  // a logic board was exchanged
  jamf::SurveyScope scope;
  scope.serials = {"C02SIM000001", "C02SIM000002", "C02NONE"};
  const auto looked = jamf::survey(s.client, scope);
  ASSERT_TRUE(looked.ok());
  EXPECT_EQ(looked.value().suspects.size(), 3U);
  EXPECT_EQ(looked.value().missing, std::vector<std::string>{"C02NONE"});
  EXPECT_EQ(looked.value().twice, std::vector<std::string>{"C02SIM000002"});
}

TEST(Survey, GoesOnWithoutAnOptionalPrivilegeAndSaysSo) {
  Bench s;
  for (int i = 0; i < 3; ++i) s.jamf.world.add_victim(kNow);
  for (const char* one : {"View Local Admin Password", "View MDM command information in Jamf Pro API",
                          "Read Device Enrollment Program Instances"}) {
    s.jamf.privileges.erase(one);
  }
  const auto looked = jamf::survey(s.client, {});
  ASSERT_TRUE(looked.ok());
  EXPECT_EQ(looked.value().of(MacState::stuck), 3U);
  EXPECT_EQ(looked.value().notes.size(), 3U);
  EXPECT_EQ(s.calls("GET /api/v2/mdm/commands"), 1);
}

}  // namespace
}  // namespace enrolkit::test
