#include "core/account/account.h"

#include <gtest/gtest.h>

#include "support/writers/dslocal_writer.h"

namespace enrolkit {
namespace {

using test::DslocalGroup;
using test::DslocalUser;
using test::PlistForm;
using test::to_plist;

using Strings = std::vector<std::string>;

Account account(const std::string& bytes) {
  auto parsed = parse_account(bytes);
  if (auto* good = std::get_if<Account>(&parsed)) return std::move(*good);
  ADD_FAILURE() << std::get<Unreadable>(parsed).why;
  return Account{{"none"}, {}, {}, {}, {}, {}, false, false, false, false, {}, {}};
}
Account account(const DslocalUser& user) { return account(to_plist(user)); }

Group group(const std::string& bytes) {
  auto parsed = parse_group(bytes);
  if (auto* good = std::get_if<Group>(&parsed)) return std::move(*good);
  ADD_FAILURE() << std::get<Unreadable>(parsed).why;
  return {};
}

std::string dict(const std::string& body) {
  return "<plist version=\"1.0\"><dict>" + body + "</dict></plist>";
}
std::string array(const std::string& key, const std::string& item) {
  return "<key>" + key + "</key><array>" + item + "</array>";
}
const std::string kNamed = array("name", "<string>jamfadmin</string>");

DslocalUser named(const std::string& name, const std::string& uid = "502") {
  DslocalUser user;
  user.names = {name};
  user.uid = uid;
  return user;
}

TEST(Account, IsReadWholeFromEitherForm) {
  DslocalUser user;
  user.names = {"jamfadmin", "jamf.admin@example.com"};
  user.guid = "8e5d9a64-2b1c-4f0e-9c11-0a6b7c8d9e0f";
  user.is_hidden = "1";
  user.authorities.emplace_back(";SecureToken;");
  user.creation_time = 1786621421.5785599;
  for (const PlistForm form : {PlistForm::xml, PlistForm::binary}) {
    for (const bool bare : {false, true}) {
      user.policy_form = form;
      user.bare_values = bare;
      const Account read = account(to_plist(user, form));
      EXPECT_EQ(read.names, (Strings{"jamfadmin", "jamf.admin@example.com"}));
      EXPECT_EQ(read.real_name, "Jamf Admin");
      EXPECT_EQ(read.guid, "8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F");
      EXPECT_EQ(read.home, "/Users/jamfadmin");
      EXPECT_EQ(read.uid, 501);
      EXPECT_EQ(read.gid, 20);
      EXPECT_TRUE(read.hidden);
      EXPECT_TRUE(read.secure_token);
      EXPECT_FALSE(read.disabled);
      EXPECT_EQ(read.created_unix, 1786621421);
      EXPECT_EQ(read.unclear, Strings{});
    }
  }
}

TEST(Account, KeepsNoSecret) {
  const Account read = account(DslocalUser{});
  for (const auto* text : {&read.real_name, &read.guid, &read.home}) {
    EXPECT_EQ(text->find(test::kSecretMarker), std::string::npos);
    EXPECT_EQ(text->find("****"), std::string::npos);
  }
}

TEST(Account, IsReadFromWhatDsclPrints) {
  const Account read = account(
      dict(array("dsAttrTypeStandard:RecordName", "<string>jamfadmin</string>") +
           array("dsAttrTypeStandard:UniqueID", "<string>450</string>") +
           array("dsAttrTypeStandard:GeneratedUID", "<string>8e5d9a64-2b1c-4f0e-9c11-0a6b7c8d9e0f</string>") +
           array("dsAttrTypeNative:IsHidden", "<string>YES</string>") +
           array("dsAttrTypeStandard:AuthenticationAuthority", "<string>;SecureToken;</string>")));
  EXPECT_EQ(read.name(), "jamfadmin");
  EXPECT_EQ(read.uid, 450);
  EXPECT_EQ(read.guid, "8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F");
  EXPECT_TRUE(read.hidden);
  EXPECT_TRUE(read.secure_token);
}

TEST(Account, MayHaveANegativeUid) {
  const Account nobody = account(named("nobody", "-2"));
  EXPECT_EQ(nobody.uid, -2);
  EXPECT_TRUE(nobody.hidden);
}

TEST(Account, HasNoUidWhenItsNumberIsNone) {
  for (const char* uid : {"501x", "x501", "", " 501", "501 ", "+501", "0x1f5", "5 01", "99999999999",
                          "-99999999999", "99999999999999999999"}) {
    const Account read = account(named("jamfadmin", uid));
    EXPECT_EQ(read.uid, std::nullopt) << uid;
    EXPECT_EQ(read.unclear, Strings{"uid"}) << uid;
    EXPECT_FALSE(read.hidden) << uid;
  }
}

TEST(Account, TellsAMissingAttributeFromAnUnclearOne) {
  const Account bare = account(dict(kNamed));
  EXPECT_EQ(bare.unclear, Strings{});
  EXPECT_EQ(bare.uid, std::nullopt);
  EXPECT_EQ(bare.created_unix, std::nullopt);
  EXPECT_EQ(account(dict(kNamed + array("uid", ""))).unclear, Strings{});

  const std::string data = "<data>AAAA</data>";
  const Account odd = account(dict(kNamed + array("uid", data) + array("home", "<dict/>") +
                                   array("authentication_authority", data) + array("IsHidden", data) +
                                   array("accountPolicyData", "<string>x</string>")));
  EXPECT_EQ(odd.unclear,
            (Strings{"home", "uid", "IsHidden", "authentication_authority", "accountPolicyData"}));
}

TEST(Account, HasNoIdentityWhereItsFieldIsNotOne) {
  const std::string guid = "<string>8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F</string>";
  EXPECT_EQ(account(dict(kNamed + array("generateduid", guid))).unclear, Strings{});
  for (const std::string& odd :
       {std::string("<string/>"), std::string("<string>8E5D9A64</string>"), guid + guid,
        std::string("<string>8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F </string>"),
        std::string("<string>8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0G</string>"),
        std::string("<string>8E5D9A6-42B1C-4F0E-9C11-0A6B7C8D9E0F</string>"), "<data>AAAA</data>" + guid}) {
    const Account read = account(dict(kNamed + array("generateduid", odd)));
    EXPECT_EQ(read.unclear, Strings{"generateduid"}) << odd;
  }
  for (const char* attribute : {"uid", "gid"}) {
    const Account read = account(dict(kNamed + array(attribute, "<string>499</string><string>499</string>")));
    EXPECT_EQ(read.unclear, Strings{attribute});
    EXPECT_FALSE(read.uid || read.gid);
  }
}

TEST(Account, TakesAUidThatIsANumber) {
  EXPECT_EQ(account(dict(kNamed + "<key>uid</key><integer>501</integer>")).uid, 501);
  EXPECT_EQ(account(dict(kNamed + "<key>uid</key><integer>-2</integer>")).uid, -2);
}

TEST(Account, IsHiddenByItsFlagOrByItsUid) {
  const auto hidden = [](const std::string& flag, const std::string& uid) {
    DslocalUser user = named("jamfadmin", uid);
    if (!flag.empty()) user.is_hidden = flag;
    return account(user).hidden;
  };
  for (const char* flag : {"1", "YES", "TRUE", "yes", "true"}) EXPECT_TRUE(hidden(flag, "502")) << flag;
  for (const char* flag : {"", "0", "NO", "FALSE", "11", "YESTERDAY"})
    EXPECT_FALSE(hidden(flag, "502")) << flag;
  for (const char* flag : {"11", "YESTERDAY", "-1"}) {
    DslocalUser user = named("jamfadmin");
    user.is_hidden = flag;
    EXPECT_EQ(account(user).unclear, Strings{"IsHidden"}) << flag;
  }
  EXPECT_TRUE(hidden("", "499"));
  EXPECT_TRUE(hidden("0", "499"));
  EXPECT_FALSE(hidden("", "500"));
  EXPECT_TRUE(account(dict(kNamed + "<key>IsHidden</key><true/>")).hidden);
  EXPECT_TRUE(account(dict(kNamed + array("IsHidden", "<integer>1</integer>"))).hidden);
}

TEST(Account, ReadsTokenAndDisabledFromTheSecondFieldOnly) {
  const auto with = [](const std::string& authority) {
    DslocalUser user;
    user.authorities = {authority};
    return account(user);
  };
  EXPECT_TRUE(with(";SecureToken;").secure_token);
  EXPECT_TRUE(with("1.0;SecureToken;x").secure_token);
  EXPECT_FALSE(with("SecureToken").secure_token);
  EXPECT_FALSE(with(";SecureToken").secure_token);
  EXPECT_FALSE(with(";ShadowHash;SecureToken;").secure_token);
  EXPECT_FALSE(with(";SecureTokens;").secure_token);
  EXPECT_FALSE(with(";;").secure_token);
  EXPECT_TRUE(with(";DisabledUser;;ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>").disabled);
  EXPECT_TRUE(with(";DisabledUser;<;ShadowHash;>").disabled);
  EXPECT_TRUE(with(";disableduser;;ShadowHash;").disabled) << "tags have no case";
  EXPECT_TRUE(with(";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>").has_password);
  EXPECT_FALSE(with(";SecureToken;").has_password);
  EXPECT_FALSE(with(";ShadowHash;;DisabledUser;").disabled);
}

TEST(Account, AnAuthorityWithoutATagIsUnclear) {
  for (const char* odd : {"SecureToken", ";SecureToken", "", ";;", ";;SecureToken;"}) {
    DslocalUser user;
    user.authorities = {";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>", odd};
    EXPECT_EQ(account(user).unclear, Strings{"authentication_authority"}) << odd;
  }
  DslocalUser user;
  user.authorities = {";ShadowHash;", ";DisabledTags;SecureToken",
                      "1.0;Kerberosv5;;x@LKDC:SHA1.A;LKDC:SHA1.A;"};
  EXPECT_EQ(account(user).unclear, Strings{});
  EXPECT_TRUE(account(user).has_authority);
  EXPECT_FALSE(account(user).secure_token);
  EXPECT_FALSE(account(dict(kNamed)).has_authority);
}

TEST(Account, HasACreationTimeOnlyWhenThePolicyHasAPlausibleOne) {
  DslocalUser user;
  EXPECT_EQ(account(user).created_unix, std::nullopt);
  for (const double time : {-1.0, 1e300, 3e11}) {
    user.creation_time = time;
    EXPECT_EQ(account(user).created_unix, std::nullopt);
    EXPECT_EQ(account(user).unclear, Strings{"accountPolicyData"});
  }
  const auto with_policy = [](const std::string& base64) {
    return account(dict(kNamed + array("accountPolicyData", "<data>" + base64 + "</data>")));
  };
  EXPECT_EQ(with_policy("AAAA").unclear, Strings{"accountPolicyData"});
  // <plist><dict><key>creationTime</key><real>abc</real></dict></plist>
  const Account no_number = with_policy(
      "PHBsaXN0PjxkaWN0PjxrZXk+Y3JlYXRpb25UaW1lPC9rZXk+PHJlYWw+YWJj"
      "PC9yZWFsPjwvZGljdD48L3BsaXN0Pg==");
  EXPECT_EQ(no_number.created_unix, std::nullopt);
  EXPECT_EQ(no_number.unclear, Strings{"accountPolicyData"});
  // <plist><dict/></plist>
  EXPECT_EQ(with_policy("PHBsaXN0PjxkaWN0Lz48L3BsaXN0Pg==").unclear, Strings{});
  EXPECT_EQ(with_policy("PHBsaXN0PjxkaWN0Lz48L3BsaXN0Pg==").created_unix, std::nullopt);
}

TEST(Account, IsUnreadableWithoutAClearName) {
  for (const std::string& body :
       {std::string(), array("name", ""), array("name", "<string/>"), array("name", "<data>AAAA</data>"),
        array("name", "<data>AAAA</data><string>jamfadmin</string>"),
        std::string("<key>name</key><dict/>")}) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(parse_account(dict(body)))) << body;
  }
  for (const std::string& bytes :
       {std::string(), std::string("bplist00"), std::string("<plist><array/></plist>"),
        std::string("<plist><string>jamfadmin</string></plist>")}) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(parse_account(bytes))) << bytes;
    EXPECT_TRUE(std::holds_alternative<Unreadable>(parse_group(bytes))) << bytes;
  }
}

TEST(Group, IsReadWhole) {
  DslocalGroup written;
  written.users = {"root", "jamfadmin"};
  written.member_guids = {"aaaa0000-0000-4000-8000-00000000000a", "BBBB0000-0000-4000-8000-00000000000B"};
  written.nested_guids = {"cccc0000-0000-4000-8000-00000000000c"};
  for (const PlistForm form : {PlistForm::xml, PlistForm::binary}) {
    const Group read = group(to_plist(written, form));
    EXPECT_EQ(read, (Group{"admin",
                           "ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050",
                           80,
                           {"root", "jamfadmin"},
                           {"AAAA0000-0000-4000-8000-00000000000A", "BBBB0000-0000-4000-8000-00000000000B"},
                           {"CCCC0000-0000-4000-8000-00000000000C"},
                           {}}));
  }
}

TEST(Group, AMemberThatIsNoGuidMakesItsListUnclear) {
  DslocalGroup written;
  written.member_guids.emplace_back("8E5D9A64");
  EXPECT_EQ(group(to_plist(written)).unclear, Strings{"groupmembers"});
  written = {};
  written.nested_guids = {""};
  EXPECT_EQ(group(to_plist(written)).unclear, Strings{"nestedgroups"});
}

}  // namespace
}  // namespace enrolkit
