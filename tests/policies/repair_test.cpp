// Each fault, and the step that repairs it.
#include <gtest/gtest.h>

#include "core/base/time.h"
#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

TEST(Repair, AHealthyMacIsLeftAlone) {
  SimMac mac;
  const Told first = run_repair(mac);
  EXPECT_EQ(first.exit, Exit::ok) << text_of(first);
  EXPECT_EQ(first.lines, std::vector<std::string>{"Healthy: nothing to do"});
  EXPECT_TRUE(mac.ran.empty());
  EXPECT_EQ(journal_of(mac), "");
  // The first run saved the keychain; the second changes nothing at all.
  EXPECT_TRUE(mac.files.contains(std::string(paths::kBackups[0])));
  EXPECT_EQ(mac.files.at(std::string(paths::kBackups[0])).mode, 0600U);
  mac.changes = 0;
  const auto before = mac.files;
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);
  EXPECT_EQ(mac.changes, 0);
  EXPECT_EQ(mac.files, before);
}

TEST(Repair, TheWatchdogLooksAtFilesAlone) {
  SimMac mac;
  mac.misdeeds = {
      {"profiles", Misdeed::missing}, {"print", Misdeed::missing}, {"checkJSSConnection", Misdeed::missing}};
  const std::int64_t before = mac.clock;
  EXPECT_EQ(run_repair(mac, {.unattended = true, .if_needed = true}).exit, Exit::ok);
  EXPECT_EQ(mac.clock, before + 1);  // codesign, and no other tool
}

// A Mac that flew west, or whose summer time ends: by the clock, the last answer in the log is still to come.
TEST(Repair, AnAnswerFromBeforeTheClockWentBackProvesNothing) {
  SimMac mac;
  mac.advance(3 * 3600);
  mac.check_in_now();
  mac.advance(-3 * 3600);
  breakage("the server dropped the signature").make(mac);
  const Told told = run_repair(mac, {.highest = RepairStep::check_in});
  EXPECT_TRUE(has(text_of(told), "check-in: failed, jamf policy: status 52")) << text_of(told);
}

// Every user may switch the network off while a step is at work.
TEST(Repair, AServerThatIsLostOnTheWayDoesNotUseUpTheAttempts) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.loses_server = true;
  for (int i = 0; i < 8; ++i) {
    const Told told = run_repair(mac, {.highest = RepairStep::enrol});
    EXPECT_EQ(told.exit, Exit::finding) << i << text_of(told);
    EXPECT_TRUE(has(text_of(told), ": unreachable")) << text_of(told);
    EXPECT_FALSE(has(text_of(told), "attempts-used-up")) << text_of(told);
    mac.server_up = true;
    mac.advance(2 * kDay);
  }
  mac.loses_server = false;
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "enrol: repaired")) << text_of(told);
  EXPECT_TRUE(mac.is_sound());
}

struct Repair {
  const char* breakage;
  const char* step;
};

TEST(Repair, EachFaultIsRepairedByItsStep) {
  for (const Repair& repair :
       {Repair{"binary may be written by others", "permissions"},
        {"binary may not be run", "permissions"},
        {"binary belongs to a user", "permissions"},
        {"link is gone", "permissions"},
        {"preferences are gone", "check-in"},  // which proves the address that was written
        {"preferences are damaged", "check-in"},
        {"an attribute hangs", "hung-run"},
        {"daemon is not loaded", "reload-daemons"},
        {"daemon is disabled", "reload-daemons"},
        {"daemon is loaded and does not run", "reload-daemons"},
        {"task is gone", "manage"},
        {"app is gone", "manage"},
        {"log is gone", "check-in"},
        {"keychain is gone", "restore-keychain"},
        {"keychain is damaged", "restore-keychain"},
        {"keychain is another Mac's", "restore-keychain"},
        {"the server dropped the signature", "enrol"},
        {"enrolment died while the account was made", "enrol"},
        {"MDM profile is gone", "renew-enrolment"},
        {"binary is gone", "renew-enrolment"}}) {
    SimMac mac;
    ASSERT_EQ(run_repair(mac).exit, Exit::ok);  // saves the keychain
    mac.advance(600);
    breakage(repair.breakage).make(mac);
    const auto right = mac.right_parts();
    const Told told = run_repair(mac);
    EXPECT_EQ(told.exit, Exit::ok) << repair.breakage << "\n" << text_of(told);
    EXPECT_TRUE(mac.is_sound()) << repair.breakage;
    EXPECT_EQ(check(mac, right, told), "") << repair.breakage;
    EXPECT_TRUE(has(text_of(told), std::string(repair.step) + ": repaired")) << repair.breakage << "\n"
                                                                             << text_of(told);
    EXPECT_EQ(run_repair(mac).lines, std::vector<std::string>{"Healthy: nothing to do"});
  }
}

TEST(Repair, WithoutASavedKeychainItEnrols) {
  SimMac mac;
  breakage("keychain is gone").make(mac);
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "enrol: repaired")) << text_of(told);
  EXPECT_EQ(mac.enrolments, 1);
}

TEST(Repair, AKeychainFromBeforeTheLastEnrolmentIsNotPutBack) {
  SimMac mac;
  ASSERT_EQ(run_repair(mac).exit, Exit::ok);
  mac.advance(3600);
  breakage("the server dropped the signature").make(mac);
  ASSERT_EQ(run_repair(mac).exit, Exit::ok);  // enrols, and saves the new one
  mac.files.erase(std::string(paths::kBackups[0]));
  mac.advance(600);
  breakage("keychain is gone").make(mac);
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "enrol: repaired")) << text_of(told);
  EXPECT_FALSE(has(text_of(told), "restore-keychain: repaired"));
}

TEST(Repair, ABinaryThatIsNotJamfsIsNeverRun) {
  SimMac mac;
  mac.files.at(std::string(paths::kBinary)).mode = 0777;
  mac.binary_is_jamfs = false;
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  for (const std::string& line : mac.ran) EXPECT_FALSE(line.starts_with(kSimJamf)) << line;
  EXPECT_EQ(mac.files.at(std::string(paths::kBinary)).mode, 0777U);
  EXPECT_EQ(check(mac, mac.right_parts(), told), "");
}

TEST(Repair, ThreeFailuresAndAPersonMustLook) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  RepairSettings settings = all_allowed();
  settings.attempts = 3;
  settings.highest = RepairStep::check_in;
  int acted = 0;
  for (int hour = 0; hour < 48; ++hour) {
    const std::size_t before = mac.ran.size();
    const Told told = run_repair(mac, {.unattended = true}, settings);
    EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
    if (mac.ran.size() > before) ++acted;
    mac.advance(3600);
  }
  // Twice, and not a third time: the same failure of the only step.
  EXPECT_EQ(acted, 2);
  EXPECT_EQ(mac.broken_rules, std::vector<std::string>{});
}

TEST(Repair, BackOffHoldsOverReboots) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.invitation_good = mac.user_agrees = false;
  ASSERT_EQ(run_repair(mac).exit, Exit::finding);
  mac.reboot();
  const std::size_t before = mac.ran.size();
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "refused: back-off: ")) << text_of(told);
  EXPECT_EQ(mac.ran.size(), before);
  mac.invitation_good = true;
  mac.advance(2 * 3600);
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);
}

TEST(Repair, ADamagedJournalIsKeptAsideAndCounts) {
  for (const std::string& damaged :
       {std::string("not a journal\n"), std::string(), std::string("{"), std::string(300, '\0')}) {
    SimMac mac;
    breakage("the server dropped the signature").make(mac);
    mac.files[std::string(paths::kJournal)] = {damaged, 0, 0, 0600, mac.clock, SimFile::Kind::file};
    const Told told = run_repair(mac);
    EXPECT_TRUE(has(text_of(told), "refused: back-off: ")) << text_of(told);
    EXPECT_TRUE(has(text_of(told), "Note: the journal is damaged (")) << text_of(told);
    EXPECT_TRUE(mac.ran.empty());
    int aside = 0;
    for (const auto& [path, file] : mac.files) {
      if (path.starts_with(std::string(paths::kJournal) + ".damaged-")) {
        ++aside;
        EXPECT_EQ(file.bytes, damaged);
      }
    }
    EXPECT_EQ(aside, 1);
    mac.advance(2 * 3600);
    EXPECT_EQ(run_repair(mac).exit, Exit::ok);
  }
}

// A crash in the middle of a line is survived, and what stood before it counts.
TEST(Repair, ATornLastLineIsTakenOff) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.invitation_good = mac.user_agrees = false;
  ASSERT_EQ(run_repair(mac).exit, Exit::finding);
  const std::string whole = journal_of(mac);
  mac.files[std::string(paths::kJournal)].bytes += R"({"schema":"enrol)" + std::string(20, '\0');
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "refused: back-off: ")) << text_of(told);
  EXPECT_FALSE(has(text_of(told), "the journal is damaged")) << text_of(told);
  EXPECT_TRUE(journal_of(mac).starts_with(whole)) << journal_of(mac);
  EXPECT_EQ(journal_of(mac).find('\0'), std::string::npos);
}

TEST(Repair, ARepairByOtherHandsMakesHistory) {
  SimMac mac;
  breakage("the server dropped the signature").make(mac);
  mac.invitation_good = mac.user_agrees = false;
  ASSERT_EQ(run_repair(mac).exit, Exit::finding);
  mac.accepted = "018F2A";  // the server knows it again
  mac.advance(10);
  mac.check_in_now();
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);
  EXPECT_TRUE(has(journal_of(mac), "\"kind\":\"found-healthy\""));
}

TEST(Repair, ThreeGenerationsAreKept) {
  SimMac mac;
  std::set<std::string> serials;
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(run_repair(mac).exit, Exit::ok);
    mac.advance(3600);
    breakage("the server dropped the signature").make(mac);
    ASSERT_EQ(run_repair(mac).exit, Exit::ok);
  }
  int kept = 0;
  for (const auto& [path, file] : mac.files) {
    if (!path.starts_with(std::string(paths::kBackupFolder) + "/") || path == paths::kReplacedKeychain)
      continue;
    ++kept;
    serials.insert(file.bytes.substr(0, file.bytes.find('\n')));
  }
  EXPECT_EQ(kept, 3);
  EXPECT_EQ(serials.size(), 3U);
}

// launchctl's exit status says nothing: a process that is there some seconds later does.
TEST(Repair, AJobRunsWhenAProcessOfItIsThere) {
  for (const bool lazy : {false, true}) {
    for (const std::optional<int> status : {std::optional<int>(), std::optional<int>(5)}) {
      SimMac mac;
      breakage("daemon is not loaded").make(mac);
      mac.lazy_launchd = lazy;
      mac.bootstrap_status = status;
      const Told told = run_repair(mac);
      EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
      EXPECT_TRUE(mac.is_sound());
      const auto started = std::count_if(mac.ran.begin(), mac.ran.end(), [](const std::string& line) {
        return has(line, "launchctl kickstart system/com.jamf.management.daemon");
      });
      EXPECT_EQ(started, lazy ? 1 : 0);
    }
  }
}

TEST(Repair, AJobThatStaysWithoutAProcessIsNotRepaired) {
  SimMac mac;
  breakage("daemon is loaded and does not run").make(mac);
  mac.misdeeds["kickstart"] = Misdeed::lies;
  mac.misdeeds["manage"] = Misdeed::lies;
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_TRUE(
      has(text_of(told), "reload-daemons: failed, com.jamf.management.daemon: loaded, and no process of it"))
      << text_of(told);
}

TEST(DryRun, ChangesNothingAndNamesEveryAct) {
  for (const Change& change : breakages()) {
    SimMac dry;
    change.make(dry);
    SimMac wet = dry;
    const auto before = dry.files;
    const Told would = run_repair(dry, {.dry_run = true});
    EXPECT_EQ(dry.changes, 0) << change.name;
    EXPECT_EQ(dry.files, before) << change.name;
    EXPECT_TRUE(dry.broken_rules.empty()) << change.name;
    EXPECT_EQ(would.exit == Exit::ok, std::string(change.name) == "nothing") << change.name << "\n"
                                                                             << text_of(would);
    EXPECT_FALSE(has(text_of(would), kSimInvitation)) << change.name;
    // What a real run does first was named.
    (void)run_repair(wet);
    if (!wet.ran.empty() && wet.ran.front().find(kSimInvitation) == std::string::npos) {
      const std::string first = wet.ran.front().substr(0, wet.ran.front().find(" -R="));
      EXPECT_TRUE(has(text_of(would), first)) << change.name << ": " << first << "\n" << text_of(would);
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
