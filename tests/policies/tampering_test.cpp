// Somebody works against the management: the repair says so, and stops.
#include <gtest/gtest.h>

#include "core/repair/status.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"
#include "policies/repair_bench.h"
#include "policies/status.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

constexpr const char* kDaemonLabel = "com.jamf.management.daemon";

Exit reset(SimMac& mac) {
  return reset_journal(mac, mac, {kSimOurPid, 0}, [](std::string_view) {});
}

long enabled(const SimMac& mac) {
  return std::count_if(mac.ran.begin(), mac.ran.end(), [](const std::string& line) {
    return has(line, std::string("launchctl enable system/") + kDaemonLabel);
  });
}

TEST(Tampering, AModeThatTurnsBackEndsTheRun) {
  SimMac mac;
  mac.takes_modes = true;
  mac.undo_repairs();
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_TRUE(has(text_of(told), "permissions: tampered, /usr/local/jamf/bin/jamf has mode 0444 again"))
      << text_of(told);
  EXPECT_TRUE(has(text_of(told), "repaired: Tampered")) << text_of(told);
  EXPECT_TRUE(has(journal_of(mac), R"("cause":"Tampered","outcome":"tampered")")) << journal_of(mac);
  EXPECT_EQ(check(mac, mac.right_parts(), told), "");
  // Nothing more is tried, however long it takes, until a person has looked.
  const auto ran = mac.ran.size();
  mac.advance(30LL * 24 * 3600);
  const Told later = run_repair(mac);
  EXPECT_TRUE(has(text_of(later), "refused: tampered: ")) << text_of(later);
  EXPECT_EQ(mac.ran.size(), ran);
  EXPECT_EQ(mac.files.at(std::string(paths::kBinary)).mode, 0444U);
  mac.takes_modes = false;
  EXPECT_EQ(reset(mac), Exit::ok);
  EXPECT_EQ(run_repair(mac).exit, Exit::ok);
}

TEST(Tampering, ADisabledJobIsEnabledOnceAndNamed) {
  for (const bool old_words : {false, true}) {
    SimMac mac;
    mac.old_words = old_words;
    mac.disabled.insert(kDaemonLabel);
    mac.loaded.erase(kDaemonLabel);
    const Told first = run_repair(mac);
    EXPECT_EQ(first.exit, Exit::ok) << text_of(first);
    EXPECT_TRUE(has(text_of(first), "com.jamf.management.daemon was disabled, and is enabled"))
        << text_of(first);
    EXPECT_EQ(enabled(mac), 1);
    mac.advance(40LL * 24 * 3600);
    mac.check_in_now();
    EXPECT_EQ(run_repair(mac).exit, Exit::ok);
    // Somebody means it.
    mac.disabled.insert(kDaemonLabel);
    mac.loaded.erase(kDaemonLabel);
    const Told second = run_repair(mac);
    EXPECT_EQ(second.exit, Exit::finding) << text_of(second);
    EXPECT_TRUE(has(text_of(second), "refused: tampered: com.jamf.management.daemon is disabled again"))
        << text_of(second);
    EXPECT_EQ(enabled(mac), 1);
    EXPECT_EQ(reset(mac), Exit::ok);
    EXPECT_EQ(run_repair(mac).exit, Exit::ok);
    EXPECT_EQ(enabled(mac), 2);
  }
}

TEST(Tampering, AJobThatIsDisabledAtOnceStopsTheRun) {
  SimMac mac;
  mac.takes_labels = true;
  mac.undo_repairs();
  const Told told = run_repair(mac);
  EXPECT_TRUE(has(text_of(told), "reload-daemons: tampered, com.jamf.management.daemon is disabled again"))
      << text_of(told);
  EXPECT_EQ(enabled(mac), 1);
  (void)run_repair(mac);
  EXPECT_EQ(enabled(mac), 1);
  const auto journal = read_journal(mac);
  const RepairSettings settings = all_allowed();
  const Finding finding =
      repair_finding({journal, settings, mac.clock, [](std::int64_t at) { return LocalTime{at}; }});
  EXPECT_EQ(finding.code, "Refused");
}

TEST(Tampering, AnOversizedDatabaseOfBackgroundTasksIsNamed) {
  const std::string path = std::string(paths::kBackgroundItems) + "/BackgroundItems-v16.btm";
  for (const bool large : {false, true}) {
    SimMac mac;
    mac.files[path] = {
        std::string(large ? 9U << 20U : 100'000U, 'x'), 0, 0, 0600, mac.clock, SimFile::Kind::file};
    mac.loaded.erase(kDaemonLabel);
    const Told told = run_repair(mac, {.dry_run = true});
    EXPECT_EQ(has(text_of(told), path + " has 9 MB"), large) << text_of(told);
  }
}

}  // namespace
}  // namespace enrolkit::test
