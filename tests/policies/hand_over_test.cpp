// A repair that is asked for inside a policy: the enrolment waits for that policy's end, in a launchd job of
// its own.
#include <gtest/gtest.h>

#include "core/format/plist.h"
#include "core/repair/status.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"
#include "policies/repair_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

constexpr std::int64_t kPolicy = 3900, kShell = 3901, kOurs = 4000;

void start_policy(SimMac& mac) {
  std::erase_if(mac.running, [](const Process& process) { return process.pid == kOurs; });
  mac.running.push_back({kPolicy, 1, kSimJamf, std::vector<std::string>{"policy", "-event", "x"}, mac.clock});
  mac.running.push_back({kShell, kPolicy, "/bin/sh", std::vector<std::string>{}, mac.clock});
  mac.running.push_back(
      {kOurs, kShell, std::string(paths::kRepairProgram), std::vector<std::string>{}, mac.clock});
}

// As launchd does: our program again, started by process 1.
void start_job(SimMac& mac) {
  std::erase_if(mac.running,
                [](const Process& process) { return process.pid == kOurs || process.pid == kShell; });
  mac.running.push_back(
      {kOurs, 1, std::string(paths::kRepairProgram), std::vector<std::string>{}, mac.clock});
}

// The words that launchd would start.
std::vector<std::string> job_of(const SimMac& mac) {
  const auto job = mac.files.find(std::string(paths::kHandOver));
  if (job == mac.files.end()) return {};
  const auto parsed = Plist::parse(job->second.bytes);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist != nullptr ? plist->root()["ProgramArguments"].strings() : std::vector<std::string>{};
}

SimMac dropped_inside_a_policy() {
  SimMac mac;
  mac.files[std::string(paths::kRepairProgram)] = {"program", 0, 0, 0755, mac.clock, SimFile::Kind::file};
  mac.accepted = "FF";
  mac.check_in_now();
  mac.advance(60);
  start_policy(mac);
  return mac;
}

std::string repair_code(const SimMac& mac) {
  const auto journal = read_journal(mac);
  const RepairSettings settings = all_allowed();
  return repair_finding({journal, settings, mac.clock, [&](std::int64_t at) { return mac.to_local(at); }})
      .code;
}

TEST(HandOver, TheEnrolmentIsLeftToLaunchd) {
  SimMac mac = dropped_inside_a_policy();
  const auto right = mac.right_parts();
  const Told told = run_repair(mac, {.highest = RepairStep::enrol});
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_EQ(check(mac, right, told), "");
  EXPECT_TRUE(has(text_of(told), "Handed to launchd: ")) << text_of(told);
  EXPECT_EQ(mac.enrolments, 0);
  EXPECT_TRUE(mac.loaded.contains(std::string(paths::kHandOverLabel)));
  EXPECT_EQ(mac.files.at(std::string(paths::kHandOver)).mode, 0644U);
  const auto words = job_of(mac);
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[0], paths::kRepairProgram);
  EXPECT_EQ(words[1], "--handed-over");
  EXPECT_EQ(words[3] + " " + words[4], "--highest enrol");
  EXPECT_EQ(repair_code(mac), "Running");
}

TEST(HandOver, WhatEndsAnEarlierJobMayAnswerOddly) {
  SimMac mac = dropped_inside_a_policy();
  mac.bootout_status = 36;  // "Operation now in progress"
  mac.loaded.insert(std::string(paths::kHandOverLabel));
  const Told told = run_repair(mac, {.highest = RepairStep::enrol});
  EXPECT_TRUE(has(text_of(told), "Handed to launchd: ")) << text_of(told);
  EXPECT_TRUE(mac.loaded.contains(std::string(paths::kHandOverLabel)));
  EXPECT_EQ(repair_code(mac), "Running");
}

TEST(HandOver, TheJobWaitsForThePolicyAndRepairs) {
  SimMac mac = dropped_inside_a_policy();
  (void)run_repair(mac);
  const std::string run = job_of(mac).at(2);
  start_job(mac);
  mac.ends_at[kPolicy] = mac.clock + 400;
  const std::int64_t begun = mac.clock;
  const auto right = mac.right_parts();
  const Told told = run_repair(mac, {.handed_over = run});
  EXPECT_EQ(check(mac, right, told), "");  // no enrolment beside the policy
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  EXPECT_TRUE(mac.is_sound());
  EXPECT_EQ(mac.enrolments, 1);
  EXPECT_GE(mac.clock, begun + 400);
  EXPECT_EQ(repair_code(mac), "Repaired");
}

TEST(HandOver, APolicyThatDoesNotEndKeepsItsIdentity) {
  SimMac mac = dropped_inside_a_policy();
  (void)run_repair(mac);
  const std::string run = job_of(mac).at(2);
  start_job(mac);
  const Told told = run_repair(mac, {.handed_over = run});
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "blocked: enrol: jamf-running: process 3900 is a jamf policy"))
      << text_of(told);
  EXPECT_EQ(mac.enrolments, 0);
  EXPECT_TRUE(mac.broken_rules.empty());
}

TEST(HandOver, OnlyWhatTheJournalTellsOfGoesOn) {
  SimMac mac = dropped_inside_a_policy();
  start_job(mac);
  mac.ends_at[kPolicy] = mac.clock;
  const Told told = run_repair(mac, {.handed_over = "0badf00d"});
  EXPECT_EQ(told.exit, Exit::trouble);
  EXPECT_TRUE(has(text_of(told), "no run 0badf00d that was handed on")) << text_of(told);
  EXPECT_TRUE(mac.ran.empty());
}

TEST(HandOver, ADryRunOfTheJobWaitsForNothing) {
  SimMac mac = dropped_inside_a_policy();
  (void)run_repair(mac);
  const std::string run = job_of(mac).at(2);
  start_job(mac);
  const auto before = mac.files;
  const Told told = run_repair(mac, {.dry_run = true, .handed_over = run});
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_EQ(mac.files, before);
}

TEST(HandOver, ItIsNotBegunTwice) {
  SimMac mac = dropped_inside_a_policy();
  (void)run_repair(mac);
  const std::string run = job_of(mac).at(2);
  start_job(mac);
  mac.ends_at[kPolicy] = mac.clock;
  mac.invitation_good = false;
  EXPECT_EQ(run_repair(mac, {.handed_over = run, .highest = RepairStep::enrol}).exit, Exit::finding);
  const auto ran = mac.ran.size();
  EXPECT_EQ(run_repair(mac, {.handed_over = run}).exit, Exit::trouble);
  EXPECT_EQ(mac.ran.size(), ran);
}

TEST(HandOver, LaunchdStartsNothingThatOthersCouldHaveWritten) {
  for (const bool there : {false, true}) {
    SimMac mac = dropped_inside_a_policy();
    SimFile& program = mac.files[std::string(paths::kRepairProgram)];
    program.mode = 0775;
    if (!there) mac.files.erase(std::string(paths::kRepairProgram));
    const Told told = run_repair(mac);
    EXPECT_EQ(told.exit, Exit::finding);
    EXPECT_TRUE(has(text_of(told), "blocked: enrol: not-allowed: ")) << text_of(told);
    EXPECT_TRUE(job_of(mac).empty());
  }
}

TEST(HandOver, ThatLaunchdRefusesIsSaidAndKept) {
  SimMac mac = dropped_inside_a_policy();
  mac.misdeeds["bootstrap"] = Misdeed::fails;
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding);
  EXPECT_TRUE(has(text_of(told), "not handed to launchd: launchctl bootstrap: status 1")) << text_of(told);
  EXPECT_EQ(repair_code(mac), "BackingOff");  // a check-in was tried before
}

TEST(HandOver, ADryRunNamesTheJob) {
  SimMac mac = dropped_inside_a_policy();
  const auto before = mac.files;
  const Told told = run_repair(mac, {.dry_run = true});
  EXPECT_TRUE(has(text_of(told), "write /var/db/enrolkit/hand-over.plist (")) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "run /bin/launchctl bootstrap system /var/db/enrolkit/hand-over.plist"));
  EXPECT_FALSE(has(text_of(told), "jamf enroll")) << text_of(told);
  EXPECT_EQ(mac.files, before);
}

TEST(HandOver, BesideACheckInNothingEnrols) {
  SimMac mac = dropped_inside_a_policy();
  start_job(mac);  // and the policy goes on: it is not ours
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "blocked: enrol: jamf-running: ")) << text_of(told);
  EXPECT_EQ(mac.enrolments, 0);
}

TEST(HandOver, ADeathBetweenAnyTwoCallsIsSurvived) {
  SimMac whole = dropped_inside_a_policy();
  whole.calls = 0;
  (void)run_repair(whole);
  ASSERT_GT(whole.calls, 20);
  for (long at = 0; at < whole.calls; ++at) {
    SimMac mac = dropped_inside_a_policy();
    mac.calls = 0;
    mac.dies_at = at;
    const auto right = mac.right_parts();
    const Told cut = run_repair(mac);  // the Mac starts anew, and the job is not there any more
    ASSERT_TRUE(cut.died) << at;
    ASSERT_EQ(check(mac, right, cut), "") << at;
    Told next = run_repair(mac);
    if (next.exit != Exit::ok) {
      ASSERT_NE(text_of(next).find("refused: back-off: "), std::string::npos) << at << "\n" << text_of(next);
      mac.advance(2 * 24 * 3600);
      next = run_repair(mac);
    }
    ASSERT_EQ(next.exit, Exit::ok) << at << "\n" << text_of(next);
    ASSERT_TRUE(mac.is_sound()) << at;
  }
}

}  // namespace
}  // namespace enrolkit::test
