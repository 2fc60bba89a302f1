// When a repair does nothing, or less, and says why.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "policies/status.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

TEST(Refusal, WhatOthersMayWriteIsNotTrusted) {
  for (const std::string_view path : {paths::kStateFolder, std::string_view("/usr/local/jamf")}) {
    SimMac mac;
    breakage("the server dropped the signature").make(mac);
    mac.files.at(std::string(path)).mode = 0777;
    const auto before = mac.files;
    const Told told = run_repair(mac);
    EXPECT_EQ(told.exit, Exit::finding);
    EXPECT_TRUE(has(text_of(told), "refused: unsafe-permissions: ")) << text_of(told);
    EXPECT_EQ(mac.changes, 0);
    EXPECT_EQ(mac.files, before);
  }
}

TEST(Refusal, RefusalsAreKeptOnce) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.running.push_back({90, 1,
                         "/System/Library/CoreServices/Setup Assistant.app/Contents/MacOS/Setup Assistant",
                         std::vector<std::string>{}, mac.clock});
  EXPECT_EQ(run_repair(mac).exit, Exit::finding);
  EXPECT_EQ(run_repair(mac).exit, Exit::finding);
  const std::string journal = journal_of(mac);
  EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), 1) << journal;
  EXPECT_TRUE(has(journal, "\"detail\":\"setup-assistant\"")) << journal;
}

TEST(Refusal, AnotherRepairOrEnrolmentIsNotDisturbed) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.running.push_back({91, 1, kSimJamf, std::vector<std::string>{"enroll", "-invitation", "1"}, mac.clock});
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "refused: enrolment-running: ")) << text_of(told);
  EXPECT_TRUE(mac.ran.empty());
  const auto lock = static_cast<HostWriter&>(mac).lock(paths::kRepairLock);
  EXPECT_EQ(run_repair(mac).lines, std::vector<std::string>{"Nothing was done: another repair is at work"});
}

TEST(Refusal, WhetherARepairIsAtWorkIsToldByItsLock) {
  SimMac mac;
  const auto said = [&mac](std::uint32_t uid) {
    std::string text;
    const Exit exit =
        say_whether_at_work(mac, mac, {kSimOurPid, uid}, [&](std::string_view line) { text = line; });
    return fmt::format("{} {}", static_cast<int>(exit), text);
  };
  EXPECT_EQ(said(0), "0 No repair is at work");
  EXPECT_EQ(mac.files.count(std::string(paths::kRepairLock)), 0U);
  (void)run_repair(mac);
  EXPECT_EQ(said(0), "0 No repair is at work");
  EXPECT_EQ(said(501), "2 Not known whether a repair is at work: only root may ask");
  // A user's su, of which that user wrote the arguments.
  mac.running.push_back({93, 1, "/usr/bin/su", std::vector<std::string>{"--unattended"}, mac.clock});
  EXPECT_EQ(said(0), "0 No repair is at work");
  const auto lock = static_cast<HostWriter&>(mac).lock(paths::kRepairLock);
  EXPECT_EQ(said(0), "1 A repair is at work");
}

TEST(Refusal, InsideAPolicyTheIdentityOfItsParentIsLeftAlone) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.running[1].parent = 92;
  mac.running.push_back({92, 1, kSimJamf, std::vector<std::string>{"policy", "-event", "x"}, mac.clock});
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "blocked: enrol: not-allowed: ")) << text_of(told);
  EXPECT_EQ(mac.enrolments, 0);
}

TEST(Refusal, NobodyIsAskedUnattended) {
  SimMac mac;
  mac.mdm = false;
  const Told told = run_repair(mac, {.unattended = true});
  EXPECT_TRUE(has(text_of(told), "blocked: renew-enrolment: not-allowed: ")) << text_of(told);
  for (const std::string& line : mac.ran) EXPECT_FALSE(has(line, "renew")) << line;
}

TEST(Refusal, NotAsRootNothingIsTouched) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  const auto before = mac.files;
  const Told told = run_repair(mac, {.uid = 501});
  EXPECT_EQ(told.exit, Exit::trouble);
  EXPECT_TRUE(has(text_of(told), "refused: not-root: ")) << text_of(told);
  EXPECT_EQ(mac.changes, 0);
  EXPECT_EQ(mac.files, before);
}

}  // namespace
}  // namespace enrolkit::test
