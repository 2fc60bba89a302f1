// The watchdog: launchd starts it every quarter of an hour, and it looks when it is time.
#include <gtest/gtest.h>

#include "core/format/plist_writer.h"
#include "evidence/paths.h"
#include "policies/repair_bench.h"

namespace enrolkit::test {
namespace {

Told bark(SimMac& mac) {
  return run_repair(mac, {.unattended = true, .if_needed = true, .watchdog = WatchdogSettings{true, 60}});
}

TEST(RepairWatchdog, LooksWhenItIsTime) {
  SimMac mac;
  EXPECT_EQ(bark(mac).lines, std::vector<std::string>{"Healthy: nothing to do"});
  for (int quarter = 0; quarter < 3; ++quarter) {
    mac.advance(900);
    mac.calls = 0;
    mac.changes = 0;
    const Told told = bark(mac);
    EXPECT_EQ(told.exit, Exit::ok);
    EXPECT_NE(text_of(told).find("the watchdog looked "), std::string::npos) << text_of(told);
    EXPECT_EQ(mac.calls, 1);  // one small file
    EXPECT_EQ(mac.changes, 0);
  }
  mac.advance(3600);
  EXPECT_EQ(bark(mac).lines, std::vector<std::string>{"Healthy: nothing to do"});
}

TEST(RepairWatchdog, RepairsWithoutAPerson) {
  SimMac mac;
  (void)bark(mac);
  mac.loaded.erase("com.jamf.management.daemon");
  mac.files[std::string("/Library/LaunchDaemons/com.jamf.management.daemon.plist")].mode = 0666;
  mac.accepted = "FF";
  mac.check_in_now();
  mac.advance(2 * 3600);
  const auto right = mac.right_parts();
  const Told told = bark(mac);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  EXPECT_EQ(check(mac, right, told), "");
  EXPECT_TRUE(mac.is_sound());
}

constexpr const char* kDaemonLabel = "com.jamf.management.daemon";

SimMac mac_without_daemon() {
  SimMac mac;
  EXPECT_EQ(bark(mac).exit, Exit::ok);
  mac.disabled.insert(kDaemonLabel);
  mac.loaded.erase(kDaemonLabel);
  return mac;
}

// The log of a Mac whose daemon is gone says nothing more, and so nothing bad.
TEST(RepairWatchdog, ASilentMacThatIsRestartedDailyIsLookedAtWhole) {
  SimMac mac = mac_without_daemon();
  for (int day = 0; day < 5; ++day) {
    mac.advance(19 * 3600);
    mac.reboot();
    mac.advance(5 * 3600);
  }
  EXPECT_EQ(bark(mac).exit, Exit::ok);
  EXPECT_TRUE(mac.loaded.contains(kDaemonLabel));
}

TEST(RepairWatchdog, WhatTheFilesSpeakAgainstIsLookedAtWhole) {
  SimMac mac = mac_without_daemon();
  mac.files[std::string(paths::kLaunchdOverrides)] = {
      plist_xml({{kDaemonLabel, true}}), 0, 0, 0644, mac.clock, SimFile::Kind::file};
  mac.advance(2 * 3600);
  (void)bark(mac);
  EXPECT_TRUE(mac.loaded.contains(kDaemonLabel));
}

TEST(RepairWatchdog, AMarkThatIsRubbishOrFromTheFutureIsNone) {
  for (const char* mark :
       {"", "x\n", "99999999999999999999\n", "17724528001772452800\n", "4102444800\n", "-5\n"}) {
    SimMac mac;
    mac.files[std::string(paths::kWatchdogLook)] = {mark, 0, 0, 0600, mac.clock, SimFile::Kind::file};
    EXPECT_EQ(bark(mac).lines, std::vector<std::string>{"Healthy: nothing to do"}) << mark;
  }
}

TEST(RepairWatchdog, ADiskThatIsFullKeepsItFromNothing) {
  SimMac mac;
  (void)bark(mac);
  mac.disk_full = true;
  for (int facts = 0; facts < 2; ++facts) {  // its mark stays old, so that it looks each time
    mac.advance(2 * 3600);
    EXPECT_EQ(bark(mac).lines, std::vector<std::string>{"Healthy: nothing to do"});
  }
}

}  // namespace
}  // namespace enrolkit::test
