// The rule that tells a dead agent from a Mac that is off.
#include "jamfpro/repair/stuck.h"

#include <gtest/gtest.h>

#include "jamfpro/bench.h"

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

}  // namespace
}  // namespace enrolkit::test
