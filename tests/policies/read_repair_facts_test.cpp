// What the look for a repair makes of that which it may not see.
#include <gtest/gtest.h>

#include "core/enrolment/setup.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"
#include "evidence/read_setup.h"
#include "host/real_host.h"
#include "policies/begin.h"
#include "policies/repair_bench.h"
#include "support/has.h"
#include "support/macs/fault_host.h"
#include "support/macs/sim_mac.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

TEST(ReadRepairFacts, AJournalThatWasNotCollectedIsNoNewMac) {
  const TempFolder folder;
  folder.write("var/log/jamf.log", "");
  const auto host = open_host(folder.path());
  EXPECT_NE(why_unreadable(read_journal(*std::get<0>(host))), nullptr);
  EXPECT_TRUE(std::holds_alternative<Absent>(read_journal(SimMac())));
}

TEST(ReadRepairFacts, ADryRunOfACollectedMacNeedsNoJournal) {
  const TempFolder folder;
  folder.write("var/log/jamf.log", "Mon Mar 02 08:30:00 mac jamf[812]: Checking for patches...\n");
  const auto host = open_host(folder.path());
  std::string said;
  (void)repair(*std::get<0>(host), nullptr, all_allowed(), {},
               [&](std::string_view line) { said += std::string(line) + "\n"; });
  EXPECT_TRUE(has(said, "Note: no journal was collected")) << said;
  EXPECT_FALSE(has(said, "the journal cannot be used")) << said;

  SimMac mac;  // the running one
  mac.files[std::string(paths::kJournal)] = {"x\n", 0, 0, 0600, mac.clock, SimFile::Kind::file};
  said.clear();
  (void)repair(FaultHost(mac, std::string(paths::kJournal), Fault::closed, {}), nullptr, all_allowed(), {},
               [&](std::string_view line) { said += std::string(line) + "\n"; });
  EXPECT_TRUE(has(said, "the journal cannot be used")) << said;
}

TEST(ReadRepairFacts, WithoutThePackageTheFirstThingIsToInstallIt) {
  SimMac mac;
  mac.files[std::string(paths::kRepairProgram)] = {"x", 0, 0, 0755, mac.clock, SimFile::Kind::file};
  EXPECT_EQ(without_package(mac, {"x: No such file or directory"}).why, "x: No such file or directory");
  mac.files.erase(std::string(paths::kRepairProgram));
  EXPECT_TRUE(has(without_package(mac, {"x: No such file or directory"}).why, "install it first"));
}

TEST(ReadRepairFacts, AJournalThatOthersMayWriteIsNotBelieved) {
  SimMac mac;
  mac.files[std::string(paths::kJournal)] = {"", 0, 0, 0666, mac.clock, SimFile::Kind::file};
  EXPECT_NE(why_unreadable(read_journal(mac)), nullptr);
}

TEST(ReadRepairFacts, AJournalThatCannotBeReadIsNotNone) {
  SimMac mac;
  mac.files[std::string(paths::kJournal)] = {"x\n", 0, 0, 0600, mac.clock, SimFile::Kind::file};
  for (const Fault fault : {Fault::refused, Fault::closed, Fault::torn}) {
    EXPECT_NE(why_unreadable(read_journal(FaultHost(mac, std::string(paths::kJournal), fault, {}))), nullptr);
  }
}

// jamf follows a link, and reads what root would not.
TEST(ReadRepairFacts, SettingsOfJamfThatAreNoFileForbidToRunIt) {
  const std::string path(paths::kJamfPreferences);
  for (const SimFile::Kind kind : {SimFile::Kind::link, SimFile::Kind::folder}) {
    SimMac mac;
    mac.files[path].kind = kind;
    const RepairFacts facts = read_repair_facts(mac, {kSimOurPid});
    ASSERT_TRUE(why_jamf_is_not_run(facts));
    EXPECT_TRUE(has(*why_jamf_is_not_run(facts), path)) << *why_jamf_is_not_run(facts);
    EXPECT_NE(health_of(facts), Health::healthy);
    EXPECT_NE(why_unreadable(facts.server_answers), nullptr) << "it was asked";
  }
  const SimMac mac;
  RepairFacts facts;
  read_access(FaultHost(mac, path, Fault::refused, {}), facts);
  ASSERT_EQ(facts.access.size(), 1U);
  EXPECT_TRUE(facts.access.front().others_may_write && facts.access.front().unknown);
}

TEST(ReadRepairFacts, AJobThatCannotBeReadIsRefused) {
  for (const Fault fault : {Fault::refused, Fault::closed}) {
    const SimMac mac;
    RepairFacts facts;
    read_jobs(FaultHost(mac, std::string(paths::kTask), fault, {}), facts);
    ASSERT_EQ(facts.refused_jobs.size(), 1U);
    EXPECT_EQ(facts.refused_jobs.front().path, paths::kTask);
    EXPECT_FALSE(facts.refused_jobs.front().why.empty());
  }
}

// Without jss_url the MDM profile names the server, but of Jamf Pro's only.
TEST(ReadRepairFacts, TheServerOfAnotherMdmIsNeverTheJamfBinarys) {
  const auto named = [](const std::string& mdm_server) {
    SimMac mac;
    mac.mdm_server = mdm_server;
    mac.files[std::string(paths::kJamfPreferences)].bytes.clear();
    return read_repair_facts(mac, {kSimOurPid}).server_url.value_or("none");
  };
  EXPECT_EQ(named("https://other.example.com:8443//mdm/ServerURL?x=y"), "https://other.example.com:8443/");
  EXPECT_EQ(named("https://jamf.example.org/x"), "https://jamf.example.org/") << "as the log says";
  for (const char* url :
       {"https://i.manage.microsoft.com/DeviceGatewayProxy/ioshandler.ashx", "https://other.example.com",
        "https://other.example.com/mdm", "https://other.example.com?/mdm/ServerURL",
        "https://jamf.example.org:/mdm/ServerURL", "https://jamf.example.org:8x/mdm/ServerURL"}) {
    EXPECT_EQ(named(url), "none") << url;
  }
}

// The jamf binary uses one server, the settings and MDM name another: every look says so, and a repair may write it.
TEST(ReadRepairFacts, AServerOfTheSettingsDoesNotHideTheBinarys) {
  SimMac mac;
  std::string& preferences = mac.files[std::string(paths::kJamfPreferences)].bytes;
  preferences.replace(preferences.find("jamf.example.org"), 16, "jold.example.org");
  mac.files[std::string(paths::kSettings[1])].bytes =
      "<plist version=\"1.0\"><dict><key>ServerURL</key><string>https://jamf.example.org/</string></dict></plist>";
  const RepairFacts files = read_file_facts(mac, {kSimOurPid});
  EXPECT_EQ(health_of(files), Health::unhealthy);
  EXPECT_EQ(verdict_of(files).health, Health::unhealthy);
  const RepairFacts all = read_repair_facts(mac, {kSimOurPid});
  EXPECT_EQ(all.mdm.finding.code, "OtherServer");
  EXPECT_EQ(cause_of(all), "jss_url");
  EXPECT_FALSE(all.other_server) << "MDM is the trusted server's";
  mac.mdm_server = "https://jold.example.org/mdm/ServerURL";
  EXPECT_EQ(read_repair_facts(mac, {kSimOurPid}).other_server, "jold.example.org");
}

TEST(ReadRepairFacts, SettingsThatCannotBeReadLeaveTheServerUnknown) {
  SimMac mac;
  mac.files[std::string(paths::kJamfPreferences)].bytes.clear();
  mac.files[std::string(paths::kSettings[1])].bytes = "no property list";
  EXPECT_FALSE(read_repair_facts(mac, {kSimOurPid}).server_url);
}

TEST(ReadRepairFacts, WhatLaunchctlDoesNotSayIsNeitherLoadedNorDead) {
  for (const Misdeed misdeed : {Misdeed::fails, Misdeed::missing, Misdeed::hangs}) {
    SimMac mac;
    mac.misdeeds["print"] = misdeed;
    mac.running.clear();
    const auto jobs = read_repair_facts(mac, {kSimOurPid}).jobs;
    EXPECT_FALSE(jobs.empty());
    for (const Job& job : jobs) EXPECT_FALSE(job.is_down()) << job.path;
  }
}

TEST(ReadRepairFacts, AProcessThatNobodyKnowsMayBeTheDaemonUnlessAnotherIs) {
  SimMac mac;
  Process nameless;
  nameless.pid = 77;
  nameless.path = Unreadable{"no such file"};
  const auto running = [&] {
    RepairFacts facts;
    facts.processes = mac.processes();
    read_jobs(mac, facts);
    return facts.jobs.front().running;
  };
  EXPECT_EQ(running(), Reading<bool>(true));
  mac.running.insert(mac.running.begin(), nameless);
  EXPECT_EQ(running(), Reading<bool>(true)) << "another is";
  mac.idle.insert("com.jamf.management.daemon");
  EXPECT_NE(why_unreadable(running()), nullptr);
}

TEST(ReadRepairFacts, AScreenWhoseOwnerCannotBeReadMayBeSetupAssistants) {
  const SimMac mac;
  for (const Fault fault : {Fault::refused, Fault::absent}) {
    const FaultHost host(mac, std::string(paths::kConsole), fault, {});
    RepairFacts facts;
    read_processes(host, {kSimOurPid}, facts);
    ASSERT_TRUE(facts.setup_assistant);
    EXPECT_NE(facts.setup_assistant->find("/dev/console"), std::string::npos) << *facts.setup_assistant;
    EXPECT_EQ(judge_setup(read_setup(host)).state, SetupState::unknown)
        << "one rule for attributes and repair";
  }
}

TEST(ReadRepairFacts, LaunchctlsTroubleIsNoJobThatIsGone) {
  for (const Misdeed misdeed : {Misdeed::fails, Misdeed::missing, Misdeed::hangs}) {
    SimMac mac;
    mac.misdeeds["print"] = misdeed;
    RepairFacts facts;
    read_jobs(mac, facts);
    ASSERT_EQ(facts.jobs.size(), 2U);
    for (const Job& job : facts.jobs) EXPECT_NE(why_unreadable(job.loaded), nullptr);
  }
}

TEST(ReadRepairFacts, ADatabaseWhoseSizeCannotBeReadMayBeTooLarge) {
  SimMac mac;
  mac.loaded.clear();
  const std::string path = std::string(paths::kBackgroundItems) + "/BackgroundItems-v13.btm";
  mac.files[path] = {"small", 0, 0, 0600, mac.clock, SimFile::Kind::file};
  RepairFacts readable, unreadable;
  const FaultHost sound(mac, path, Fault::none, {});
  read_jobs(sound, readable);
  EXPECT_EQ(readable.background_items, "");
  read_jobs(FaultHost(mac, path, Fault::refused, sound.ran()), unreadable);
  EXPECT_NE(unreadable.background_items.find("could not be read"), std::string::npos);
}

TEST(ReadRepairFacts, AListOfDisabledJobsThatCannotBeReadIsNoEmptyOne) {
  for (const Misdeed misdeed : {Misdeed::fails, Misdeed::missing, Misdeed::hangs, Misdeed::lies}) {
    SimMac mac;
    mac.misdeeds["print-disabled"] = misdeed;
    RepairFacts facts = read_repair_facts(mac, {kSimOurPid});
    ASSERT_EQ(facts.jobs.size(), 2U);
    for (const Job& job : facts.jobs) EXPECT_NE(why_unreadable(job.disabled), nullptr);
    EXPECT_EQ(health_of(facts), Health::unknown);
    EXPECT_NE(verdict_of(facts).health, Health::healthy);
  }
}

TEST(ReadRepairFacts, AServerThatCannotBeAskedIsNotDown) {
  const auto asked = [](SimMac& mac, RepairFacts facts) {
    read_server(mac, facts);
    return why_unreadable(facts.server_answers) != nullptr;
  };
  SimMac mac;
  RepairFacts whole;
  whole.binary = whole.jamfs = true;
  EXPECT_FALSE(asked(mac, whole));
  RepairFacts no_binary = whole, not_jamfs = whole, user = whole, unsafe = whole, writable = whole,
              led = whole;
  no_binary.binary = false;
  not_jamfs.jamfs = false;
  user.uid = 501;
  unsafe.unsafe = "x";
  writable.access.push_back({std::string(paths::kBinary), "", 0, 0, true, false});
  led.access.push_back({std::string(paths::kJamfPreferences), "", 0, 0, true, false});
  for (const RepairFacts& facts : {no_binary, not_jamfs, user, unsafe, writable, led})
    EXPECT_TRUE(asked(mac, facts));
  for (const Misdeed misdeed : {Misdeed::missing, Misdeed::hangs}) {
    mac.misdeeds["checkJSSConnection"] = misdeed;
    EXPECT_TRUE(asked(mac, whole));
  }
}

}  // namespace
}  // namespace enrolkit::test
