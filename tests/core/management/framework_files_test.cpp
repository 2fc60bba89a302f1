// What is in the framework's files: property lists, Jamf's jobs of launchd, the link, the two daemons.
#include "core/management/framework_files.h"

#include <gtest/gtest.h>

#include "support/told.h"
#include "support/whole_framework.h"

namespace enrolkit::test {
namespace {

template <class Change>
std::string changed(Change change) {
  FrameworkFacts facts = whole_framework();
  change(facts);
  const Reading<LogRead> log =
      read_text(rec("Thu Apr 30 09:00:00", 500, "Checking for patches..."), "2026-04-30 20:00:00");
  return result_text(judge_framework(facts, {log, FrameworkPresence::some}).finding);
}

TEST(FrameworkFiles, PropertyListsMustParseAndHoldTheirKey) {
  for (const std::string& bytes :
       {std::string("<plist"), one_key_plist("other", "x"), one_key_plist("Label", "")}) {
    EXPECT_EQ(changed([&](FrameworkFacts& f) { f.daemon.file = found_file(bytes); }),
              "Damaged; version=11.14.1; what=daemon");
  }
  EXPECT_EQ(changed([](FrameworkFacts& f) { std::get<FoundFile>(f.task.file).mode = 0664; }),
            "Damaged; version=11.14.1; what=task");
  for (const auto& [key, value] :
       {std::pair("verifySSLCert", "always"), {"jss_url", "foo"}, {"jss_url", "file:///etc"}}) {
    EXPECT_EQ(changed([&](FrameworkFacts& f) { f.preferences.file = found_file(one_key_plist(key, value)); }),
              "Damaged; version=11.14.1; what=preferences")
        << value;
  }
}

TEST(FrameworkFiles, AnotherProgramsJobByTheFilesNameIsNotJamfs) {
  const auto task = [](const std::string& bytes) {
    return changed([&](FrameworkFacts& f) { f.task.file = found_file(bytes); });
  };
  const std::string damaged = "Damaged; version=11.14.1; what=task", label = "com.jamfsoftware.task.1";
  EXPECT_EQ(task(job_plist(label, {"/usr/local/bin/jamf", "policy", "-randomDelaySeconds", "300"})),
            "Healthy; version=11.14.1");
  EXPECT_EQ(task(job_plist("com.example.task", {"/usr/local/jamf/bin/jamf", "policy"})), damaged);
  EXPECT_EQ(task(job_plist(label, {"/bin/sh", "policy"})), damaged);
  EXPECT_EQ(task(job_plist(label, {"/usr/local/jamf/bin/jamf", "removeFramework"})), damaged);
  EXPECT_EQ(task(one_key_plist("Label", label)), damaged) << "it runs nothing";
  EXPECT_EQ(changed([](FrameworkFacts& f) {
              f.daemon.file = found_file(job_plist("com.jamf.management.daemon", {"/bin/sleep"}));
            }),
            "Damaged; version=11.14.1; what=daemon");
}

TEST(FrameworkFiles, AJobThatLaunchdDoesNotRunAsItMustIsDamaged) {
  const std::string interval = "<key>StartInterval</key><integer>900</integer>";
  const auto task = [](const std::string& keys) {
    const auto plist = job_plist("com.jamfsoftware.task.1", {"/usr/local/jamf/bin/jamf", "policy"}, keys);
    return changed([&](FrameworkFacts& f) { f.task.file = found_file(plist); });
  };
  for (const char* key : {"", "<key>Disabled</key><false/>", "<key>UserName</key><string>root</string>",
                          "<key>LimitLoadToSessionType</key><string>System</string>"})
    EXPECT_EQ(task(interval + key), "Healthy; version=11.14.1") << key;
  EXPECT_EQ(task("<key>StartCalendarInterval</key><dict/>"), "Healthy; version=11.14.1");
  const std::string damaged = "Damaged; version=11.14.1; what=task";
  for (const char* key :
       {"<key>Disabled</key><true/>", "<key>Disabled</key><string>no</string>",
        "<key>RootDirectory</key><string>/tmp</string>", "<key>UserName</key><string>nobody</string>",
        "<key>UserName</key><integer>0</integer>", "<key>LimitLoadToSessionType</key><string>Aqua</string>"})
    EXPECT_EQ(task(interval + key), damaged) << key;
  for (const char* when : {"", "<key>StartInterval</key><integer>0</integer>", "<key>RunAtLoad</key><true/>",
                           "<key>StartInterval</key><string>900</string>"})
    EXPECT_EQ(task(when), damaged) << when;
}

TEST(FrameworkFiles, AKeyOfAJobThatNobodyKnowsIsNoProof) {
  const auto task = [](const std::string& key) {
    const auto plist = job_plist("com.jamfsoftware.task.1", {"/usr/local/jamf/bin/jamf", "policy"},
                                 "<key>StartInterval</key><integer>900</integer>" + key);
    return changed([&](FrameworkFacts& f) { f.task.file = found_file(plist); });
  };
  EXPECT_EQ(task("<key>ProcessType</key><string>Background</string>"), "Healthy; version=11.14.1");
  for (const char* key : {"<key>LimitLoadToHosts</key><array/>", "<key>LaunchOnlyOnce</key><true/>",
                          "<key>startinterval</key><integer>1</integer>"})
    EXPECT_EQ(task(key),
              "Unknown; reason=/task.plist has a key that is not known: whether launchd runs it is not known")
        << key;
}

TEST(FrameworkFiles, ADaemonIsStartedByOneOfThreeKeys) {
  const auto daemon = [](const std::string& keys) {
    const auto plist =
        job_plist("com.jamf.management.daemon",
                  {"/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon"}, keys);
    return changed([&](FrameworkFacts& f) { f.daemon.file = found_file(plist); });
  };
  for (const char* key : {"<key>RunAtLoad</key><true/>", "<key>KeepAlive</key><true/>",
                          "<key>KeepAlive</key><dict/>", "<key>MachServices</key><dict/>"})
    EXPECT_EQ(daemon(key), "Healthy; version=11.14.1") << key;
  for (const char* key : {"", "<key>RunAtLoad</key><false/>", "<key>KeepAlive</key><false/>",
                          "<key>StartInterval</key><integer>900</integer>"})
    EXPECT_EQ(daemon(key), "Damaged; version=11.14.1; what=daemon") << key;
}

TEST(FrameworkFiles, TheLinkMustLeadToTheBinary) {
  const auto leading = [](Reading<std::string> target) {
    return changed([&](FrameworkFacts& f) { std::get<FoundFile>(f.link.file).target = std::move(target); });
  };
  for (const char* target : {"/usr/local/jamf/bin/jamf", "../jamf/bin/jamf", "./..//jamf/bin/jamf",
                             "/usr/local/bin/../jamf/bin/jamf"}) {
    EXPECT_EQ(leading(target), "Healthy; version=11.14.1") << target;
  }
  for (const char* target :
       {"", "jamf", "/tmp/jamf", "../../jamf/bin/jamf", "/usr/local/jamf/bin/jamf2", "/.."}) {
    EXPECT_EQ(leading(target), "Damaged; version=11.14.1; what=link") << target;
  }
  EXPECT_EQ(leading(Unreadable{"no"}), "Unknown; reason=no");
  EXPECT_EQ(leading(Absent{}), "Unknown; reason=where the link leads is not known");
}

TEST(FrameworkFiles, BothDaemonsAreHalfAnUpgradeAndTheOldOneAloneIsNone) {
  const FoundFile old =
      found_file(job_plist("com.jamfsoftware.jamf.daemon", {"/usr/local/jamf/bin/jamf", "launchDaemon"}));
  EXPECT_EQ(changed([&](FrameworkFacts& f) { f.old_daemon.file = old; }),
            "Damaged; version=11.14.1; what=half-upgraded");
  EXPECT_EQ(changed([&](FrameworkFacts& f) {
              f.old_daemon.file = old;
              f.daemon.file = f.app.file = f.app_info.file = Absent{};
            }),
            "Healthy");
  EXPECT_EQ(changed([](FrameworkFacts& f) { f.old_daemon.file = Unreadable{"no"}; }), "Unknown; reason=no");
}

}  // namespace
}  // namespace enrolkit::test
