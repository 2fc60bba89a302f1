#include "core/settings.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

using Strings = std::vector<std::string>;

std::string plist(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>" + body +
         "</dict></plist>";
}
std::string key(const std::string& name, const std::string& value) {
  return "<key>" + name + "</key>" + value;
}
std::string account(const std::string& name) {
  return key("ManagementAccount", "<string>" + name + "</string>");
}
std::string admins(const Strings& names) {
  std::string items;
  for (const auto& name : names) items += "<string>" + name + "</string>";
  return key("LocalAdministrators", "<array>" + items + "</array>");
}

Settings read(const std::string& bytes) {
  Settings settings;
  const auto why = add_settings(settings, "prefs", bytes);
  EXPECT_FALSE(why) << why->why;
  return settings;
}

TEST(Settings, AreReadWithoutAWarning) {
  const Settings settings = read(plist(account("_mgmt") + admins({"localadmin", "Second Admin"}) +
                                       key("ServerURL", "<string>https://jamf.example.org/</string>") +
                                       key("Watchdog", "<true/>") + key("Repair", "<dict/>")));
  EXPECT_EQ(settings.management_account, "_mgmt");
  EXPECT_EQ(settings.local_administrators, (Strings{"localadmin", "Second Admin"}));
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, MayAllBeLeftOut) {
  const Settings settings = read(plist(""));
  EXPECT_EQ(settings.management_account, std::nullopt);
  EXPECT_EQ(settings.local_administrators, Strings{});
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, KeepNamesByteForByte) {
  EXPECT_EQ(read(plist(account(" Jamf Admin "))).management_account, " Jamf Admin ");
  EXPECT_EQ(read(plist(account("ren\xC3\xA9"))).management_account, "ren\xC3\xA9");
}

TEST(Settings, OfTheStrongerSourceWin) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(account("first") + admins({"a"}))));
  ASSERT_FALSE(add_settings(settings, "local", plist(account("second") + admins({"b", "c"}))));
  EXPECT_EQ(settings.management_account, "first");
  EXPECT_EQ(settings.local_administrators, Strings{"a"});
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, OfTheWeakerSourceFillWhatTheStrongerLeavesOut) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(account("first"))));
  ASSERT_FALSE(add_settings(settings, "local", plist(account("second") + admins({"b"}))));
  EXPECT_EQ(settings.management_account, "first");
  EXPECT_EQ(settings.local_administrators, Strings{"b"});
}

TEST(Settings, OfAStrongerSourceSayThatThereAreNone) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(admins({}))));
  ASSERT_FALSE(add_settings(settings, "local", plist(admins({"b"}))));
  EXPECT_EQ(settings.local_administrators, Strings{});
  EXPECT_TRUE(settings.no_local_administrators);
}

TEST(Settings, OfAWrongTypeAreNamedAndNotUsed) {
  struct Row {
    std::string body, warning;
  };
  for (const Row& row : {
           Row{key("ManagementAccount", "<integer>7</integer>"), "ManagementAccount must be a username"},
           Row{key("ManagementAccount", "<string></string>"), "ManagementAccount must be a username"},
           Row{key("ManagementAccount", "<array><string>x</string></array>"),
               "ManagementAccount must be a username"},
           Row{key("LocalAdministrators", "<string>x</string>"),
               "LocalAdministrators must be an array of usernames"},
           Row{key("LocalAdministrators", "<array><string>x</string><true/></array>"),
               "LocalAdministrators must be an array of usernames"},
           Row{key("LocalAdministrators", "<dict/>"), "LocalAdministrators must be an array of usernames"},
       }) {
    const Settings settings = read(plist(row.body));
    EXPECT_EQ(settings.management_account, std::nullopt) << row.body;
    EXPECT_EQ(settings.local_administrators, Strings{}) << row.body;
    ASSERT_EQ(settings.warnings.size(), 1U) << row.body;
    EXPECT_TRUE(settings.warnings[0].starts_with("prefs: " + row.warning)) << settings.warnings[0];
  }
}

TEST(Settings, ThatNobodyKnowsAreNamed) {
  const Settings settings = read(plist(key("managementaccount", "<string>x</string>") + account("_mgmt")));
  EXPECT_EQ(settings.management_account, "_mgmt");
  EXPECT_EQ(settings.warnings, Strings{"prefs: unknown key managementaccount"});
}

TEST(Settings, NameAnUnknownKeyOnOneShortLine) {
  const Settings settings = read(plist(key("a\nb" + std::string(500, 'x'), "<true/>")));
  ASSERT_EQ(settings.warnings.size(), 1U);
  EXPECT_LT(settings.warnings[0].size(), 100U);
  EXPECT_EQ(settings.warnings[0].find('\n'), std::string::npos);
}

TEST(Settings, AreUnreadableWhenTheBytesAreNoDictionary) {
  for (const std::string& bytes :
       {std::string(), std::string("garbage"), plist(account("_mgmt")).substr(0, 80),
        std::string("<plist version=\"1.0\"><array/></plist>"),
        std::string("<plist version=\"1.0\"><string>x</string></plist>")}) {
    Settings settings;
    settings.management_account = "kept";
    const auto why = add_settings(settings, "prefs", bytes);
    ASSERT_TRUE(why) << bytes;
    EXPECT_FALSE(why->why.empty());
    EXPECT_EQ(settings.management_account, "kept");
    EXPECT_EQ(settings.warnings, Strings{});
  }
}

}  // namespace
}  // namespace enrolkit
