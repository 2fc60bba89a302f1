// A restart in the silence after an enrolment's last line: inferred from process ids, or shown by what macOS
// keeps.
#include <gtest/gtest.h>

#include "core/enrolment/diagnosis.h"
#include "support/writers/enrolments.h"

namespace enrolkit::test {
namespace {

Boot boot_at(std::string_view time, bool zone_known = true) {
  const auto at = parse_local_time(time);
  return {*at, zone_known, {"system.log", "line 7", at, "BOOT_TIME"}};
}

TEST(Reboot, ABootTimeAfterTheLastLineConfirmsTheReboot) {
  MacContext context;
  context.now = parse_local_time("2023-02-10 12:00:00");
  context.boots = {boot_at("2023-02-10 09:11:20")};
  const Diagnosis d = diagnosis_of(died_making(10, 899), kDay, context);
  EXPECT_EQ(d.cause, Cause::account_conflict);
  EXPECT_EQ(d.confidence, Confidence::likely);
  ASSERT_TRUE(d.attempts.front().reboot);
  EXPECT_TRUE(d.attempts.front().reboot->confirmed);
}

TEST(Reboot, ARestartLongAfterDoesNotConfirmTheRebootBetweenTheRuns) {
  MacContext context;
  context.boots = {boot_at("2023-02-10 18:00:00")};
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context);
  ASSERT_TRUE(d.attempts.front().reboot);
  EXPECT_FALSE(d.attempts.front().reboot->confirmed);
}

TEST(Reboot, AStartInTheSilenceIsARebootThoughProcessIdsGoOn) {
  MacContext context;
  context.boots = {boot_at("2023-02-10 09:11:20")};
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 1317), kDay, context);
  EXPECT_EQ(d.cause, Cause::account_conflict);
  ASSERT_TRUE(d.attempts.front().reboot);
  EXPECT_TRUE(d.attempts.front().reboot->confirmed);
  ASSERT_EQ(d.elsewhere.size(), 1U);
  EXPECT_EQ(d.elsewhere[0].source, "system.log");
  EXPECT_EQ(d.elsewhere[0].where, "line 7");
}

TEST(Reboot, AStartBeforeOrAfterTheSilenceShowsNoReboot) {
  for (const char* time : {"2023-02-10 09:10:03", "2023-02-10 09:05:00", "2023-02-10 09:14:00"}) {
    MacContext context;
    context.boots = {boot_at(time)};
    const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 1317), kDay, context);
    EXPECT_EQ(d.cause, Cause::interrupted) << time;
    EXPECT_FALSE(d.attempts.front().reboot) << time;
    EXPECT_TRUE(d.elsewhere.empty()) << time;
  }
}

TEST(Reboot, AStartInAnUnknownZoneShowsNoRebootAndConfirmsNone) {
  MacContext context;
  context.boots = {boot_at("2023-02-10 09:11:20", false)};
  EXPECT_EQ(diagnosis_of(died_making(10, 899) + refused(12, 1317), kDay, context).cause, Cause::interrupted);
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 317), kDay, context);
  ASSERT_TRUE(d.attempts.front().reboot);
  EXPECT_FALSE(d.attempts.front().reboot->confirmed);
  EXPECT_NE(d.supports.front().find("this computer's time zone"), std::string::npos);
}

TEST(Reboot, AnEnrolmentBeforeTheLastStartIsNotRunning) {
  MacContext context;
  context.now = parse_local_time("2023-02-10 09:12:00");
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::in_progress);
  context.boots = {boot_at("2023-02-10 09:11:20", false)};
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::in_progress);
  context.boots = {boot_at("2023-02-10 09:11:20")};
  EXPECT_EQ(diagnosis_of(died_making(10, 899), kDay, context).state, State::interrupted);
}

TEST(Reboot, WithoutARebootNoConflictIsClaimed) {
  const Diagnosis d = diagnosis_of(died_making(10, 899) + refused(12, 1317), kDay);
  EXPECT_EQ(d.cause, Cause::interrupted);
  EXPECT_EQ(d.also, std::vector{Cause::permission_denied});
}

TEST(Reboot, AWrappedProcessIdIsNoReboot) {
  const Diagnosis d = diagnosis_of(died_making(10, 99'990) + refused(12, 317), kDay);
  EXPECT_EQ(d.cause, Cause::interrupted);
}

TEST(Reboot, TheDaemonsOldLowProcessIdIsNoReboot) {
  const std::string log = died_making(10, 899) +
                          rec(stamp(9, 10, 30), 120, "Informing the JSS about login for user student1") +
                          rec(stamp(9, 10, 40), 899, "The device certificate was created successfully.") +
                          rec(stamp(9, 10, 41), 899, "Enroll return code: 0");
  const Diagnosis d = diagnosis_of(log, kDay);
  EXPECT_EQ(d.state, State::complete);
  EXPECT_FALSE(d.cause);
}

}  // namespace
}  // namespace enrolkit::test
