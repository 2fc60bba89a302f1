// The false answers of other tools, by name: each is a situation in which a published tool says something
// wrong.
#include <gtest/gtest.h>

#include "core/account/account.h"
#include "core/account/management_account.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "support/told.h"
#include "support/whole_framework.h"
#include "support/writers/dslocal_writer.h"

namespace enrolkit::test {
namespace {

AccountBase with_admins(const std::vector<std::string>& admins) {
  AccountBase base;
  int uid = 500;
  for (const std::string& name : admins) {
    DslocalUser user;
    user.names = {name};
    user.uid = name == "root" ? "0" : std::to_string(++uid);
    user.guid = "6F3C2B1A-0000-4000-8000-000000000" + std::to_string(500 + uid);
    add_user(base, name + ".plist", to_plist(user));
  }
  DslocalGroup group;
  group.users = admins;
  add_group(base, "admin.plist", to_plist(group));
  return base;
}

std::string account_text(const std::vector<std::string>& admins, const std::string& wanted) {
  const Reading<AccountBase> base = with_admins(admins);
  const std::optional<AccountName> name = AccountName{wanted, "--account"};
  return result_text(management_account_finding({name, base, nullptr, std::nullopt}));
}

struct Told {
  explicit Told(std::string_view log, std::string_view upper) : read(read_text(log, upper)) {}
  Reading<LogRead> read;
  [[nodiscard]] LogEvidence evidence() const { return {read, FrameworkPresence::some}; }
};

constexpr std::string_view kChecking =
    "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...";

TEST(FalseAnswer, CheckCasperMGTAccountCountsNamesThatContainTheName) {
  EXPECT_EQ(account_text({"root", "sshadmin2"}, "sshadmin").substr(0, 6), "Absent");
  EXPECT_EQ(account_text({"root", "sshadmin", "sshadmin2"}, "sshadmin").substr(0, 7), "Present");
}

TEST(FalseAnswer, NonDefaultAdminActsLosesNamesThatContainAdmin) {
  const AccountBase base = with_admins({"root", "admin", "jamfadmin", "localadmin", "student1"});
  for (const std::string_view name : {"jamfadmin", "localadmin", "admin"}) {
    const auto match = find_account(base, name);
    ASSERT_NE(value_of(match), nullptr) << name;
    EXPECT_EQ(value_of(match)->account->name(), name);
    EXPECT_EQ(is_admin(base, *value_of(match)->account), Membership::yes) << name;
  }
}

TEST(FalseAnswer, MacHealthCheckTakesAnAttemptForACheckIn) {
  const Told told(rec("Thu Apr 30 09:55:00", 500, kChecking) +
                      rec("Thu Apr 30 09:55:01", 500, kItemNotFound) +
                      error_block("Thu Apr 30 09:55:01", 500, kSignatureError),
                  "2026-04-30 10:00:00");
  EXPECT_EQ(device_signature_finding(told.evidence()).code, "Broken");
  const Finding contact = last_contact_finding(told.evidence());
  EXPECT_EQ(contact.code, "");
  EXPECT_EQ(contact.health, Health::unhealthy);
}

TEST(FalseAnswer, MacHealthCheckTakesAnEmptyLogForNow) {
  const Told told("", "2026-04-30 10:00:00");
  for (const Finding& finding :
       {last_contact_finding(told.evidence()), device_signature_finding(told.evidence()),
        check_in_finding(told.evidence()), log_finding(told.evidence()),
        judge_framework(whole_framework(), told.evidence()).finding}) {
    EXPECT_EQ(finding.code, "Unknown") << finding.id;
    EXPECT_EQ(finding.health, Health::unknown) << finding.id;
  }
}

TEST(FalseAnswer, LastSuccessfulCheckinCannotTellNoLogFromNoContact) {
  const Reading<LogRead> none = Absent{};
  const Finding missing = last_contact_finding({none, FrameworkPresence::some});
  EXPECT_EQ(result_text(missing), "Unknown; reason=there is no jamf.log");
  const Told attempts(rec("Thu Apr 30 09:55:00", 500, kChecking), "2026-04-30 10:00:00");
  EXPECT_EQ(result_text(last_contact_finding(attempts.evidence())), "");
}

TEST(FalseAnswer, LastFullCheckInSaysMdmProfileMissingWhenNothingWasRecorded) {
  const Told told(rec("Thu Apr 30 09:55:00", 500, "Daemon starting"), "2026-04-30 10:00:00");
  const std::string text = result_text(last_contact_finding(told.evidence()));
  EXPECT_EQ(text, "");
  EXPECT_EQ(result_text(enrolment_finding(told.evidence(), diagnosis_of("", "2026-04-30"))).find("Mdm"),
            std::string::npos);
}

TEST(FalseAnswer, CheckInTakesADecemberLineForNextDecember) {
  const Told told(
      rec("Wed Dec 31 23:00:00", 500, kChecking) + rec("Wed Dec 31 23:00:04", 500, "Checking for patches..."),
      "2026-01-02 08:00:00");
  EXPECT_EQ(last_contact_finding(told.evidence()).code, "2025-12-31 23:00:04");
}

TEST(FalseAnswer, InventoryStartedIsTakenForInventoryDelivered) {
  const Told told(
      rec("Thu Apr 30 09:55:00", 500,
          "Removing existing launchd task /Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist..."),
      "2026-04-30 10:00:00");
  EXPECT_EQ(last_contact_finding(told.evidence()).code, "");
}

TEST(FalseAnswer, FixProvisioningToolTakesEnrollmentCompleteForSuccess) {
  const std::string log =
      rec("Thu Apr 30 09:00:00", 700,
          "An error occurred while enrolling computer: Connection failure: "
          "\"( error 502.)\"") +
      rec("Thu Apr 30 09:00:01", 700, "Enroll return code: 70") +
      rec("Thu Apr 30 09:00:02", 760, "Checking for policies triggered by \"enrollmentComplete\"...");
  const Told told(log, "2026-04-30 10:00:00");
  EXPECT_EQ(enrolment_finding(told.evidence(), diagnosis_of(log, "2026-04-30 10:00:00")).code, "Failed");
}

TEST(FalseAnswer, JamfResolverNeverForgetsASignatureErrorOfLastYear) {
  std::string log = rec("Wed Apr 30 09:00:00", 500, kItemNotFound);
  for (int i = 0; i < 3; ++i) {
    log += rec("Thu Apr 30 09:00:00", 600 + i, kChecking) +
           rec("Thu Apr 30 09:00:04", 600 + i, "Checking for patches...");
  }
  const Told told(log, "2026-04-30 10:00:00");
  const Finding finding = device_signature_finding(told.evidence());
  EXPECT_EQ(finding.code, "Valid");
  ASSERT_EQ(finding.evidence.size(), 2U);
  EXPECT_EQ(to_text(*finding.evidence[1].when), "2025-04-30 09:00:00");
}

TEST(FalseAnswer, JamfResolverEditsTheLogSoThatItLooksClean) {
  const Told told("Jamf-Resolver removed lines with Device Signature error from Jamf.log, done\n" +
                      rec("Thu Apr 30 09:00:00", 600, kChecking),
                  "2026-04-30 10:00:00");
  EXPECT_EQ(device_signature_finding(told.evidence()).code, "Unproven");
  EXPECT_EQ(log_finding(told.evidence()).code, "Edited");
}

TEST(FalseAnswer, ServerOrToolThatCouldNotBeAskedIsTakenForMissing) {
  const Reading<AccountBase> locked = Unreadable{"/var/db/dslocal: Operation not permitted"};
  const std::optional<AccountName> name = AccountName{"_mgmt", "settings"};
  const Finding finding = management_account_finding({name, locked, nullptr, std::nullopt});
  EXPECT_EQ(finding.code, "Unknown");
  EXPECT_EQ(finding.health, Health::unknown);
}

}  // namespace
}  // namespace enrolkit::test
