#include "jamfpro/conflict/conflict.h"

#include <gtest/gtest.h>

#include "jamfpro/bench.h"
#include "jamfpro/conflict/settings_change.h"

namespace enrolkit::test {
namespace {

using jamf::Conflict;
using jamf::EnrolmentSettings;
using jamf::Json;
using jamf::Prestage;

EnrolmentSettings settings(std::string name, bool creates = true, bool macos = true) {
  EnrolmentSettings out;
  out.management_username = std::move(name);
  out.creates_account = creates;
  out.macos_enrolment = macos;
  return out;
}

TEST(SameAccount, ComparesWholeNamesAsMacosDoes) {
  EXPECT_EQ(jamf::same_account("ladmin", "ladmin"), Conflict::Match::exact);
  EXPECT_EQ(jamf::same_account("ladmin", " ladmin "), Conflict::Match::trimmed);
  EXPECT_EQ(jamf::same_account("ladmin", "LAdmin"), Conflict::Match::folded);
  // Only ASCII folds: macOS gives no account another name.
  EXPECT_EQ(jamf::same_account("caf\xC3\xA9", "caf\xC3\xA9"), Conflict::Match::exact);
  EXPECT_EQ(jamf::same_account("caf\xC3\xA9", "cafe\xCC\x81"), std::nullopt);
  for (const auto& [one, other] :
       {std::pair("ladmin", "ladmin2"), {"sshadmin", "admin"}, {"", ""}, {"", " "}}) {
    EXPECT_EQ(jamf::same_account(one, other), std::nullopt) << one << "/" << other;
  }
}

TEST(Conflict, IsFoundWithItsMacs) {
  const auto conflicts = jamf::find_conflicts(
      {settings("ladmin"),
       {{"1", "Office", "ladmin", {}}, {"2", "Lab", "labadmin", {}}, {"3", "Kiosk", {}, "LADMIN"}},
       {}},
      {{"C02A", "1"}, {"C02B", "2"}, {"C02C", "1"}});
  ASSERT_EQ(conflicts.size(), 2U);
  EXPECT_EQ(conflicts[0].prestage_name, "Office");
  EXPECT_EQ(conflicts[0].severity, Conflict::Severity::certain);
  EXPECT_EQ(conflicts[0].serials, (std::vector<std::string>{"C02A", "C02C"}));
  EXPECT_EQ(conflicts[1].field, Conflict::Field::prefilled);
  EXPECT_EQ(conflicts[1].severity, Conflict::Severity::likely);
  EXPECT_EQ(conflicts[1].match, Conflict::Match::folded);
  EXPECT_TRUE(jamf::strikes(conflicts));
}

TEST(Conflict, SleepsWhileNoAccountIsMade) {
  const auto conflicts =
      jamf::find_conflicts({settings("ladmin", false), {{"1", "Office", "ladmin", {}}}, {}}, {});
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts[0].severity, Conflict::Severity::dormant);
  EXPECT_FALSE(jamf::strikes(conflicts));
}

TEST(Conflict, IsLikelyWhereUserInitiatedEnrolmentIsOff) {
  const auto conflicts =
      jamf::find_conflicts({settings("ladmin", true, false), {{"1", "Office", "ladmin", {}}}, {}}, {});
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts[0].severity, Conflict::Severity::likely);
}

TEST(Prestage, AnAccountThatIsSwitchedOffIsNone) {
  const auto of = [](const char* account) {
    return jamf::parse_prestage(
        Json{{"id", 3}, {"displayName", "P"}, {"accountSettings", Json::parse(account)}});
  };
  EXPECT_EQ(of(R"({"payloadConfigured":true,"localAdminAccountEnabled":true,"adminUsername":"x"})").admin,
            "x");
  EXPECT_EQ(of(R"({"payloadConfigured":true,"localAdminAccountEnabled":false,"adminUsername":"x"})").admin,
            std::nullopt);
  EXPECT_EQ(of(R"({"payloadConfigured":false,"localAdminAccountEnabled":true,"adminUsername":"x"})").admin,
            std::nullopt);
  const char* prefill = R"({"prefillPrimaryAccountInfoFeatureEnabled":true,"prefillType":"CUSTOM",
                            "prefillAccountUserName":"y"})";
  EXPECT_EQ(of(prefill).prefill, "y");
  EXPECT_EQ(of(R"({"prefillPrimaryAccountInfoFeatureEnabled":true,"prefillType":"DEVICE_OWNER",
                   "prefillAccountUserName":"y"})")
                .prefill,
            std::nullopt);
}

TEST(Prestage, WhatDoesNotTellItsAccountsIsUnknown) {
  const auto is_known = [](const char* text) { return jamf::parse_prestage(Json::parse(text)).is_known; };
  EXPECT_TRUE(is_known(R"({"id":"1","accountSettings":{"payloadConfigured":false}})"));
  const auto prefilled = [&](const std::string& more) {
    return is_known(
        (R"({"id":"1","accountSettings":{"localAdminAccountEnabled":false)" + more + "}}").c_str());
  };
  const std::string on = R"(,"prefillPrimaryAccountInfoFeatureEnabled":true)";
  EXPECT_TRUE(prefilled(R"(,"prefillPrimaryAccountInfoFeatureEnabled":false)"));
  EXPECT_TRUE(prefilled(on + R"(,"prefillType":"DEVICE_OWNER")"));
  EXPECT_TRUE(prefilled(on + R"(,"prefillType":"CUSTOM","prefillAccountUserName":"y")"));
  for (const std::string& more :
       {std::string(), std::string(R"(,"prefillPrimaryAccountInfoFeatureEnabled":null)"), on,
        on + R"(,"prefillType":null)", on + R"(,"prefillType":"NEWER","prefillAccountUserName":"y")",
        on + R"(,"prefillType":"CUSTOM")", on + R"(,"prefillType":"CUSTOM","prefillAccountUserName":null)"}) {
    EXPECT_FALSE(prefilled(more)) << more;
  }
  for (const char* text :
       {"null", "{}", R"({"displayName":"P"})", R"({"id":"1"})", R"({"id":"1","accountSettings":null})",
        R"({"accountSettings":{"payloadConfigured":false}})", R"({"id":"1","accountSettings":{}})",
        R"({"id":"1","accountSettings":{"localAdminAccountEnabled":null}})",
        R"({"id":"1","accountSettings":{"localAdminAccountEnabled":true,"adminUsername":null}})"}) {
    EXPECT_FALSE(is_known(text)) << text;
  }
  EXPECT_EQ(jamf::count_unknown({{"1", "A", {}, {}}, {"2", "B", {}, {}, true}}), 1U)
      << "known where it is proven";
}

TEST(EnrolmentSettings, WithoutTheAccountsFieldTheyTellNothing) {
  EXPECT_FALSE(jamf::parse_enrolment_settings(Json::parse("{}")));
  EXPECT_FALSE(jamf::parse_enrolment_settings(Json::parse(R"({"createManagementAccount":true})")));
  EXPECT_FALSE(jamf::parse_enrolment_settings(Json::parse(R"({"managementUsername":null})")));
  EXPECT_TRUE(jamf::parse_enrolment_settings(
      Json::parse(R"({"managementUsername":null,"createManagementAccount":false})")));
}

TEST(Prestage, EveryRowOfTheListIsThere) {
  Bench s;
  s.jamf.prestages = {
      {{"id", "1"}, {"displayName", "Told"}, {"accountSettings", {{"payloadConfigured", false}}}},
      {{"displayName", "NoId"}, {"accountSettings", {{"payloadConfigured", false}}}},
      {{"id", "3"}, {"displayName", "NoAccounts"}, {"accountSettings", nullptr}}};
  const auto read = s.client.prestages();
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().size(), 3U);
  EXPECT_EQ(jamf::count_unknown(read.value()), 2U);
}

TEST(FaultOfName, RefusesWhatWouldConflictAgain) {
  const std::vector<Prestage> prestages{{"1", "Office", "ladmin", "prefilled"}};
  EXPECT_EQ(jamf::fault_of_name("jamfmanage", prestages), "");
  for (const char* name : {"", "LADMIN", "prefilled", "root", "Root", "a b", "-x", "\xC3\xA9", "a/b",
                           "abcdefghijabcdefghijabcdefghij12"}) {
    EXPECT_NE(jamf::fault_of_name(name, prestages), "") << name;
  }
}

TEST(Change, KeepsEveryFieldItDoesNotKnow) {
  Bench s;
  s.jamf.change_settings("developerCertificateIdentity", {{"filename", "dev.p12"}}, kSimStart - 500);
  const auto before = s.client.enrolment(true);
  ASSERT_TRUE(before.ok());
  const auto changed = jamf::change_setting(s.client, before.value(), "managementUsername", "other", "note");
  ASSERT_TRUE(changed.ok()) << changed.error().why;
  EXPECT_EQ(s.jamf.settings().at("managementUsername"), "other");
  EXPECT_EQ(s.jamf.settings().at("somethingNewer"), (Json{{"kept", 1}}));
  EXPECT_FALSE(
      s.jamf.settings().contains("developerCertificateIdentity"));  // left out: the server keeps its own
  EXPECT_EQ(s.jamf.notes, (std::vector<std::string>{"note"}));
  EXPECT_TRUE(changed.value().others.empty());
}

TEST(Change, AWriteWithoutAnAnswerIsJudgedByWhatIsReadBack) {
  for (const Effect effect : {Effect::applied_500, Effect::applied_cut, Effect::applied_timed_out}) {
    Bench s;
    s.jamf.stale_for = 60;
    const auto before = s.client.enrolment(true);
    s.fault("PUT /api/v4/enrollment", effect);
    const auto changed =
        jamf::change_setting(s.client, before.value(), "createManagementAccount", false, "note");
    EXPECT_TRUE(changed.ok());
    EXPECT_EQ(s.calls("PUT /api/v4/enrollment"), 1);
  }
  Bench s;
  const auto before = s.client.enrolment(true);
  s.fault("PUT /api/v4/enrollment", Effect::error_500);
  const auto changed =
      jamf::change_setting(s.client, before.value(), "createManagementAccount", false, "note");
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().status, 500);
  EXPECT_TRUE(s.jamf.notes.empty());
}

TEST(Change, NamesWhatSomebodyElseChangedMeanwhile) {
  Bench s;
  const auto before = s.client.enrolment(true);
  s.http.after = [&](const jamf::Request& request) {
    if (request.method == jamf::Method::put) s.jamf.change_settings("ensureSshRunning", false, s.clock.time);
  };
  const auto changed = jamf::change_setting(s.client, before.value(), "managementUsername", "other", "note");
  ASSERT_TRUE(changed.ok());
  ASSERT_EQ(changed.value().others.size(), 1U);
  EXPECT_EQ(changed.value().others[0].field, "ensureSshRunning");
}

TEST(Change, SettingsWithACertificateOfYourOwnAreNotWritten) {
  Bench s;
  s.jamf.change_settings("mdmSigningCertificate", {{"filename", "own.p12"}, {"md5Sum", "x"}}, kSimStart);
  const auto before = s.client.enrolment();
  ASSERT_TRUE(before.ok());
  EXPECT_NE(jamf::why_not_to_write(before.value()), "");
  Bench plain;
  EXPECT_EQ(jamf::why_not_to_write(plain.client.enrolment().value()), "");
}

}  // namespace
}  // namespace enrolkit::test
