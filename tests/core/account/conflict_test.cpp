#include "core/account/conflict.h"

#include <gtest/gtest.h>

#include "support/writers/dslocal_writer.h"

namespace enrolkit::test {
namespace {

DslocalUser user(std::vector<std::string> names, int uid) {
  DslocalUser u;
  u.names = std::move(names);
  u.uid = std::to_string(uid);
  u.guid = "6F3C2B1A-0000-4000-8000-000000000" + std::to_string(uid);
  return u;
}

struct Site {
  AccountBase base;
  MacContext context;
  std::vector<Attempt> attempts;

  explicit Site(const std::vector<DslocalUser>& users) {
    DslocalGroup admins;
    admins.users.clear();
    admins.member_guids.clear();
    for (const DslocalUser& u : users) {
      add_user(base, u.names[0] + ".plist", to_plist(u));
      admins.users.push_back(u.names[0]);
    }
    add_group(base, "admin.plist", to_plist(admins));
  }

  void made(const std::string& account, Outcome outcome, const char* at) {
    Attempt attempt;
    attempt.account = account;
    attempt.outcome = outcome;
    attempt.account_made.emplace();
    attempt.account_made->key = Message::creating_user;
    attempt.account_made->at = parse_local_time(at);
    attempt.steps.push_back(*attempt.account_made);
    attempts.push_back(attempt);
  }

  [[nodiscard]] std::string told(const std::string& name) const {
    const std::optional<AccountName> wanted = AccountName{name, "settings"};
    const Reading<AccountBase> accounts = base;
    return result_text(judge_account_conflict({wanted, accounts, context, attempts}).finding);
  }
};

TEST(AccountConflict, PartsOfNamesNeverCount) {
  Site site(
      {user({"sshadmin"}, 501), user({"sshadmin2"}, 502), user({"admin"}, 503), user({"jamfadmin"}, 504)});
  site.context.local_administrators = {"sshadmin2", "admin"};
  EXPECT_EQ(site.told("sshadmin"), "None; name=sshadmin");
  EXPECT_EQ(site.told("jamfadmin"), "None; name=jamfadmin");
}

TEST(AccountConflict, ARecordDoesNotConflictWithItsOwnAlias) {
  Site site({user({"jamfadmin", "JamfAdmin"}, 501), user({"admin"}, 502)});
  site.context.local_administrators = {"admin"};
  EXPECT_EQ(site.told("jamfadmin"), "None; name=jamfadmin");
}

TEST(AccountConflict, ThePreStagesAdministratorOfThatNameIsTheSameRecord) {
  Site site({user({"_mgmt"}, 501)});
  site.context.local_administrators = {"ladmin", "_mgmt"};
  EXPECT_EQ(site.told("_mgmt"), "Conflict; name=_mgmt; why=same-record; with=_mgmt");
}

TEST(AccountConflict, AnAliasAnswersForTheSameUser) {
  EXPECT_EQ(Site({user({"_mgmt"}, 501), user({"ladmin", "_mgmt"}, 502)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=alias; with=ladmin");
  EXPECT_EQ(Site({user({"ladmin", "_mgmt"}, 502)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=alias; with=ladmin");
}

TEST(AccountConflict, TwoRecordsWithOneIdentityAreOneUser) {
  EXPECT_EQ(Site({user({"_mgmt"}, 501), user({"ladmin"}, 501)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=same-uid; with=ladmin");
  DslocalUser twin = user({"ladmin"}, 502);
  twin.guid = user({"_mgmt"}, 501).guid;
  EXPECT_EQ(Site({user({"_mgmt"}, 501), twin}).told("_mgmt"),
            "Conflict; name=_mgmt; why=same-guid; with=ladmin");
}

TEST(AccountConflict, ASecondEnrolmentFindsTheAccountOfTheFirst) {
  Site site({user({"_mgmt"}, 501)});
  site.made("_mgmt", Outcome::enrolled, "2023-02-10 09:08:20");
  site.made("_mgmt", Outcome::enrolled, "2024-02-10 09:10:36");
  site.context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 09:08:21")}};
  EXPECT_EQ(site.told("_mgmt"), "None; name=_mgmt");
}

TEST(AccountConflict, ARecordOlderThanTheLogsLineIsProof) {
  Site site({user({"_mgmt"}, 501)});
  site.made("_mgmt", Outcome::interrupted, "2023-02-10 09:10:36");
  site.context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 09:08:21")}};
  EXPECT_EQ(site.told("_mgmt"), "Conflict; name=_mgmt; why=existed-before-jamf; with=_mgmt");
}

TEST(AccountConflict, OnlyCaseApartIsLikely) {
  EXPECT_EQ(Site({user({"_mgmt"}, 501), user({"_MGMT"}, 502)}).told("_mgmt"),
            "Likely; name=_mgmt; why=case; with=_MGMT");
}

TEST(AccountConflict, NamesAreComparedWithoutCaseEverywhere) {
  EXPECT_EQ(Site({user({"_mgmt"}, 501), user({"ladmin", "_MGMT"}, 502)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=alias; with=ladmin");
  EXPECT_EQ(Site({user({"_mgmt", "LAdmin"}, 501), user({"ladmin"}, 502)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=alias; with=ladmin");
  EXPECT_EQ(Site({user({"ladmin", "_MGMT"}, 502)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=alias; with=ladmin");
  Site prestage({user({"_mgmt"}, 501)});
  prestage.context.local_administrators = {"_MGMT"};
  EXPECT_EQ(prestage.told("_mgmt"), "Likely; name=_mgmt; why=case; with=_MGMT");
  Site older({user({"_Mgmt"}, 501)});
  older.made("_mgmt", Outcome::interrupted, "2023-02-10 09:10:36");
  older.context.account_creations = {{"_Mgmt", *parse_local_time("2023-02-10 09:08:21")}};
  EXPECT_EQ(older.told("_MGMT"), "Conflict; name=_MGMT; why=existed-before-jamf; with=_MGMT");
}

TEST(AccountConflict, AnAccountNeverConflictsWithItself) {
  Site site({user({"_Mgmt", "_MGMT"}, 501)});
  EXPECT_EQ(site.told("_mgmt").substr(0, 7), "Unknown");
  site.context.local_administrators = {"ladmin"};
  EXPECT_EQ(site.told("_mgmt"), "None; name=_mgmt");
}

TEST(AccountConflict, OneIdInTwoFormsIsOneUser) {
  DslocalUser signed_id = user({"_mgmt"}, 501), unsigned_id = user({"ladmin"}, 502);
  signed_id.uid = "-2";
  unsigned_id.uid = "4294967294";
  EXPECT_EQ(Site({signed_id, unsigned_id}).told("_mgmt"), "Conflict; name=_mgmt; why=same-uid; with=ladmin");
}

// Two forms of one letter may be one name to a person: what cannot be compared is never "None".
TEST(AccountConflict, ANameThatIsNotAsciiIsNotExcluded) {
  Site site({user({"b\xC3\xBCro"}, 501)});
  site.context.local_administrators = {"bu\xCC\x88ro"};
  EXPECT_EQ(site.told("b\xC3\xBCro").substr(0, 36), "Unknown; reason=b\xC3\xBCro is not ASCII, ");
  site.context.local_administrators = {"b\xC3\xBCro"};
  EXPECT_EQ(site.told("b\xC3\xBCro").substr(0, 8), "Conflict");
}

TEST(AccountConflict, ARebootWhileItWasMadeIsLikely) {
  Site site({user({"_mgmt"}, 501)});
  site.made("_mgmt", Outcome::interrupted, "2023-02-10 09:10:36");
  site.attempts[0].reboot = Reboot{85, 899, 317, false};
  EXPECT_EQ(site.told("_mgmt"), "Likely; name=_mgmt; why=interrupted");
}

TEST(AccountConflict, NoneNeedsAnExclusion) {
  Site site({user({"_mgmt"}, 501)});
  EXPECT_EQ(site.told("_mgmt").substr(0, 7), "Unknown");
  EXPECT_EQ(site.told("nobody-here"), "None; name=nobody-here");
  site.made("_mgmt", Outcome::enrolled, "2023-02-10 09:10:36");
  site.context.account_creations = {{"_mgmt", *parse_local_time("2023-02-10 09:10:38")}};
  EXPECT_EQ(site.told("_mgmt"), "None; name=_mgmt");
}

TEST(AccountConflict, ARecordThatCannotBeReadExcludesNothing) {
  Site site({user({"_mgmt"}, 501)});
  site.context.local_administrators = {"ladmin"};
  site.base.unreadable_users = {"ladmin.plist: not a sound property list"};
  EXPECT_EQ(site.told("_mgmt").substr(0, 7), "Unknown");
  const std::optional<AccountName> wanted = AccountName{"_mgmt", "settings"};
  for (const Reading<AccountBase>& accounts :
       {Reading<AccountBase>(Unreadable{"Operation not permitted"}), Reading<AccountBase>(Absent{})}) {
    EXPECT_EQ(judge_account_conflict({wanted, accounts, site.context, {}}).finding.code, "Unknown");
  }
}

TEST(AccountConflict, WhatCouldNotBeReadIsToldFromWhatNothingTells) {
  Site site({user({"_mgmt"}, 501)});
  const auto unread = [&](const std::optional<AccountName>& name, const Reading<AccountBase>& accounts,
                          const std::string& log = "") {
    const ConflictVerdict verdict = judge_account_conflict({name, accounts, site.context, {}, log});
    EXPECT_EQ(verdict.state, ConflictState::unknown);
    return verdict.unread;
  };
  const std::optional<AccountName> none, wanted = AccountName{"_mgmt", "settings"};
  EXPECT_EQ(unread(none, site.base), "") << "no name, and every line was read";
  EXPECT_EQ(unread(wanted, site.base), "") << "the log no longer says who made the account";
  EXPECT_NE(unread(none, site.base, "jamf.log: refused").find("jamf.log: refused"), std::string::npos);
  EXPECT_EQ(unread(wanted, Unreadable{"refused"}), "refused");
  EXPECT_NE(unread(wanted, Absent{}), "");
  site.base.unreadable_users = {"ladmin.plist: not a sound property list"};
  EXPECT_EQ(unread(wanted, site.base), site.base.unreadable_users.front());
}

// What was not read proves no difference.
TEST(AccountConflict, AnIdentityThatWasNotReadExcludesNothing) {
  const auto told = [](const DslocalUser& own, const DslocalUser& other) {
    Site site({own, other});
    site.context.local_administrators = {"ladmin"};
    return site.told("_mgmt");
  };
  const DslocalUser own = user({"_mgmt"}, 501), other = user({"alice"}, 502);
  EXPECT_EQ(told(own, other), "None; name=_mgmt");
  for (const std::string odd : {"", "501 ", "none"}) {
    DslocalUser odd_uid = other, odd_guid = other;
    odd_uid.uid = odd_guid.guid = odd;
    EXPECT_EQ(told(own, odd_uid), "Unknown; reason=the uid of alice could not be read");
    EXPECT_EQ(told(own, odd_guid), "Unknown; reason=the GeneratedUID of alice could not be read");
    odd_uid = odd_guid = own;
    odd_uid.uid = odd_guid.guid = odd;
    EXPECT_EQ(told(odd_uid, other), "Unknown; reason=the uid of _mgmt could not be read");
    EXPECT_EQ(told(odd_guid, other), "Unknown; reason=the GeneratedUID of _mgmt could not be read");
  }
  // A conflict that is proven is one, whatever else could not be read; and of an account that is not there, names tell.
  DslocalUser odd = user({"bob"}, 503);
  odd.uid = "501 ";
  EXPECT_EQ(Site({own, odd, user({"twin"}, 501)}).told("_mgmt"),
            "Conflict; name=_mgmt; why=same-uid; with=twin");
  EXPECT_EQ(Site({odd}).told("_mgmt"), "None; name=_mgmt");
}

TEST(AccountConflict, ATimeOfCreationThatWasNotReadExcludesNoEarlierAccount) {
  DslocalUser own = user({"_mgmt"}, 501);
  own.creation_time = -1;
  Site site({own});
  site.context.local_administrators = {"ladmin"};
  EXPECT_EQ(site.told("_mgmt"), "Unknown; reason=when _mgmt was made could not be read");
  own.creation_time.reset();  // an account made by an old tool has none
  Site old({own});
  old.context.local_administrators = {"ladmin"};
  EXPECT_EQ(old.told("_mgmt"), "None; name=_mgmt");
}

}  // namespace
}  // namespace enrolkit::test
