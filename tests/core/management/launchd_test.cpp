#include "core/management/launchd.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace enrolkit {
namespace {

constexpr const char* kDaemon =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon.app/Contents/MacOS/JamfDaemon";
constexpr const char* kJamf = "/usr/local/jamf/bin/jamf";

TEST(Launchd, TheFileOfAJobSaysWhatIsRun) {
  const auto plist = [](std::string_view body) {
    return fmt::format("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict>{}</dict></plist>", body);
  };
  const auto task =
      parse_job(plist("<key>Label</key><string>com.jamfsoftware.task.Every 15 Minutes</string>"
                      "<key>ProgramArguments</key><array><string>/usr/local/jamf/bin/jamf</string>"
                      "<string>Policy</string><string>-x</string></array>"));
  ASSERT_EQ(task.index(), 0U);
  EXPECT_EQ(std::get<0>(task), (JobFile{"com.jamfsoftware.task.Every 15 Minutes", kJamf, "policy"}));
  // Program goes before the first of ProgramArguments.
  const auto both =
      parse_job(plist("<key>Label</key><string>a</string><key>Program</key><string>/bin/sh</string>"
                      "<key>ProgramArguments</key><array><string>/usr/local/jamf/bin/jamf</string>"
                      "<string>policy</string></array>"));
  ASSERT_EQ(both.index(), 0U);
  EXPECT_EQ(std::get<0>(both).program, "/bin/sh");
  for (const char* label : {"", "a/b", "a\tb"}) {
    EXPECT_EQ(parse_job(plist(fmt::format("<key>Label</key><string>{}</string>", label))).index(), 1U)
        << label;
  }
  EXPECT_EQ(parse_job("nothing").index(), 1U);
}

TEST(Launchd, OnlyJamfsOwnLabelProgramAndVerbAreItsJob) {
  const JobFile daemon{"com.jamf.management.daemon", kDaemon, ""};
  const JobFile old_daemon{"com.jamfsoftware.jamf.daemon", kJamf, "launchdaemon"};
  const JobFile task{"com.jamfsoftware.task.Every 15 Minutes", kJamf, "policy"};
  EXPECT_EQ(why_not_jamfs(daemon, JobKind::daemon), std::nullopt);
  EXPECT_EQ(why_not_jamfs(old_daemon, JobKind::old_daemon), std::nullopt);
  EXPECT_EQ(why_not_jamfs(task, JobKind::task), std::nullopt);
  EXPECT_TRUE(why_not_jamfs(daemon, JobKind::task));
  EXPECT_TRUE(why_not_jamfs(task, JobKind::daemon));
  const auto refused = [](JobFile job, JobKind kind, std::string JobFile::*part, const char* value) {
    job.*part = value;
    return why_not_jamfs(job, kind).has_value();
  };
  for (const char* label :
       {"com.crowdstrike.falcond", "com.jamfsoftware.task.", "com.jamf.management.daemon2"}) {
    EXPECT_TRUE(refused(daemon, JobKind::daemon, &JobFile::label, label)) << label;
    EXPECT_TRUE(refused(task, JobKind::task, &JobFile::label, label)) << label;
  }
  for (const char* program : {"", "/bin/sh", "/Users/m/JamfDaemon", "/usr/local/jamf/bin/jamf2",
                              "/Library/Application Support/JAMF/Jamf.app/../x/JamfDaemon"}) {
    EXPECT_TRUE(refused(daemon, JobKind::daemon, &JobFile::program, program)) << program;
    EXPECT_TRUE(refused(task, JobKind::task, &JobFile::program, program)) << program;
  }
  for (const char* verb : {"", "runscript", "removeframework"}) {
    EXPECT_TRUE(refused(task, JobKind::task, &JobFile::verb, verb)) << verb;
    EXPECT_TRUE(refused(old_daemon, JobKind::old_daemon, &JobFile::verb, verb)) << verb;
  }
  EXPECT_TRUE(refused(daemon, JobKind::daemon, &JobFile::verb, "x"));
}

TEST(Launchd, AProcessIsTheJobsByItsProgramAndVerb) {
  const JobFile daemon{"com.jamf.management.daemon", kDaemon, ""};
  const JobFile old_daemon{"com.jamfsoftware.jamf.daemon", kJamf, "launchdaemon"};
  const auto is = [](const Process& process, const JobFile& job) {
    const auto reading = is_process_of(process, job);
    const auto* value = value_of(reading);
    return value != nullptr && *value;
  };
  Process process{7, 1, kDaemon, std::vector<std::string>{}, 0, 0};
  EXPECT_TRUE(is(process, daemon));
  process.uid = 501;
  EXPECT_FALSE(is(process, daemon));
  EXPECT_TRUE(is({8, 1, kJamf, std::vector<std::string>{"launchDaemon"}, 0, 0}, old_daemon));
  EXPECT_FALSE(is({8, 1, kJamf, std::vector<std::string>{"policy"}, 0, 0}, old_daemon));
  EXPECT_NE(why_unreadable(is_process_of({8, 1, kJamf, Unreadable{"x"}, 0, 0}, old_daemon)), nullptr);
  EXPECT_NE(why_unreadable(is_process_of({8, 1, Unreadable{"x"}, Absent{}, 0, 0}, daemon)), nullptr);
}

TEST(Launchd, DisabledIsToldInOldAndNewWords) {
  const auto text = [](std::string_view lines) {
    return fmt::format(
        "\n\tdisabled services = {{\n{}\t}}\n\n\tlogin item associations = {{\n\t\t\"a\" => \"b\"\n\t}}\n",
        lines);
  };
  const auto parsed =
      parse_disabled(text("\t\t\"com.a\" => disabled\n\t\t\"com.b\" => enabled\n\t\t\"com.c d\" => true\n"
                          "\t\t\"com.e\" => false\n"));
  const auto* all = value_of(parsed);
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(*all, (std::map<std::string, bool, std::less<>>{
                      {"com.a", true}, {"com.b", false}, {"com.c d", true}, {"com.e", false}}));
  const auto none = parse_disabled(text(""));
  ASSERT_NE(value_of(none), nullptr);
  EXPECT_TRUE(value_of(none)->empty());
  for (const std::string& bad : {std::string(), std::string("disabled services = {\n\t\t\"a\" => disabled\n"),
                                 text("\t\t\"a\" => perhaps\n"), text("rubbish\n")}) {
    EXPECT_NE(why_unreadable(parse_disabled(bad)), nullptr) << bad;
  }
}

}  // namespace
}  // namespace enrolkit
