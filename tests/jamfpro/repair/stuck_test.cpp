// The rule that tells a dead agent from a Mac that is off, and the survey that puts the question to a server.
#include "jamfpro/repair/stuck.h"

#include <gtest/gtest.h>

#include "jamfpro/bench.h"
#include "jamfpro/repair/survey.h"

namespace enrolkit::test {
namespace {

using jamf::Computer;
using jamf::MacDetails;
using jamf::MacState;
using jamf::StuckReason;

constexpr std::int64_t kNow = kSimStart, kHour = 3600, kDays = 86'400;

Computer healthy() {
  Computer mac;
  mac.id = "1";
  mac.managed = true;
  mac.binary = "11.30.1";
  mac.enrolled = kNow - 30 * kDays;
  mac.check_in = kNow - 600;
  mac.report = kNow - kDays;
  mac.mdm_contact = kNow - 300;
  return mac;
}

jamf::MacVerdict judge(const Computer& mac, const MacDetails& details = {}) {
  return judge_mac(mac, details, jamf::patience_for(15), kNow);
}

TEST(Stuck, AWorkingMacIsWell) {
  EXPECT_EQ(judge(healthy()).state, MacState::well);
  EXPECT_TRUE(judge(healthy()).reasons.empty());
}

TEST(Stuck, AnAgentThatNeverCameIs) {
  Computer mac = healthy();
  mac.binary.reset();
  mac.check_in.reset();
  mac.report.reset();
  const auto verdict = judge(mac);
  EXPECT_EQ(verdict.state, MacState::stuck);
  EXPECT_EQ(verdict.reasons,
            (std::vector{StuckReason::no_binary, StuckReason::never_checked_in, StuckReason::no_inventory}));
}

TEST(Stuck, AnAgentThatChecksInIsNotStuckHoweverOldItsInventory) {
  Computer mac = healthy();
  mac.enrolled = kNow - 3 * kDays;
  mac.report = kNow - 4 * kDays;
  EXPECT_EQ(judge(mac).state, MacState::no_inventory);
  EXPECT_EQ(judge(mac).reasons, std::vector{StuckReason::no_inventory});
  mac.binary.reset();  // its version comes with the inventory
  EXPECT_EQ(judge(mac).state, MacState::no_inventory);
  mac.check_in = kNow - jamf::patience_for(15).silence - 1;
  EXPECT_EQ(judge(mac).state, MacState::stuck) << "it was heard no more";
  mac.check_in = kNow - 4 * kDays;
  EXPECT_EQ(judge(mac).state, MacState::stuck) << "not since the enrolment";
}

TEST(Stuck, AFailureBeforeTheEnrolmentDoesNotCount) {
  Computer mac = healthy();
  mac.check_in.reset();
  MacDetails details;
  const auto failed = [&](std::int64_t sent) {
    details.commands = std::vector<jamf::MdmCommand>{{"u", "INSTALL_X", "ERROR", "", sent, {}, ""}};
    const auto reasons = judge(mac, details).reasons;
    return std::find(reasons.begin(), reasons.end(), StuckReason::command_failed) != reasons.end();
  };
  EXPECT_FALSE(failed(*mac.enrolled - kDays));
  EXPECT_TRUE(failed(*mac.enrolled + kDays));
  mac.enrolled.reset();
  EXPECT_FALSE(failed(kNow - 1000 * kDays));
  EXPECT_TRUE(failed(kNow - kHour));
}

TEST(Stuck, AReEnrolmentMakesOlderContactsWorthless) {
  Computer mac = healthy();
  mac.enrolled = kNow - 3 * kHour;
  mac.check_in = kNow - 4 * kHour;
  EXPECT_EQ(judge(mac).state, MacState::stuck);
  mac.check_in = *mac.enrolled - 60;  // the same moment by two clocks
  EXPECT_EQ(judge(mac).state, MacState::well);
}

TEST(Stuck, SilenceCountsFromMdmsLastContact) {
  const auto patience = jamf::patience_for(15);
  Computer mac = healthy();
  mac.check_in = kNow - 10 * kDays;
  mac.mdm_contact = *mac.check_in + patience.silence;
  EXPECT_EQ(judge(mac).state, MacState::well) << "switched off ten days ago";
  *mac.mdm_contact += 1;
  EXPECT_EQ(judge(mac).state, MacState::unreachable);
  mac.check_in = kNow - patience.silence - 1;
  mac.mdm_contact = kNow;
  EXPECT_EQ(judge(mac).state, MacState::stuck);
  EXPECT_EQ(judge(mac).reasons, std::vector{StuckReason::silent});
  mac.check_in = kNow - patience.silence;
  EXPECT_EQ(judge(mac).state, MacState::well);
}

TEST(Stuck, TheServersFrequencySetsWhatIsTooLong) {
  EXPECT_EQ(jamf::patience_for(15).silence, kDays);
  EXPECT_EQ(jamf::patience_for(5).silence, kDays);
  EXPECT_EQ(jamf::patience_for(60).silence, 4 * kDays);
  EXPECT_EQ(jamf::patience_for(60).settling, 4 * kHour);
}

TEST(Stuck, AFreshEnrolmentIsLeftAlone) {
  Computer mac = healthy();
  mac.check_in.reset();
  mac.enrolled = kNow - 2 * kHour + 1;
  EXPECT_EQ(judge(mac).state, MacState::settling);
  *mac.enrolled -= 1;
  EXPECT_EQ(judge(mac).state, MacState::stuck);
}

TEST(Stuck, WhatCannotBeToldIsUnknown) {
  Computer mac = healthy();
  mac.check_in.reset();
  mac.mdm_contact.reset();
  EXPECT_EQ(judge(mac).state, MacState::unknown);
  MacDetails details;
  details.commands = Unreadable{"403"};
  EXPECT_EQ(judge(mac, details).state, MacState::unknown);
  details.commands = std::vector<jamf::MdmCommand>{{"u", "X", "ACKNOWLEDGED", "", {}, kNow - 60, ""}};
  EXPECT_EQ(judge(mac, details).state, MacState::stuck) << "an answered command is a contact";
  mac = healthy();
  mac.mdm_contact.reset();
  EXPECT_EQ(judge(mac).state, MacState::well);
  mac.check_in = kNow - 5 * kDays;
  EXPECT_EQ(judge(mac).state, MacState::unknown);
}

TEST(Stuck, ADateThatIsNotToldMakesNoMacStuck) {
  for (const char* key :
       {"lastCheckIn", "reportDate", "lastEnrolledDate", "lastContact", "jamfBinaryVersion"}) {
    for (const char* value :
         {"", "\"soon\"", "1764500000", "\"30/11/2026 19:40\"", "{}", "\"2099-01-01T00:00:00Z\""}) {
      if (std::string_view(key) == "jamfBinaryVersion" && *value == '"')
        continue;  // any text may be a version
      jamf::Json general{{"remoteManagement", {{"managed", true}}},
                         {"lastCheckIn", nullptr},
                         {"reportDate", nullptr},
                         {"jamfBinaryVersion", nullptr},
                         {"lastEnrolledDate", jamf::utc_text(kNow - 9 * kDays)},
                         {"lastContact", jamf::utc_text(kNow - 300)}};
      general.erase(key);
      if (*value != 0) general[key] = jamf::Json::parse(value);
      const auto mac = jamf::parse_computer({{"id", "1"}, {"general", general}});
      ASSERT_TRUE(mac);
      const auto verdict = judge(*mac);
      EXPECT_EQ(verdict.state, MacState::unknown) << key << ' ' << value;
      EXPECT_TRUE(verdict.is_record_unclear);
      EXPECT_NE(verdict.detail.find(key), std::string::npos) << verdict.detail;
    }
  }
}

TEST(Stuck, NullIsToldAndSaysNever) {
  const jamf::Json general{{"remoteManagement", {{"managed", true}}},
                           {"lastCheckIn", nullptr},
                           {"reportDate", nullptr},
                           {"jamfBinaryVersion", ""},
                           {"lastEnrolledDate", jamf::utc_text(kNow - 9 * kDays)},
                           {"lastContact", jamf::utc_text(kNow - 300)}};
  EXPECT_EQ(judge(*jamf::parse_computer({{"id", "1"}, {"general", general}})).state, MacState::stuck);
}

TEST(Stuck, AMacThatIsNotSurelyManagedIsNotStuck) {
  for (const char* managed : {"null", "0", "\"false\"", "{}"}) {
    jamf::Json general{{"remoteManagement", {{"managed", jamf::Json::parse(managed)}}},
                       {"lastCheckIn", nullptr},
                       {"reportDate", nullptr},
                       {"jamfBinaryVersion", nullptr},
                       {"lastEnrolledDate", jamf::utc_text(kNow - 9 * kDays)},
                       {"lastContact", jamf::utc_text(kNow - 300)}};
    EXPECT_EQ(judge(*jamf::parse_computer({{"id", "1"}, {"general", general}})).state, MacState::unknown);
    general["lastCheckIn"] = jamf::utc_text(kNow - 300);
    EXPECT_NE(judge(*jamf::parse_computer({{"id", "1"}, {"general", general}})).state, MacState::stuck);
  }
}

TEST(Stuck, AnAgentThatChecksInIsWellWhateverElseIsNotTold) {
  Computer mac = healthy();
  mac.untold = {"reportDate", "lastContact", "managed"};
  mac.report.reset();
  mac.mdm_contact.reset();
  EXPECT_EQ(judge(mac).state, MacState::well);
  mac.check_in = kNow - 10 * kDays;
  EXPECT_EQ(judge(mac).state, MacState::unknown);
}

TEST(Stuck, AFreshReportSpeaksForTheAgent) {
  Computer mac = healthy();
  mac.report = kNow - 3 * kHour;
  for (const auto& check_in : {std::optional<std::int64_t>(), std::optional(kNow - 5 * kDays)}) {
    mac.check_in = check_in;
    EXPECT_EQ(judge(mac).state, MacState::unknown);
    EXPECT_TRUE(judge(mac).is_record_unclear);
  }
  mac.binary.reset();
  EXPECT_EQ(judge(mac).state, MacState::stuck);
  mac = healthy();
  mac.check_in.reset();
  mac.enrolled = kNow - 5 * kHour;
  mac.report = *mac.enrolled + 600;
  EXPECT_EQ(judge(mac).state, MacState::stuck) << "the report of the enrolment itself";
}

TEST(Stuck, AnUnmanagedMacIsNobodysBusiness) {
  Computer mac = healthy();
  mac.managed = false;
  mac.check_in.reset();
  EXPECT_EQ(judge(mac).state, MacState::unmanaged);
}

TEST(Stuck, DetailsNameTheCause) {
  Computer mac = healthy();
  mac.check_in.reset();
  MacDetails details;
  details.accounts = std::vector<jamf::LapsAccount>{{"Ladmin", "MDM"}, {"ladmin", "JMF"}};
  details.commands =
      std::vector<jamf::MdmCommand>{{"u", "INSTALL_X", "ERROR", "", kNow - 90, kNow - 60, "no space"}};
  const auto verdict = judge(mac, details);
  EXPECT_EQ(verdict.reasons, (std::vector{StuckReason::never_checked_in, StuckReason::same_account,
                                          StuckReason::command_failed}));
  EXPECT_EQ(verdict.detail, "account Ladmin made twice; INSTALL_X failed: no space");
  EXPECT_EQ(jamf::doubled_account({{"a", "MDM"}, {"b", "JMF"}, {"b", "JMF"}}), "");
}

TEST(Stuck, AClockThatRunsAwayMakesNoStuckMacWell) {
  Computer mac = healthy();
  mac.check_in = kNow - 3 * kDays;
  const auto patience = jamf::patience_for(15);
  ASSERT_EQ(judge_mac(mac, {}, patience, kNow).state, MacState::stuck);
  for (const std::int64_t server : {kNow + 70 * 365 * kDays, kNow - 20 * 365 * kDays}) {
    EXPECT_EQ(judge_mac(mac, {}, patience, server, kNow).state, MacState::unknown);
    EXPECT_NE(judge_mac(healthy(), {}, patience, server, kNow).state, MacState::stuck);
  }
  EXPECT_EQ(judge_mac(mac, {}, patience, kNow, kNow - 30 * kDays).state, MacState::stuck)
      << "this computer's clock alone is wrong";
}

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
