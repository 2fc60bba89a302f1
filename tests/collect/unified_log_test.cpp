// A Mac whose jamf.log is gone: the last day of the unified log stands in for it, and is never certain.
#include <gtest/gtest.h>

#include "cli/explain/explain_mac.h"
#include "evidence/commands.h"
#include "evidence/mac.h"
#include "evidence/redaction.h"
#include "evidence/take_along.h"
#include "host/recording_host.h"
#include "support/macs/collected.h"
#include "support/macs/fault_host.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

constexpr std::string_view kLogs = "/var/log";

std::string command_line() {
  const Command command = commands::unified_log();
  std::string line = command.tool;
  for (const std::string& argument : command.arguments) line += " " + argument;
  return line;
}

std::string unified(std::string_view time, int pid, std::string_view words) {
  return "2026-03-02 " + std::string(time) + ".123456-0800 0x1a2b     Default     0x0                  " +
         std::to_string(pid) + "    0    jamf: [com.jamf.management.binary:default] " + std::string(words) +
         "\n";
}

std::string refused_enrolment() {
  return unified("11:40:00", 355, "Creating user _mgmt...") +
         unified(
             "11:40:01", 355,
             "An error occurred while enrolling computer: Permission Error - The user specified does not have "
             "permission to perform the action.") +
         unified("11:40:02", 355, "Enroll return code: 70");
}

// The Mac with what its tools answer, but without a log.
struct WithoutLog {
  FixtureHost mac{"healthy"};
  std::unique_ptr<FaultHost> host;
  explicit WithoutLog(const Ran& answer) {
    mac.set_answer(command_line(), answer);
    (void)explain_host("mac", mac, {});
    std::set<std::string> commands(mac.ran().begin(), mac.ran().end());
    commands.insert(command_line());
    host = std::make_unique<FaultHost>(mac, std::string(kLogs), Fault::absent, commands);
  }
};

void expect_told_by_the_copy(const ExplainedMac& mac) {
  EXPECT_EQ(mac.diagnosis.state, State::failed);
  EXPECT_EQ(mac.diagnosis.cause, Cause::permission_denied);
  EXPECT_EQ(mac.diagnosis.confidence, Confidence::likely);
  EXPECT_NE(mac.diagnosis.missing.find("This rests on the last day of the unified log"), std::string::npos)
      << mac.diagnosis.missing;
  ASSERT_FALSE(mac.diagnosis.elsewhere.empty());
  EXPECT_EQ(mac.diagnosis.elsewhere.front().source, "log show");
  EXPECT_EQ(mac.exit(), Exit::finding);
  for (const Finding& finding : mac.findings) {
    if (finding.id == "device-signature" || finding.id == "last-contact" || finding.id == "check-in") {
      EXPECT_NE(finding.health, Health::healthy) << finding.id << ": a copy proves nothing well";
    }
  }
}

TEST(UnifiedLogCopy, StandsInForALogThatIsGone) {
  const WithoutLog gone(Finished{0, refused_enrolment(), ""});
  expect_told_by_the_copy(explain_host("mac", *gone.host, {}));
}

TEST(UnifiedLogCopy, IsReadFromWhatWasCollected) {
  const WithoutLog gone(Finished{0, refused_enrolment(), ""});
  const RecordingHost recording(*gone.host);
  Mac mac(recording, {.whole_log = true});
  ask_everything(mac);
  take_along(recording);
  const auto archive = opened(packed(collect_from(recording, "/")));
  ASSERT_NE(archive, nullptr);
  expect_told_by_the_copy(explain_host("archive", *archive, {}));
}

TEST(UnifiedLogCopy, ThatTellsNothingChangesNothing) {
  const WithoutLog stopped(Stopped{"/usr/bin/log: not done"}),
      failed(Finished{64, refused_enrolment(), "usage"}),
      empty(Finished{0, "Timestamp                       Thread     Type\n", ""});
  for (const WithoutLog* gone : {&stopped, &failed, &empty}) {
    const ExplainedMac mac = explain_host("mac", *gone->host, {});
    EXPECT_FALSE(mac.diagnosis.cause);
    EXPECT_EQ(mac.diagnosis.missing.find("unified"), std::string::npos) << mac.diagnosis.missing;
    EXPECT_EQ(mac.exit(), Exit::trouble);
  }
  // That it shows no failure is no proof that there was none.
  const WithoutLog good(Finished{0, unified("11:40:00", 1, "Checking for patches..."), ""});
  const ExplainedMac mac = explain_host("mac", *good.host, {});
  EXPECT_EQ(mac.exit(), Exit::trouble);
  EXPECT_NE(mac.diagnosis.missing.find("names no cause"), std::string::npos) << mac.diagnosis.missing;
}

TEST(UnifiedLogCopy, IsNotAskedForWhereThereIsALog) {
  FixtureHost mac("healthy");
  mac.set_answer(command_line(), Finished{0, refused_enrolment(), ""});
  EXPECT_EQ(explain_host("mac", mac, {}).exit(), Exit::ok);
  for (const std::string& line : mac.ran()) EXPECT_NE(line, command_line());
}

}  // namespace
}  // namespace enrolkit::test
