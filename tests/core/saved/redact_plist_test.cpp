// Records and preferences: what is read of them is read the same afterwards, and nothing else is in them.
#include "core/saved/redact_plist.h"

#include <gtest/gtest.h>

#include <array>

#include "core/account/account.h"
#include "core/format/plist.h"
#include "core/settings/settings.h"
#include "support/has.h"
#include "support/writers/dslocal_writer.h"

namespace enrolkit::test {
namespace {

std::string xml(std::string_view inside) { return "<plist>" + std::string(inside) + "</plist>"; }

Account account_in(const std::string& plist) {
  const auto parsed = parse_account(plist);
  const auto* account = std::get_if<Account>(&parsed);
  return account != nullptr ? *account : Account{{"none"}};
}

std::string why(std::string_view plist) {
  const auto parsed = Plist::parse(plist);
  const auto* fault = std::get_if<Unreadable>(&parsed);
  return fault != nullptr ? fault->why : "sound";
}

TEST(RedactedRecord, IsTheSameAccountWithoutItsSecrets) {
  DslocalUser user;
  user.names = {"_mgmt", "alias"};
  user.real_name = "J\xC3\xB6rg <&> \"Test\"";
  user.is_hidden = "YES";
  user.creation_time = 1676020101.578;
  user.authorities = {";ShadowHash;HASHLIST:<S3CR3T>", ";Kerberosv5;;_mgmt@LKDC:SHA1.S3CR3T;S3CR3T;",
                      ";SecureToken;S3CR3T", "S3CR3T"};
  for (const PlistForm form : {PlistForm::xml, PlistForm::binary}) {
    for (const bool bare : {false, true}) {
      user.bare_values = bare;
      const std::string plist = to_plist(user, form);
      ASSERT_TRUE(has(plist, "S3CR3T"));
      const std::string redacted = redacted_record(plist);
      EXPECT_EQ(account_in(redacted), account_in(plist));
      EXPECT_FALSE(has(redacted, "S3CR3T")) << redacted;
      EXPECT_FALSE(has(redacted, kSecretMarker));
      for (const char* key : {"ShadowHashData", "HeimdalSRPKey", "KerberosKeys", "passwd"}) {
        EXPECT_FALSE(has(redacted, key)) << key;
      }
    }
  }
}

// A password that somebody wrote into the field for a name is one that nothing else says.
TEST(RedactedRecord, KeepsNamesAndFoldersThatCanBeNothingElse) {
  const std::string secret = "q7Zx2RkV9tLw4mNc8JhB3fYd";
  const std::string plist =
      xml("<dict><key>name</key><array><string>ana</string></array><key>realname</key><array><string>Ana " +
          secret + "</string></array><key>home</key><array><string>/Users/" + secret +
          "</string></array></dict>");
  const std::string redacted = redacted_record(plist);
  EXPECT_FALSE(has(redacted, secret)) << redacted;
  EXPECT_TRUE(has(redacted, "<string>ana</string>")) << redacted;
}

TEST(RedactedRecord, IsTheSameGroup) {
  DslocalGroup group;
  group.nested_guids = {"ABCDEFAB-CDEF-ABCD-EFAB-CDEF0000000C"};
  const std::string plist = to_plist(group);
  const auto before = parse_group(plist), after = parse_group(redacted_record(plist));
  EXPECT_EQ(std::get<Group>(after), std::get<Group>(before));
}

TEST(RedactedRecord, TakesWhatDsclPrintsToo) {
  const std::string plist =
      xml("<dict><key>dsAttrTypeStandard:RecordName</key><array><string>_mgmt</string></array>"
          "<key>dsAttrTypeStandard:UniqueID</key><array><string>499</string></array>"
          "<key>dsAttrTypeNative:ShadowHashData</key><array><string>S3CR3T</string></array>"
          "<key>dsAttrTypeStandard:Password</key><array><string>S3CR3T</string></array>"
          "<key>dsAttrTypeStandard:AuthenticationAuthority</key><array><string>;DisabledUser;S3CR3T</string>"
          "</array></dict>");
  const std::string redacted = redacted_record(plist);
  EXPECT_FALSE(has(redacted, "S3CR3T")) << redacted;
  EXPECT_EQ(account_in(redacted), account_in(plist));
  EXPECT_TRUE(account_in(redacted).disabled);
}

TEST(RedactedRecord, WhatIsUnclearStaysUnclearAndLosesItsContent) {
  for (const char* odd :
       {"<key>uid</key><dict><key>S3CR3T</key><string>S3CR3T</string></dict>",
        "<key>home</key><array><array><string>S3CR3T</string></array></array>",
        "<key>realname</key><array><data>UzNDUjNU</data></array>", "<key>gid</key><string>x</string>",
        "<key>IsHidden</key><date>2020-01-01T00:00:00Z</date>",
        "<key>accountPolicyData</key><array><data>UzNDUjNU</data></array>",
        "<key>accountPolicyData</key><array><string>S3CR3T</string></array>",
        "<key>authentication_authority</key><array><dict/></array>"}) {
    const std::string plist = xml(std::string("<dict><key>name</key><string>a</string>") + odd + "</dict>");
    const std::string redacted = redacted_record(plist);
    EXPECT_EQ(account_in(redacted), account_in(plist)) << odd;
    EXPECT_FALSE(account_in(redacted).unclear.empty()) << odd;
    EXPECT_FALSE(has(redacted, "S3CR3T") || has(redacted, "UzNDUjNU")) << redacted;
  }
}

TEST(RedactedPlist, ADamagedOneIsDamagedAsBeforeWithoutAByteOfIt) {
  for (const std::string& plist : {std::string(), std::string("S3CR3T"), xml("<dict><key>S3CR3T</key>"),
                                   std::string("<plist><dict><string>S3CR3T"), std::string("bplist00S3CR3T"),
                                   xml("<dict><key>S3CR3T</key><real>S3CR3T</real></dict>"),
                                   "bplist00S3CR3T" + std::string(40, '\xFF')}) {
    const std::string redacted = redacted_record(plist);
    EXPECT_EQ(why(redacted), why(plist));
    EXPECT_NE(why(redacted), "sound");
    EXPECT_FALSE(has(redacted, "S3CR3T"));
  }
  // Of the ways in which only a binary list can be damaged, not all have a stand-in: it is damaged all the
  // same.
  EXPECT_NE(why(redacted_record("bplist00" + std::string(25, '\0') + std::string(40, '\x01'))), "sound");
}

TEST(RedactedPlist, KeepsTheNamedKeysOfTheTopLevel) {
  const std::string plist =
      xml("<dict><key>jss_url</key><string>https://ana:S3CR3T@jamf.example.org:8443/?t=S3CR3T</string>"
          "<key>password</key><string>S3CR3T</string>"
          "<key>more</key><dict><key>jss_url</key><string>S3CR3T</string></dict></dict>");
  constexpr std::array<std::string_view, 1> kKeys{"jss_url"};
  const std::string redacted = redacted_plist(plist, kKeys);
  EXPECT_FALSE(has(redacted, "S3CR3T")) << redacted;
  EXPECT_FALSE(has(redacted, "password"));
  const auto parsed = Plist::parse(redacted);
  EXPECT_EQ(std::get<Plist>(parsed).root()["jss_url"].string(),
            "https://(removed)@jamf.example.org:8443/?(removed)");
}

TEST(RedactedSettings, AreReadTheSameWithTheSameWarnings) {
  const std::string plist =
      xml("<dict><key>ManagementAccount</key><string>_mgmt</string>"
          "<key>LocalAdministrators</key><array><string>a</string><string>b</string></array>"
          "<key>CertificateIssuer</key><date>2020-01-01T00:00:00Z</date>"
          "<key>ServerURL</key><string>https://jamf.example.org</string>"
          "<key>Watchdog</key><dict><key>Enabled</key><true/><key>Unheard</key><string>S3CR3T</string></dict>"
          "<key>Repair</key><dict><key>Attempts</key><integer>4</integer><key>Steps</key><string>S</string></"
          "dict>"
          "<key>ApiSecret</key><string>S3CR3T</string></dict>");
  Settings before, after;
  EXPECT_FALSE(add_settings(before, "p", plist));
  const std::string redacted = redacted_settings(plist);
  EXPECT_FALSE(add_settings(after, "p", redacted));
  EXPECT_EQ(after.given, before.given);
  EXPECT_EQ(after.warnings, before.warnings);
  EXPECT_EQ(after.warnings.size(), 4U);
  EXPECT_FALSE(has(redacted, "S3CR3T")) << redacted;
  EXPECT_EQ(redacted_settings(redacted), redacted) << "once is enough";
}

}  // namespace
}  // namespace enrolkit::test
