// When a repair does nothing, or less, and says why.
#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/paths.h"
#include "policies/repair_bench.h"
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
  mac.running.push_back({90, 1, std::string(paths::kSetupAssistant), std::vector<std::string>{}, mac.clock});
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
