#include "core/management/jamf_processes.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;
constexpr const char* kJamf = "/usr/local/jamf/bin/jamf";

Process process(std::int64_t pid, std::int64_t parent, const std::string& path,
                std::vector<std::string> arguments, std::int64_t age) {
  return {pid, parent, path, std::move(arguments), kNow - age};
}

std::vector<std::int64_t> hung(const std::vector<Process>& processes, std::int64_t self = 9000,
                               std::int64_t up_seconds = kNow) {
  std::vector<std::int64_t> pids;
  for (const HungRun& run : hung_runs(processes, self, kNow, up_seconds)) pids.push_back(run.process.pid);
  return pids;
}

using Pids = std::vector<std::int64_t>;

TEST(JamfRun, AnEnrolmentIsKnownByItsVerbWhateverItsCase) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"enroll", "-invitation", "1"},
                                             {"ENROLL"},
                                             {"reenroll"},
                                             {"update"},
                                             {"-verbose", "enroll"},
                                             {"createConf"},
                                             {"-randomDelaySeconds", "300", "enroll"}}) {
    EXPECT_TRUE(enrolment_under_way({process(7, 1, kJamf, line, 5)})) << line.front();
  }
  EXPECT_FALSE(enrolment_under_way({process(7, 1, kJamf, {"policy", "-event", "enroll"}, 5)}));
  EXPECT_FALSE(enrolment_under_way({process(7, 1, kJamf, {"-randomDelaySeconds", "300", "policy"}, 5)}));
  EXPECT_FALSE(enrolment_under_way({process(7, 1, "/bin/sh", {"enroll"}, 5)}));
  EXPECT_FALSE(enrolment_under_way({}));
}

TEST(JamfRun, AnEnrolmentIsToldWithoutItsArguments) {
  const auto why = enrolment_under_way({process(7, 1, kJamf, {"enroll", "-invitation", "123456"}, 5)});
  ASSERT_TRUE(why);
  EXPECT_EQ(why->find("123456"), std::string::npos);
}

TEST(JamfRun, WhatMayNotBeSeenMayBeAnEnrolment) {
  Process unseen = process(7, 1, kJamf, {}, 5);
  unseen.arguments = Unreadable{"Operation not permitted"};
  EXPECT_TRUE(enrolment_under_way({unseen}));
  EXPECT_TRUE(hung({unseen, process(8, 7, "/bin/sh", {}, 99'999'999)}).empty());
}

TEST(JamfRun, OnlyAVerbThatIsKnownToDoNoHarmIsLetPass) {
  for (const char* verb :
       {"removeFramework", "removeMdmProfile", "renewDeviceCert", "mdm", "trustJSS", "newVerb"})
    EXPECT_TRUE(enrolment_under_way({process(7, 1, kJamf, {verb}, 5)})) << verb;
  for (const char* verb : {"policy", "recon", "manage", "startup", "flushPolicyHistory", "log"}) {
    EXPECT_FALSE(enrolment_under_way({process(7, 1, kJamf, {verb}, 5)})) << verb;
    EXPECT_TRUE(run_under_way({process(7, 1, kJamf, {verb}, 5)})) << verb;
  }
  for (const char* verb :
       {"launchDaemon", "checkJSSConnection", "version", "getComputerName", "listUsers", "help"}) {
    EXPECT_FALSE(enrolment_under_way({process(7, 1, kJamf, {verb}, 5)})) << verb;
    EXPECT_FALSE(run_under_way({process(7, 1, kJamf, {verb}, 5)})) << verb;
  }
  EXPECT_FALSE(enrolment_under_way({process(7, 1, kJamf, {}, 5)}));
}

TEST(JamfRun, AProcessOfRootWhoseProgramCouldNotBeReadMayBeAnEnrolment) {
  Process nameless = process(7, 1, "", {}, 5);
  nameless.path = Unreadable{"proc_pidpath: No such file or directory"};
  const auto why = enrolment_under_way({nameless});
  ASSERT_TRUE(why);
  EXPECT_NE(why->find("process 7"), std::string::npos);
  EXPECT_NE(why->find("proc_pidpath: No such"), std::string::npos);
  nameless.uid = 501;
  EXPECT_FALSE(enrolment_under_way({nameless})) << "jamf's runs are root's";
  nameless.uid = 0;
  nameless.path = Absent{};
  EXPECT_FALSE(enrolment_under_way({nameless})) << "the kernel has no program";
}

// A Mac without a charge starts in 1970, or in the year of its system, and sets its clock right once it is online.
TEST(JamfRun, AClockThatWasSetRightMakesNoRunHang) {
  const std::vector<Process> started_in_1970{process(7, 1, kJamf, {"policy", "-event", "startup"}, kNow - 40),
                                             process(8, 7, "/usr/sbin/installer", {}, kNow - 60)};
  EXPECT_EQ(hung(started_in_1970, 9000, 3 * kMaxRunSeconds), (Pids{7, 8}));
  EXPECT_EQ(hung(started_in_1970, 9000, 300), Pids{});
}

TEST(JamfRun, ARunThatSpeaksForTheMac) {
  for (const char* verb : {"policy", "recon", "manage", "Policy"}) {
    EXPECT_TRUE(run_under_way({process(7, 1, kJamf, {verb, "-event", "secret"}, 5)})) << verb;
  }
  EXPECT_EQ(run_under_way({process(7, 1, kJamf, {"policy", "-event", "secret"}, 5)}),
            "process 7 is a jamf policy");
  EXPECT_FALSE(
      run_under_way({process(7, 1, kJamf, {"launchDaemon"}, 5), process(8, 1, "/bin/sh", {"policy"}, 5)}));
}

constexpr const char* kDaemon =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon.app/Contents/MacOS/JamfDaemon";
constexpr const char* kService =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfManagementService.app/Contents/MacOS/"
    "JamfManagementService";

TEST(JamfRun, WhatAProgramOfJamfAppStartsIsARunAndThatProgramIsNone) {
  for (const char* service : {kDaemon, kService}) {
    const Process parent = process(3, 1, service, {}, 99 * kMaxRunSeconds);
    EXPECT_FALSE(run_under_way({parent}));
    EXPECT_FALSE(service_run_under_way({parent}));
    EXPECT_FALSE(runs_under_jamf({parent, process(4, 1, "/bin/sh", {}, 5)}, 4));
    EXPECT_EQ(hung({parent}), Pids{});
    const std::vector<Process> work{parent, process(4, 3, "/bin/sh", {"x"}, 5),
                                    process(5, 4, "/usr/bin/true", {}, 5)};
    EXPECT_TRUE(run_under_way(work)) << service;
    EXPECT_TRUE(service_run_under_way(work)) << service;
    EXPECT_TRUE(runs_under_jamf(work, 4)) << service;
    EXPECT_TRUE(runs_under_jamf(work, 5)) << service;
  }
  EXPECT_EQ(service_run_under_way({process(3, 1, kService, {}, 9), process(4, 3, "/bin/sh", {"x"}, 5)}),
            "process 4 was started by JamfManagementService");
  EXPECT_FALSE(service_run_under_way({process(7, 1, kJamf, {"policy"}, 5), process(8, 7, "/bin/sh", {}, 5)}));
}

TEST(JamfRun, AUsersProgramInThatPlaceStartsNoRun) {
  Process users = process(3, 1, kDaemon, {}, 9);
  users.uid = 501;
  EXPECT_FALSE(run_under_way({users, process(4, 3, "/bin/sh", {}, 5)}));
  EXPECT_FALSE(runs_under_jamf({users, process(4, 3, "/bin/sh", {}, 5)}, 4));
}

TEST(JamfRun, AChildOfAServiceHangsAfterAPolicysTime) {
  const Process service = process(3, 1, kService, {}, 9);
  EXPECT_EQ(hung({service, process(4, 3, "/bin/sh", {}, kMaxPolicyChildSeconds)}), Pids{});
  EXPECT_EQ(hung({service, process(4, 3, "/bin/sh", {}, kMaxPolicyChildSeconds + 1)}), Pids{4});
  EXPECT_EQ(hung({service, process(4, 3, kDaemon, {}, 9 * kMaxRunSeconds)}), Pids{});
}

TEST(JamfRun, HungIsWhatIsOlderThanItsLimit) {
  const Process recon = process(7, 1, kJamf, {"recon"}, 4000),
                policy = process(8, 1, kJamf, {"policy"}, 60'000);
  EXPECT_EQ(hung({recon, process(10, 7, "/bin/sh", {"ea"}, kMaxAttributeSeconds)}), Pids{});
  EXPECT_EQ(hung({recon, process(10, 7, "/bin/sh", {"ea"}, kMaxAttributeSeconds + 1)}), Pids{10});
  EXPECT_EQ(hung({policy, process(10, 8, "/usr/sbin/installer", {}, kMaxPolicyChildSeconds)}), Pids{});
  EXPECT_EQ(hung({policy, process(10, 8, "/usr/sbin/installer", {}, kMaxPolicyChildSeconds + 1)}), Pids{10});
  EXPECT_EQ(hung({process(7, 1, kJamf, {"policy"}, kMaxRunSeconds)}), Pids{});
  EXPECT_EQ(hung({process(7, 1, kJamf, {"Policy"}, kMaxRunSeconds + 1)}), Pids{7});
}

TEST(JamfRun, NoEnrolmentIsEverHung) {
  for (const char* verb : {"enroll", "update", "reenroll", "createConf", "manage"}) {
    EXPECT_EQ(hung({process(7, 1, kJamf, {verb}, 99 * kMaxRunSeconds),
                    process(8, 7, "/bin/sh", {}, 99 * kMaxRunSeconds)}),
              Pids{})
        << verb;
  }
}

TEST(JamfRun, NeitherWeNorWhatStartedUsNorWhatWeStarted) {
  const std::vector<Process> processes{process(7, 1, kJamf, {"policy"}, 9 * kMaxRunSeconds),
                                       process(8, 7, "/bin/sh", {}, 9 * kMaxRunSeconds),
                                       process(9000, 8, "/Library/Enrolkit/bin/enrolkit-repair", {}, 10),
                                       process(9001, 9000, kJamf, {"policy"}, 9 * kMaxRunSeconds)};
  EXPECT_EQ(hung(processes), Pids{});
  EXPECT_EQ(hung(processes, 5), (Pids{7, 8, 9001}));
  EXPECT_TRUE(runs_under_jamf(processes, 9000));
  EXPECT_FALSE(runs_under_jamf(processes, 5));
}

TEST(JamfRun, ACircleOfParentsEnds) {
  const std::vector<Process> processes{process(7, 8, kJamf, {"policy"}, 9 * kMaxRunSeconds),
                                       process(8, 7, "/bin/sh", {}, 1)};
  EXPECT_EQ(hung(processes, 8), Pids{});
}

}  // namespace
}  // namespace enrolkit
