#include "core/settings/settings.h"

#include <gtest/gtest.h>

#include "core/settings/keys.h"

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
  const Settings settings =
      read(plist(account("_mgmt") + admins({"localadmin", "Second Admin"}) +
                 key("ServerURL", "<string>https://jamf.example.org/</string>") +
                 key("Watchdog", "<dict><key>Enabled</key><true/></dict>") + key("Repair", "<dict/>")));
  EXPECT_EQ(settings.management_account(), "_mgmt");
  EXPECT_EQ(settings.local_administrators(), (Strings{"localadmin", "Second Admin"}));
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, MayAllBeLeftOut) {
  const Settings settings = read(plist(""));
  EXPECT_EQ(settings.management_account(), std::nullopt);
  EXPECT_EQ(settings.local_administrators(), Strings{});
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, KeepNamesByteForByte) {
  EXPECT_EQ(read(plist(account("Jamf Admin"))).management_account(), "Jamf Admin");
  EXPECT_EQ(read(plist(account("ren\xC3\xA9"))).management_account(), "ren\xC3\xA9");
}

TEST(Settings, OfTheStrongerSourceWin) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(account("first") + admins({"a"}))));
  ASSERT_FALSE(add_settings(settings, "local", plist(account("second") + admins({"b", "c"}))));
  EXPECT_EQ(settings.management_account(), "first");
  EXPECT_EQ(settings.local_administrators(), Strings{"a"});
  EXPECT_EQ(settings.warnings, Strings{});
}

TEST(Settings, OfTheWeakerSourceFillWhatTheStrongerLeavesOut) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(account("first"))));
  ASSERT_FALSE(add_settings(settings, "local", plist(account("second") + admins({"b"}))));
  EXPECT_EQ(settings.management_account(), "first");
  EXPECT_EQ(settings.local_administrators(), Strings{"b"});
}

TEST(Settings, OfAStrongerSourceSayThatThereAreNone) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(admins({}))));
  ASSERT_FALSE(add_settings(settings, "local", plist(admins({"b"}))));
  EXPECT_EQ(settings.local_administrators(), Strings{});
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
    EXPECT_EQ(settings.management_account(), std::nullopt) << row.body;
    EXPECT_EQ(settings.local_administrators(), Strings{}) << row.body;
    ASSERT_EQ(settings.warnings.size(), 1U) << row.body;
    EXPECT_TRUE(settings.warnings[0].starts_with("prefs: " + row.warning)) << settings.warnings[0];
  }
}

// A profile whose variables nobody filled in, or a name with a blank after it, proves nothing of any account.
TEST(Settings, ThatCanBeNoAccountsNameAreNotUsed) {
  for (const auto& [name, fault] : std::vector<std::pair<std::string, std::string>>{
           {"", "is empty"},
           {" ", "has a blank at its beginning or its end"},
           {"_mgmt ", "has a blank at its beginning or its end"},
           {"\t_mgmt", "has a blank at its beginning or its end"},
           {"a&#10;b", "holds a control character"},
           {"a/b", "holds a slash"},
           {"..", "is the name of a folder"},
           {"$USERNAME", "holds a variable ($NAME) without its value"},
           {"x${NAME}", "holds a variable ($NAME) without its value"}}) {
    const Settings one = read(plist(account(name)));
    EXPECT_EQ(one.management_account(), std::nullopt) << name;
    EXPECT_EQ(one.why_unknown("ManagementAccount"),
              "prefs: ManagementAccount must be a username, and " + fault + "; it is not used");
    const Settings many = read(plist(admins({"ladmin", name})));
    EXPECT_EQ(many.local_administrators(), Strings{}) << name;
    EXPECT_EQ(many.why_unknown("LocalAdministrators"),
              "prefs: LocalAdministrators must be an array of usernames, and one of them " + fault +
                  "; it is not used");
  }
  for (const char* name : {"_mgmt", "Jamf Admin", "cost$", "$", "5$", "a.b", "j\xC3\xB6rg"})
    EXPECT_EQ(read(plist(account(name))).management_account(), name);
}

TEST(Settings, SayWhatIsWrongWithAValueAndNotTheValue) {
  const auto warning = [](const std::string& body) { return read(plist(body)).warnings.at(0); };
  EXPECT_EQ(warning(key("ServerURL", "<string>http://u:secret@jamf.example.org/</string>")),
            "prefs: ServerURL must be an https address, and is another text; it is not used");
  EXPECT_EQ(
      warning(key("LocalAdministrators", "<array><true/></array>")),
      "prefs: LocalAdministrators must be an array of usernames, and holds something else than strings; "
      "it is not used");
  EXPECT_EQ(warning(key("Repair", "<dict><key>Attempts</key><integer>99</integer></dict>")),
            "prefs: Repair.Attempts must be a number from 1 to 20, and is another number; it is not used");
}

TEST(Settings, ThatDoNotFitAreNotKnown) {
  const Settings settings = read(plist(key("ManagementAccount", "<array/>") + admins({"a"})));
  EXPECT_TRUE(settings.why_unknown("ManagementAccount"));
  EXPECT_FALSE(settings.why_unknown("LocalAdministrators"));
  EXPECT_FALSE(settings.why_unknown("ServerURL")) << "not given";
}

TEST(Settings, OfAFileThatIsNotUsedAreKnownWhereAStrongerOneGaveThem) {
  Settings settings;
  ASSERT_FALSE(add_settings(settings, "managed", plist(account("first"))));
  settings.leave_out_file("local: no property list");
  EXPECT_FALSE(settings.why_unknown("ManagementAccount"));
  EXPECT_EQ(settings.why_unknown("ServerURL"), "local: no property list");
  Settings reversed;
  reversed.leave_out_file("managed: no property list");
  ASSERT_FALSE(add_settings(reversed, "local", plist(account("second"))));
  EXPECT_EQ(reversed.why_unknown("ManagementAccount"), "managed: no property list");
}

TEST(Settings, OfARepairThatDoNotFitLeaveItUnclear) {
  const auto unclear = [](const std::string& repair) { return read(plist(key("Repair", repair))).unclear; };
  EXPECT_EQ(unclear("<dict><key>HighestStep</key><string>check-in</string></dict>"), "");
  EXPECT_EQ(unclear("<dict><key>Unknown</key><true/></dict>"), "prefs: unknown key Repair.Unknown");
  EXPECT_EQ(unclear("<dict><key>Steps</key><dict><key>enroll</key><false/></dict></dict>"),
            "prefs: unknown key Repair.Steps.enroll");
  EXPECT_EQ(unclear("<dict><key>highestStep</key><string>check-in</string></dict>"),
            "prefs: unknown key Repair.highestStep");
  EXPECT_EQ(read(plist(key("repair", "<dict/>"))).unclear, "prefs: unknown key repair");
  EXPECT_EQ(read(plist(key("Repiar", "<dict/>"))).unclear, "prefs: unknown key Repiar");
  EXPECT_EQ(read(plist(key("Note", "<string>x</string>"))).unclear, "");
  EXPECT_EQ(read(plist(key("Colour", "<true/>"))).unclear, "") << "of no repair";
  EXPECT_EQ(read(plist(key("ServerURL", "<true/>"))).unclear, "");
  EXPECT_NE(unclear("<dict><key>HighestStep</key><string>checkin</string></dict>"), "");
  EXPECT_NE(unclear("<dict><key>Steps</key><dict><key>enrol</key><string>false</string></dict></dict>"), "");
  EXPECT_NE(unclear("<string>none</string>"), "");
}

TEST(Settings, ThatNobodyKnowsAreNamed) {
  const Settings settings = read(plist(key("managementaccount", "<string>x</string>") + account("_mgmt")));
  EXPECT_EQ(settings.management_account(), "_mgmt");
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
    settings.given["ManagementAccount"] = "kept";
    const auto why = add_settings(settings, "prefs", bytes);
    ASSERT_TRUE(why) << bytes;
    EXPECT_FALSE(why->why.empty());
    EXPECT_EQ(settings.management_account(), "kept");
    EXPECT_EQ(settings.warnings, Strings{});
  }
}

std::string section(const std::string& name, const std::string& body) {
  return key(name, "<dict>" + body + "</dict>");
}

TEST(Settings, OfARepairHaveTheirPresets) {
  const RepairSettings repair = read(plist("")).repair();
  EXPECT_EQ(repair.highest, RepairStep::enrol);
  for (const bool allowed : repair.allowed) EXPECT_TRUE(allowed);
  EXPECT_FALSE(repair.window);
  EXPECT_EQ(repair.attempts, 3);
  EXPECT_EQ(repair.back_off_minutes, 60);
  EXPECT_FALSE(repair.despite_conflict);
  EXPECT_TRUE(repair.dialogs);
  EXPECT_FALSE(repair.dialogs_at_login_window);
  EXPECT_TRUE(repair.texts.empty()) << "texts that are not given are in the user's language";
  EXPECT_FALSE(read(plist("")).watchdog().enabled);
  EXPECT_EQ(read(plist("")).watchdog().minutes, 60);
}

TEST(Settings, OfARepairAreRead) {
  const Settings settings =
      read(plist(section("Repair", key("HighestStep", "<string>manage</string>") +
                                       section("Steps", key("trust", "<false/>")) +
                                       section("Window", key("From", "<string>22:00</string>") +
                                                             key("To", "<string>06:30</string>")) +
                                       key("Attempts", "<integer>5</integer>") +
                                       section("Texts", key("Cancel", "<string>Sp\xC3\xA4ter</string>"))) +
                 section("Watchdog", key("Enabled", "<true/>") + key("Minutes", "<integer>30</integer>"))));
  EXPECT_EQ(settings.warnings, Strings{});
  const RepairSettings repair = settings.repair();
  EXPECT_EQ(repair.highest, RepairStep::manage);
  EXPECT_FALSE(repair.allowed[static_cast<std::size_t>(RepairStep::trust)]);
  EXPECT_TRUE(repair.allowed[static_cast<std::size_t>(RepairStep::manage)]);
  ASSERT_TRUE(repair.window);
  EXPECT_TRUE(repair.window->holds(23 * 60));
  EXPECT_TRUE(repair.window->holds(6 * 60 + 29));
  EXPECT_FALSE(repair.window->holds(6 * 60 + 30));
  EXPECT_FALSE(repair.window->holds(12 * 60));
  EXPECT_EQ(repair.attempts, 5);
  EXPECT_EQ(repair.texts.at("Cancel"), "Sp\xC3\xA4ter");
  EXPECT_TRUE(settings.watchdog().enabled);
  EXPECT_EQ(settings.watchdog().minutes, 30);
}

TEST(Settings, OfASectionAreMergedKeyByKey) {
  Settings settings;
  ASSERT_FALSE(
      add_settings(settings, "managed", plist(section("Repair", key("Attempts", "<integer>1</integer>")))));
  ASSERT_FALSE(add_settings(settings, "local",
                            plist(section("Repair", key("Attempts", "<integer>9</integer>") +
                                                        key("BackOffMinutes", "<integer>10</integer>")))));
  EXPECT_EQ(settings.repair().attempts, 1);
  EXPECT_EQ(settings.repair().back_off_minutes, 10);
}

TEST(Settings, WithHalfAWindowNeverOpenIt) {
  const auto window = read(plist(section("Repair", section("Window", key("From", "<string>22:00</string>")))))
                          .repair()
                          .window;
  ASSERT_TRUE(window);
  for (int minute = 0; minute < 24 * 60; ++minute) EXPECT_FALSE(window->holds(minute));
}

TEST(Settings, OfASectionThatDoNotFitAreNamedByTheirPath) {
  struct Row {
    std::string body, warning;
  };
  for (const Row& row : {
           Row{key("ServerURL", "<string>http://jamf.example.org</string>"),
               "ServerURL must be an https address"},
           Row{key("ServerURL", "<string>https://</string>"), "ServerURL must be an https address"},
           Row{key("Watchdog", "<true/>"), "Watchdog must be a dictionary, and is a boolean"},
           Row{section("Repair", key("HighestStep", "<string>all</string>")),
               "Repair.HighestStep must be the name of a step"},
           Row{section("Repair", key("Attempts", "<integer>0</integer>")),
               "Repair.Attempts must be a number from 1 to 20"},
           Row{section("Repair", key("Attempts", "<string>2</string>")),
               "Repair.Attempts must be a number from 1 to 20"},
           Row{section("Repair", section("Window", key("From", "<string>24:00</string>"))),
               "Repair.Window.From must be a time of day"},
           Row{section("Repair", section("Steps", key("erase", "<true/>"))),
               "unknown key Repair.Steps.erase"},
           Row{section("Repair", section("Steps", key("trust", "<string>no</string>"))),
               "Repair.Steps.trust must be true or false"},
       }) {
    const Settings settings = read(plist(row.body));
    EXPECT_TRUE(settings.given.empty()) << row.body;
    ASSERT_EQ(settings.warnings.size(), 1U) << row.body;
    EXPECT_TRUE(settings.warnings[0].starts_with("prefs: " + row.warning)) << settings.warnings[0];
  }
}

// The table is what the parser, the form for Jamf Pro and the documentation are made from.
void expect_whole(std::span<const SettingKey> keys, const std::string& above) {
  for (const SettingKey& key : keys) {
    const std::string path = above + std::string(key.name);
    EXPECT_EQ(setting_key(path), &key) << path;
    EXPECT_FALSE(key.title.empty()) << path;
    EXPECT_EQ(key.keys.empty(), key.type != SettingType::section) << path;
    EXPECT_EQ(key.wanted.empty(), key.type == SettingType::section) << path;
    if (key.type == SettingType::integer) {
      EXPECT_LT(key.least, key.most) << path;
    }
    expect_whole(key.keys, path + ".");
  }
}

TEST(Settings, StandInATableWithoutGaps) {
  expect_whole(setting_keys(), "");
  EXPECT_EQ(setting_key("Repair.Steps")->keys.size(), kRepairStepNames.size());
  for (const std::string_view step : kRepairStepNames.names) {
    EXPECT_NE(setting_key("Repair.Steps." + std::string(step)), nullptr) << step;
  }
  EXPECT_EQ(setting_key(""), nullptr);
  EXPECT_EQ(setting_key("Repair."), nullptr);
  EXPECT_EQ(setting_key("ManagementAccount.x"), nullptr);
}

}  // namespace
}  // namespace enrolkit
