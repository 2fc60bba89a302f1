#include "core/account/management_account.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

Account account(std::string name, std::int64_t uid = 502) {
  Account account;
  account.names = {name};
  account.home = "/Users/" + name;
  account.guid = "11111111-0000-0000-0000-0000000" + std::to_string(10'000 + uid);
  account.uid = uid;
  account.gid = 20;
  account.has_authority = account.has_password = true;
  return account;
}

Group admin_group(std::vector<std::string> users) {
  Group group;
  group.name = "admin";
  group.gid = 80;
  group.users = std::move(users);
  group.users.emplace_back("root");
  group.member_guids = {"FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000"};
  return group;
}

AccountBase base(std::vector<Account> users, std::vector<std::string> admins = {}) {
  AccountBase base;
  base.users = std::move(users);
  base.groups = {admin_group(std::move(admins))};
  return base;
}

Finding judge(const Reading<AccountBase>& accounts, const std::string& name = "sshadmin",
              const std::vector<Attempt>& attempts = {}, std::optional<LocalTime> created = std::nullopt) {
  const std::optional<AccountName> wanted = AccountName{name, "settings"};
  return management_account_finding({wanted, accounts, &attempts, created});
}
std::string text(const Reading<AccountBase>& accounts, const std::string& name = "sshadmin") {
  return result_text(judge(accounts, name));
}

TEST(ManagementAccount, IsPresentWithAllThatItsRecordSays) {
  Account found = account("sshadmin", 499);
  found.hidden = found.secure_token = true;
  found.real_name = "SSH\nAdmin";
  const Finding finding = judge(base({account("root", 0), found}, {"sshadmin"}));
  EXPECT_EQ(finding.id, "management-account");
  EXPECT_EQ(finding.health, Health::healthy);
  EXPECT_EQ(result_text(finding),
            "Present; name=sshadmin; uid=499; admin=yes; hidden=yes; token=yes; made-by=unknown");
  EXPECT_EQ(finding.detail, "The local account sshadmin exists (named by settings).");
  ASSERT_EQ(finding.evidence.size(), 1U);
  EXPECT_EQ(finding.evidence[0].where, "sshadmin.plist");
  EXPECT_EQ(finding.evidence[0].text.find('\n'), std::string::npos);
}

TEST(ManagementAccount, IsFoundByItsWholeNameOnly) {
  const std::pair<std::string, std::string> others[] = {
      {"sshadmin", "sshadmin2"}, {"sshadmin2", "sshadmin"}, {"admin", "jamfadmin"}, {"jamfadmin", "admin"},
      {"sshadmin", " sshadmin"}, {"sshadmin", "ssh"},       {"rene", "ren\xC3\xA9"}};
  for (const auto& [wanted, there] : others) {
    const Finding finding = judge(base({account(there)}, {there, "admin"}), wanted);
    EXPECT_EQ(finding.health, Health::unhealthy) << wanted << ' ' << there;
    EXPECT_EQ(result_text(finding), "Absent; name=" + wanted);
    EXPECT_TRUE(judge(base({account(there), account(wanted)}), wanted).code == "Present") << wanted;
  }
  EXPECT_EQ(judge(base({account("SSHAdmin")}), "sshadmin").code, "Present") << "in any case";
}

TEST(ManagementAccount, ThatIsOnlyAnAliasOfAnotherIsAbsent) {
  Account other = account("localadmin");
  other.names.emplace_back("sshadmin");
  const Finding finding = judge(base({other}, {"sshadmin"}));
  EXPECT_EQ(finding.health, Health::unhealthy);
  EXPECT_EQ(result_text(finding), "Absent; name=sshadmin");
  EXPECT_NE(finding.detail.find("alias of localadmin"), std::string::npos) << finding.detail;

  EXPECT_EQ(judge(base({other, account("sshadmin")})).code, "Present");  // the record name goes first
}

TEST(ManagementAccount, IsNotMadeByAMembershipAlone) {
  EXPECT_EQ(text(base({account("localadmin")}, {"sshadmin"})), "Absent; name=sshadmin");
}

TEST(ManagementAccount, IsUnknownWhileARecordThatCouldBeItIsUnreadable) {
  AccountBase some = base({account("localadmin")});
  some.unreadable_users = {"sshadmin.plist: permission denied"};
  EXPECT_EQ(judge(some).health, Health::unknown);
  EXPECT_TRUE(text(some).starts_with("Unknown; reason="));
  EXPECT_NE(text(some).find("sshadmin.plist: permission denied"), std::string::npos);

  some.users[0].names.emplace_back("sshadmin");  // an alias is no answer either
  EXPECT_EQ(judge(some).health, Health::unknown);
  EXPECT_NE(text(some).find("sshadmin.plist: permission denied"), std::string::npos);
}

TEST(ManagementAccount, IsPresentWhateverOtherRecordIsUnreadable) {
  AccountBase some = base({account("sshadmin")});
  some.unreadable_users = {"x.plist: permission denied"};
  EXPECT_EQ(judge(some).code, "Present");
}

TEST(ManagementAccount, IsUnknownWhenTheBaseIsUnreadableOrNotThere) {
  EXPECT_EQ(text(Unreadable{"permission denied"}), "Unknown; reason=permission denied");
  EXPECT_EQ(text(Absent{}), "Unknown; reason=the local accounts are not there to look at");
  EXPECT_EQ(judge(Absent{}).health, Health::unknown);
}

TEST(ManagementAccount, IsUnknownWhenNobodyNamesIt) {
  const Reading<AccountBase> accounts = base({account("sshadmin")});
  const Finding finding = management_account_finding({std::nullopt, accounts, nullptr, std::nullopt});
  EXPECT_EQ(finding.health, Health::unknown);
  EXPECT_TRUE(result_text(finding).starts_with("Unknown; reason=no account name"));
}

TEST(ManagementAccount, TellsAnAdministratorOnlyFromTheGroup) {
  EXPECT_NE(text(base({account("sshadmin")}, {"sshadmin2"})).find("admin=no"), std::string::npos);
  AccountBase no_group;
  no_group.users = {account("sshadmin")};
  no_group.unreadable_groups = {"admin.plist: permission denied"};
  EXPECT_NE(text(no_group).find("admin=unknown"), std::string::npos) << text(no_group);
}

TEST(ManagementAccount, DoesNotSayNoWhereTheRecordIsUnclear) {
  Account odd_flag = account("sshadmin"), no_uid = account("sshadmin");
  odd_flag.unclear = {"IsHidden"};
  no_uid.uid.reset();
  for (const Account& some : {odd_flag, no_uid})
    EXPECT_NE(text(base({some})).find("hidden=unknown; token=no"), std::string::npos);
  Account unclear = account("sshadmin");
  unclear.unclear = {"authentication_authority"};
  EXPECT_NE(text(base({unclear})).find("hidden=no; token=unknown"), std::string::npos);
  Account without = account("sshadmin");  // an account with a password has an authority
  without.has_authority = false;
  EXPECT_NE(text(base({without})).find("token=unknown"), std::string::npos);
  unclear.secure_token = true;
  EXPECT_NE(text(base({unclear})).find("token=yes"), std::string::npos);
}

TEST(ManagementAccount, ThatIsDisabledIsNotHealthy) {
  Account found = account("sshadmin");
  found.disabled = true;
  const Finding disabled = judge(base({found}));
  EXPECT_EQ(disabled.health, Health::unhealthy);
  EXPECT_NE(result_text(disabled).find("token=no; disabled=yes; made-by="), std::string::npos)
      << result_text(disabled);
  EXPECT_NE(disabled.detail.find("DisabledUser"), std::string::npos) << disabled.detail;

  EXPECT_EQ(judge(base({account("sshadmin")})).health, Health::healthy);
  Account odd = account("sshadmin"), without = account("sshadmin");
  odd.unclear = {"authentication_authority"};
  without.has_authority = false;
  for (const Account& some : {odd, without}) {
    const Finding finding = judge(base({some}));
    EXPECT_EQ(finding.code, "Present");
    EXPECT_EQ(finding.health, Health::unknown);
    EXPECT_NE(finding.detail.find("whether it is disabled is not known"), std::string::npos)
        << finding.detail;
  }
}

// Signs that it may be of no use to Jamf are reported, and it is not simply fine.
TEST(ManagementAccount, WithASignOfBeingDisabledIsNotHealthy) {
  Account policy = account("sshadmin"), shell = account("sshadmin"), bare = account("sshadmin");
  policy.disabled_by_policy = true;
  shell.shell = "/usr/bin/false";
  bare.has_password = false;
  const Finding by_policy = judge(base({policy}));
  EXPECT_EQ(by_policy.health, Health::unhealthy);
  EXPECT_NE(by_policy.detail.find("isDisabled"), std::string::npos) << by_policy.detail;
  EXPECT_NE(result_text(by_policy).find("disabled=yes"), std::string::npos) << result_text(by_policy);
  EXPECT_EQ(judge(base({shell})).health, Health::unknown);
  shell.shell = "/sbin/nologin";
  EXPECT_EQ(judge(base({shell})).health, Health::unknown) << "a shell that nobody thought of";
  EXPECT_NE(judge(base({shell})).detail.find("shell"), std::string::npos);
  EXPECT_EQ(judge(base({bare})).health, Health::unknown);
  EXPECT_NE(judge(base({bare})).detail.find("ShadowHash"), std::string::npos);
}

TEST(ManagementAccount, WithoutAUidLeavesItOut) {
  Account found = account("sshadmin");
  found.uid.reset();
  EXPECT_EQ(text(base({found})).find("uid="), std::string::npos);
}

std::string made_by(const Account& found, std::optional<std::int64_t> created,
                    std::optional<std::int64_t> line) {
  std::vector<Attempt> attempts(line ? 2 : 0);  // the second made none
  if (line) {
    attempts.front().account = "sshadmin";
    attempts.front().account_made.emplace().at = LocalTime{*line};
  }
  std::optional<LocalTime> birth;
  if (created) birth = LocalTime{*created};
  const Finding finding = judge(base({found}), "sshadmin", attempts, birth);
  for (const Pair& pair : finding.pairs) {
    if (pair.key == "made-by") return pair.value;
  }
  return "nothing";
}

TEST(MadeBy, IsJamfWhenTheRecordWasMadeRightAfterItsLine) {
  const Account found = account("sshadmin");
  EXPECT_EQ(made_by(found, 1000, 1000), "jamf");
  EXPECT_EQ(made_by(found, 1120, 1000), "jamf");
  EXPECT_EQ(made_by(found, 998, 1000), "jamf");
}

TEST(MadeBy, IsUnknownWhenTheRecordIsOlderOrMuchYounger) {
  const Account found = account("sshadmin");
  EXPECT_EQ(made_by(found, 997, 1000), "unknown");
  EXPECT_EQ(made_by(found, 1121, 1000), "unknown");
  EXPECT_EQ(made_by(found, 1000, std::nullopt), "unknown");
  EXPECT_EQ(made_by(found, std::nullopt, 1000), "unknown");
}

TEST(MadeBy, IsJamfForAHiddenAccountWithItsHomeBelowVar) {
  for (const std::string home : {"/private/var/sshadmin", "/var/sshadmin"}) {
    Account found = account("sshadmin");
    found.home = home;
    EXPECT_EQ(made_by(found, std::nullopt, std::nullopt), "unknown");  // not hidden
    found.hidden = true;
    EXPECT_EQ(made_by(found, std::nullopt, std::nullopt), "jamf");
    found.home = home + "2";
    EXPECT_EQ(made_by(found, std::nullopt, std::nullopt), "unknown");
  }
}

TEST(MadeBy, StandsBeforeTheTimeOfCreation) {
  const Finding finding = judge(base({account("sshadmin")}), "sshadmin", {}, LocalTime{0});
  EXPECT_TRUE(result_text(finding).ends_with("made-by=unknown; created=1970-01-01 00:00:00"))
      << result_text(finding);
}

}  // namespace
}  // namespace enrolkit
