// Every fault under everything that may have started the repair. Inside a run of jamf what the run would lose is left to
// launchd, which goes on once it has ended; everywhere the same holds as ever.
#include <gtest/gtest.h>

#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

constexpr std::int64_t kJamfPid = 3900, kShellPid = 3901;

// What started the shell that started us.
struct Parent {
  const char* name;
  std::int64_t pid;
  bool jamf;  // it speaks for this Mac
};
constexpr std::array kParents{Parent{"launchd", 1, false}, Parent{"a shell of a user", 1, false},
                              Parent{"jamf", kJamfPid, true}, Parent{"JamfDaemon", kSimDaemonPid, true},
                              Parent{"JamfManagementService", kSimServicePid, true}};

void start(SimMac& mac, std::int64_t parent) {
  std::erase_if(mac.running, [](const Process& process) {
    return process.pid == kSimOurPid || process.pid == kJamfPid || process.pid == kShellPid;
  });
  if (parent == kJamfPid) {
    mac.running.push_back(
        {kJamfPid, 1, kSimJamf, std::vector<std::string>{"policy", "-event", "x"}, mac.clock});
  }
  mac.running.push_back(
      {kShellPid, parent, "/bin/sh", std::vector<std::string>{}, mac.clock, parent == 1 ? 501U : 0U});
  mac.running.push_back(
      {kSimOurPid, kShellPid, std::string(paths::kRepairProgram), std::vector<std::string>{}, mac.clock});
}

// The run that asked has ended, and launchd has started the job.
void start_job(SimMac& mac) {
  std::erase_if(mac.running, [](const Process& process) {
    return process.pid == kSimOurPid || process.pid == kJamfPid || process.pid == kShellPid;
  });
  mac.running.push_back(
      {kSimOurPid, 1, std::string(paths::kRepairProgram), std::vector<std::string>{}, mac.clock});
}

std::string handed_run(const SimMac& mac) {
  const std::string& journal = mac.files.at(std::string(paths::kJournal)).bytes;
  const auto line = journal.rfind("\"kind\":\"handed\"");
  const auto run = journal.find("\"run\":\"", line) + 7;
  return journal.substr(run, journal.find('"', run) - run);
}

SimMac installed() {
  SimMac mac;
  mac.files[std::string(paths::kRepairProgram)] = {"program", 0, 0, 0755, mac.clock, SimFile::Kind::file};
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);  // saves the keychain
  mac.advance(600);
  return mac;
}

// The first run, and the job that it handed the rest to; what is wrong after either, or an empty text.
std::string run_and_go_on(SimMac& mac, const How& how, bool inside, bool& handed) {
  auto right = mac.right_parts();
  const Told told = run_repair(mac, how);
  if (auto wrong = check(mac, right, told); !wrong.empty()) return wrong;
  handed = has(text_of(told), "Handed to launchd: ");
  if (!handed) return told.exit == Exit::ok ? "" : "not repaired\n" + text_of(told);
  if (!inside) return "handed over outside of a run\n" + text_of(told);
  if (mac.enrolments != 0) return "it enrolled inside a run";
  start_job(mac);
  right = mac.right_parts();
  const Told job = run_repair(mac, {.handed_over = handed_run(mac)});
  if (auto wrong = check(mac, right, job); !wrong.empty()) return wrong;
  return job.exit == Exit::ok ? "" : "not repaired by the job\n" + text_of(job);
}

TEST(Parents, EveryFaultIsRepairedUnderEveryParent) {
  for (const Change& breakage : breakages()) {
    for (const Parent& parent : kParents) {
      SimMac mac = installed();
      start(mac, parent.pid);
      breakage.make(mac);
      if (parent.pid == kSimDaemonPid && !mac.loaded.contains("com.jamf.management.daemon")) continue;
      bool handed = false;
      EXPECT_EQ(run_and_go_on(mac, {}, parent.jamf, handed), "") << breakage.name << " under " << parent.name;
      EXPECT_TRUE(mac.is_sound()) << breakage.name << " under " << parent.name;
    }
  }
}

TEST(Parents, WhatARunWouldLoseIsHandedOn) {
  for (const Parent& parent : kParents) {
    for (const char* name : {"the server dropped the signature", "app is gone", "MDM profile is gone"}) {
      SimMac mac = installed();
      start(mac, parent.pid);
      for (const Change& change : breakages()) {
        if (change.name == std::string_view(name)) change.make(mac);
      }
      bool handed = false;
      EXPECT_EQ(run_and_go_on(mac, {}, parent.jamf, handed), "") << name << " under " << parent.name;
      EXPECT_EQ(handed, parent.jamf) << name << " under " << parent.name;
    }
  }
}

// Jamf Pro's way to say so: the policy's script hands its $1 on.
TEST(Parents, APolicyThatSaysSoIsBelieved) {
  SimMac mac = installed();
  mac.accepted = "FF";
  mac.check_in_now();
  mac.advance(60);
  bool handed = false;
  EXPECT_EQ(run_and_go_on(mac, {.in_policy = true}, true, handed), "");
  EXPECT_TRUE(handed);
  EXPECT_EQ(mac.enrolments, 1);
}

TEST(Parents, BesideASelfServiceRunNothingTakesItsIdentity) {
  SimMac mac = installed();
  mac.accepted = "FF";
  mac.check_in_now();
  mac.advance(60);
  mac.running.push_back({71, kSimServicePid, "/bin/sh", std::vector<std::string>{}, mac.clock});
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "process 71 was started by JamfManagementService")) << text_of(told);
  EXPECT_EQ(mac.enrolments, 0);
  EXPECT_EQ(mac.broken_rules, std::vector<std::string>{});
}

}  // namespace
}  // namespace enrolkit::test
