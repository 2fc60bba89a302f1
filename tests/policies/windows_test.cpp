// What Self Service's user is asked and shown.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "evidence/paths.h"
#include "evidence/repair_commands.h"
#include "evidence/screen.h"
#include "policies/repair_bench.h"
#include "policies/texts/texts.h"
#include "support/has.h"
#include "support/utf8.h"

namespace enrolkit::test {
namespace {

void install(SimMac& mac, std::string_view tool) {
  mac.files[std::string(tool)] = {"program", 0, 0, 0755, mac.clock, SimFile::Kind::file};
}

std::string plist_with(std::string_view key, std::string_view value) {
  return fmt::format("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>{}</key>{}</dict></plist>",
                     key, value);
}

void install_swift_dialog(SimMac& mac, std::string_view minimum = "12.0") {
  install(mac, paths::kSwiftDialog);
  mac.files[std::string(paths::kSwiftDialogInfo)] = {
      plist_with("LSMinimumSystemVersion", fmt::format("<string>{}</string>", minimum)),
      0,
      0,
      0644,
      mac.clock,
      SimFile::Kind::file};
}

void speak(SimMac& mac, std::string_view languages) {
  mac.files[std::string(paths::kGlobalPreferences)] = {
      plist_with("AppleLanguages", languages), 0, 0, 0644, mac.clock, SimFile::Kind::file};
}

// A Mac whose daemon is gone, with a user at the screen.
SimMac broken_mac() {
  SimMac mac;
  install_swift_dialog(mac);
  install(mac, paths::kJamfHelper);
  mac.loaded.erase("com.jamf.management.daemon");
  return mac;
}

Told press_repair(SimMac& mac, const RepairSettings& settings = all_allowed()) {
  const auto right = mac.right_parts();
  Told told = run_repair(mac, {.self_service = true}, settings);
  EXPECT_EQ(check(mac, right, told), "");
  return told;
}

TEST(Windows, AskShowAndTell) {
  SimMac mac = broken_mac();
  RepairSettings settings = all_allowed();
  settings.texts["Consent"] = "Darf ich?";
  settings.texts["Continue"] = "Ja";
  const Told told = press_repair(mac, settings);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  ASSERT_EQ(mac.windows.size(), 3U);
  EXPECT_TRUE(has(mac.windows[0], "--message Darf ich? ")) << mac.windows[0];
  EXPECT_TRUE(has(mac.windows[0], "--button1text Ja --timer 300 --button2text Not now")) << mac.windows[0];
  EXPECT_TRUE(has(mac.windows[1], text_in(Language::english, Text::progress))) << mac.windows[1];
  EXPECT_TRUE(has(mac.windows[2], text_in(Language::english, Text::repaired))) << mac.windows[2];
}

TEST(Windows, NoIsHonouredAndIsNoFailure) {
  // 3 and 15: swiftDialog 3, the window was closed. The rest: ends that nobody knows.
  for (const int click : {2, 3, 4, 5, 10, 15, 20, 7, 42, 100, 128, 137, 200, 211, 254}) {
    SimMac mac = broken_mac();
    mac.click = click;
    const Told told = press_repair(mac);
    EXPECT_EQ(told.exit, Exit::ok) << click;
    EXPECT_EQ(told.lines.back(), "Put off by the user: nothing was done");
    EXPECT_TRUE(mac.ran.empty());
    EXPECT_FALSE(mac.is_sound());
    mac.click = 0;  // and may be asked for again at once
    EXPECT_EQ(press_repair(mac).exit, Exit::ok);
    EXPECT_TRUE(mac.is_sound());
  }
}

TEST(Windows, AQuestionThatNobodyAnswersIsNoConsent) {
  SimMac mac = broken_mac();
  mac.misdeeds["dialog"] = Misdeed::hangs;
  EXPECT_EQ(press_repair(mac).lines.back(), "Put off by the user: nothing was done");
  EXPECT_TRUE(mac.ran.empty());
}

TEST(Windows, AToolThatDoesNotWorkIsFollowedByTheNext) {
  for (const Misdeed misdeed : {Misdeed::fails, Misdeed::missing}) {
    SimMac mac = broken_mac();
    mac.misdeeds["dialog"] = misdeed;
    EXPECT_EQ(press_repair(mac).exit, Exit::ok);
    ASSERT_FALSE(mac.windows.empty());
    EXPECT_TRUE(has(mac.windows[0], "jamfHelper")) << mac.windows[0];
    EXPECT_TRUE(has(mac.windows[0], "-timeout 300 -button2 Not now -defaultButton 2 -cancelButton 2"));
  }
}

TEST(Windows, OneThatWasNeverShownIsFollowedByTheNextAndNeverAConsent) {
  for (const int status : {1, 30, 201, 205, 210, 255})
    EXPECT_EQ(answer_of(DialogTool::swift_dialog, Finished{status, "", ""}), Answer::none) << status;
  EXPECT_EQ(answer_of(DialogTool::jamf_helper, Finished{1, "", ""}), Answer::none);
  EXPECT_EQ(answer_of(DialogTool::jamf_helper, Finished{239, "", ""}), Answer::no);
  EXPECT_EQ(answer_of(DialogTool::jamf_helper, NotStarted{"no such file"}), Answer::none);
  EXPECT_EQ(answer_of(DialogTool::jamf_helper, Stopped{"killed"}), Answer::no);
}

// Of every status a tool can end with, one alone agrees.
TEST(Windows, OnlyTheButtonThatAgreesAgrees) {
  for (const DialogTool tool : {DialogTool::swift_dialog, DialogTool::jamf_helper}) {
    for (int status = 0; status < 256; ++status)
      EXPECT_EQ(answer_of(tool, Finished{status, "", ""}) == Answer::yes, status == 0) << status;
  }
}

TEST(Windows, SwiftDialogThatWantsANewerMacOsIsNotStarted) {
  for (const char* minimum : {"99", "99.1", "", "x", "12x"}) {
    SimMac mac = broken_mac();
    install_swift_dialog(mac, minimum);
    EXPECT_EQ(press_repair(mac).exit, Exit::ok);
    ASSERT_FALSE(mac.windows.empty());
    EXPECT_TRUE(has(mac.windows[0], "jamfHelper")) << mac.windows[0];
  }
}

TEST(Windows, SpeakTheUsersLanguage) {
  SimMac mac = broken_mac();
  speak(mac, "<array><string>fr-FR</string></array>");
  EXPECT_EQ(press_repair(mac).exit, Exit::ok);
  EXPECT_TRUE(has(mac.windows[0], text_in(Language::french, Text::consent))) << mac.windows[0];
  EXPECT_TRUE(has(mac.windows[2], text_in(Language::french, Text::repaired))) << mac.windows[2];

  SimMac own = broken_mac();
  speak(own, "<array><string>fr-FR</string></array>");
  own.languages = "(\n    tlh,\n    \"de-CH\"\n)\n";
  RepairSettings settings = all_allowed();
  settings.texts["Continue"] = "Los";
  EXPECT_EQ(press_repair(own, settings).exit, Exit::ok);
  EXPECT_TRUE(has(own.windows[0], text_in(Language::german, Text::consent))) << own.windows[0];
  EXPECT_TRUE(has(own.windows[0], "--button1text Los ")) << "the settings come first";
}

TEST(Windows, AnythingInAUsersPreferencesIsALanguageOrEnglish) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  for (const std::string& languages :
       {std::string("(\n    \"--command\"\n)\n"), std::string("7\n"), std::string("{\n}\n"),
        std::string("(\n    \"zh-Hant-TW\"\n)\n"), std::string("(\n)\n"), every_byte}) {
    SimMac mac = broken_mac();
    mac.languages = languages;
    EXPECT_EQ(press_repair(mac).exit, Exit::ok);
    EXPECT_TRUE(has(mac.windows[0], text_in(Language::english, Text::consent))) << languages;
  }
}

TEST(Windows, WaitForNoLanguage) {
  SimMac mac = broken_mac();
  speak(mac, "<array><string>fr-FR</string></array>");
  mac.misdeeds["defaults"] = Misdeed::hangs;
  EXPECT_EQ(press_repair(mac).exit, Exit::ok);
  EXPECT_TRUE(has(mac.windows[0], text_in(Language::french, Text::consent))) << mac.windows[0];
  const auto asked = commands::languages_of(501).arguments;
  EXPECT_EQ(fmt::format("{}", fmt::join(asked, " ")),
            "asuser 501 /usr/bin/sudo -n -H -u #501 -- /usr/bin/defaults read -g AppleLanguages");
}

TEST(Texts, LanguageIsTheFirstThatThereIs) {
  const auto of = [](std::vector<std::string> ids) { return language_of(ids); };
  EXPECT_EQ(of({"pt-BR"}), Language::portuguese);
  EXPECT_EQ(of({"zh-Hans-CN", "en"}), Language::simplified_chinese);
  EXPECT_EQ(of({"zh-CN"}), Language::simplified_chinese);
  EXPECT_EQ(of({"zh-Hant-HK", "ja-JP"}), Language::japanese);
  EXPECT_EQ(of({"nl_NL"}), Language::dutch);
  EXPECT_EQ(of({"", "-", "e", "english"}), Language::english);
  EXPECT_EQ(of({}), Language::english);
}

TEST(Texts, AreThereInEveryLanguageAndDiffer) {
  for (std::size_t l = 0; l < kLanguageNames.size(); ++l) {
    for (std::size_t t = 0; t < kTextNames.size(); ++t) {
      const auto text = text_in(static_cast<Language>(l), static_cast<Text>(t));
      EXPECT_FALSE(text.empty()) << l << " " << t;
      EXPECT_TRUE(walk_utf8(text, [](std::uint32_t) { return true; })) << l << " " << t;
      const bool same = l != 0 && text == text_in(Language::english, static_cast<Text>(t));
      EXPECT_FALSE(same && static_cast<Text>(t) != Text::close) << l << " " << t;
    }
  }
}

TEST(Windows, WithoutAnyItGoesOnInPlainLines) {
  SimMac none;
  none.loaded.erase("com.jamf.management.daemon");
  SimMac of_others = broken_mac();
  of_others.files[std::string(paths::kSwiftDialog)].owner = 501;
  of_others.files[std::string(paths::kJamfHelper)].mode = 0777;
  SimMac broken = broken_mac();
  broken.misdeeds = {{"dialog", Misdeed::fails}, {"jamfHelper", Misdeed::missing}};
  for (SimMac* mac : {&none, &of_others, &broken}) {
    EXPECT_EQ(press_repair(*mac).exit, Exit::ok);
    EXPECT_TRUE(mac->windows.empty());
    EXPECT_TRUE(mac->is_sound());
  }
}

TEST(Windows, AreSwitchedOffByTheSettings) {
  SimMac mac = broken_mac();
  RepairSettings settings = all_allowed();
  settings.dialogs = false;
  EXPECT_EQ(press_repair(mac, settings).exit, Exit::ok);
  EXPECT_TRUE(mac.windows.empty());
}

TEST(Windows, AtTheLoginWindowOnlyWhereAllowed) {
  for (const bool allowed : {false, true}) {
    SimMac mac = broken_mac();
    mac.files[std::string(paths::kConsole)].owner = 0;
    RepairSettings settings = all_allowed();
    settings.dialogs_at_login_window = allowed;
    EXPECT_EQ(press_repair(mac, settings).exit, Exit::ok);
    ASSERT_EQ(mac.windows.size(), allowed ? 2U : 0U);  // nobody is asked
    for (const std::string& window : mac.windows)
      EXPECT_TRUE(window.starts_with(paths::kJamfHelper)) << window;
  }
}

TEST(Windows, WithoutSelfServiceThereAreNone) {
  SimMac mac = broken_mac();
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);
  EXPECT_TRUE(mac.windows.empty());
}

TEST(Windows, AreTheUsersOwn) {
  const Screen screen{{DialogTool::swift_dialog}, 501};
  const Command command =
      window(DialogTool::swift_dialog, screen, {"T", "M", "", ""}, std::chrono::seconds(9));
  EXPECT_EQ(command.tool, "/bin/launchctl");
  EXPECT_EQ(command.arguments,
            (std::vector<std::string>{"asuser", "501", "/usr/bin/sudo", "-n", "-H", "-u", "#501", "--",
                                      std::string(paths::kSwiftDialog), "--title", "T", "--message", "M",
                                      "--moveable", "--ontop", "--progress", "--button1disabled"}));
}

TEST(Windows, AHealthyMacSaysSo) {
  SimMac mac;
  install(mac, paths::kJamfHelper);
  EXPECT_EQ(press_repair(mac).exit, Exit::ok);
  ASSERT_EQ(mac.windows.size(), 1U);
  EXPECT_TRUE(has(mac.windows[0], text_in(Language::english, Text::repaired))) << mac.windows[0];
}

}  // namespace
}  // namespace enrolkit::test
