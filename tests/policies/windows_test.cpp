// What Self Service's user is asked and shown.
#include <gtest/gtest.h>

#include "evidence/paths.h"
#include "evidence/screen.h"
#include "policies/repair_bench.h"

namespace enrolkit::test {
namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void install(SimMac& mac, std::string_view tool) {
  mac.files[std::string(tool)] = {"program", 0, 0, 0755, mac.clock, SimFile::Kind::file};
}

// A Mac whose daemon is gone, with a user at the screen.
SimMac broken_mac() {
  SimMac mac;
  install(mac, paths::kSwiftDialog);
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
  EXPECT_TRUE(has(mac.windows[1], settings.texts["Progress"])) << mac.windows[1];
  EXPECT_TRUE(has(mac.windows[2], settings.texts["Repaired"])) << mac.windows[2];
}

TEST(Windows, NoIsHonouredAndIsNoFailure) {
  for (const int click : {2, 4, 10, 20}) {
    SimMac mac = broken_mac();
    mac.click = click;
    const Told told = press_repair(mac);
    EXPECT_EQ(told.exit, Exit::ok) << click;
    EXPECT_EQ(told.lines.back(), "put off by the user: nothing was done");
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
  EXPECT_EQ(press_repair(mac).lines.back(), "put off by the user: nothing was done");
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
  EXPECT_TRUE(has(mac.windows[0], all_allowed().texts["Repaired"])) << mac.windows[0];
}

}  // namespace
}  // namespace enrolkit::test
