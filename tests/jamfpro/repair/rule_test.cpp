#include "jamfpro/repair/rule.h"

#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

constexpr std::int64_t kSent = 1'790'000'000;
constexpr HealTimes kTimes{7200, 1200};

HealEntry sent() {
  HealEntry entry;
  entry.id = "1";
  entry.step = HealStep::sent;
  entry.uuid = "u";
  entry.started = entry.wait_from = kSent;
  return entry;
}
Computer mac(std::int64_t check_in, std::int64_t report, std::int64_t enrolled) {
  Computer out;
  out.id = "1";
  out.check_in = check_in;
  out.report = report;
  out.enrolled = enrolled;
  out.binary = "11.30.1";
  return out;
}
MdmCommand command(const char* state) {
  return {"u", "INSTALL_ENTERPRISE_APPLICATION", state, "a", kSent, {}, ""};
}

TEST(Heal, NeedsEveryPieceOfEvidenceToBeNewer) {
  const auto good = mac(kSent + 300, kSent + 300, kSent + 200);
  EXPECT_EQ(judge_heal(sent(), command("ACKNOWLEDGED"), good, {7200, 0}, kSent + 400).final,
            HealFinal::cured);
  for (int i = 0; i < 4; ++i) {
    Computer lacking = good;
    if (i == 0) lacking.check_in = kSent;
    if (i == 1) lacking.report = kSent;
    if (i == 2) lacking.enrolled = kSent;
    if (i == 3) lacking.binary.reset();
    EXPECT_EQ(judge_heal(sent(), command("ACKNOWLEDGED"), lacking, {7200, 0}, kSent + 400).final,
              HealFinal::none)
        << i;
  }
}

TEST(Heal, WaitsForASecondCheckIn) {
  HealEntry entry = judge_heal(sent(), {}, mac(kSent + 300, kSent + 300, kSent + 200), kTimes, kSent + 400);
  EXPECT_EQ(entry.final, HealFinal::none);
  EXPECT_EQ(entry.proof, kSent + 300);
  EXPECT_EQ(judge_heal(entry, {}, mac(kSent + 1200, kSent + 300, kSent + 200), kTimes, kSent + 1300).final,
            HealFinal::cured);
  const auto once = mac(kSent + 300, kSent + 300, kSent + 200);
  EXPECT_EQ(judge_heal(entry, {}, once, kTimes, kSent + 1600).final, HealFinal::none);
  const HealEntry relapsed = judge_heal(entry, {}, once, kTimes, kSent + 1601);
  EXPECT_EQ(relapsed.final, HealFinal::not_cured);
  EXPECT_NE(relapsed.why.find("relapsed"), std::string::npos);
}

TEST(Heal, AnEnrolmentDateThatDoesNotMoveIsWaitedForAndThenSaid) {
  const auto working = mac(kSent + 300, kSent + 300, kSent - 999);
  EXPECT_EQ(judge_heal(sent(), {}, working, {7200, 0}, kSent + 7199).final, HealFinal::none);
  const HealEntry late = judge_heal(sent(), {}, working, {7200, 0}, kSent + 7200);
  EXPECT_EQ(late.final, HealFinal::cured);
  EXPECT_NE(late.why.find("did not move"), std::string::npos);
}

TEST(Heal, TheDeadlineTellsPendingFromNotCured) {
  const auto old = mac(kSent - 9, kSent - 9, kSent - 9);
  const auto at_the_end = [&](const std::optional<MdmCommand>& c, const std::optional<Computer>& m) {
    return judge_heal(sent(), c, m, kTimes, kSent + 7200);
  };
  EXPECT_EQ(at_the_end(command("PENDING"), old).final, HealFinal::pending);
  EXPECT_EQ(at_the_end(command("NOT_NOW"), old).final, HealFinal::pending);
  EXPECT_EQ(at_the_end(command("ACKNOWLEDGED"), old).final, HealFinal::not_cured);
  EXPECT_EQ(at_the_end(command("ACKNOWLEDGED"), old).why,
            "the framework was installed, but since then no check-in, inventory");
  EXPECT_EQ(at_the_end({}, old).final, HealFinal::not_cured);
  EXPECT_EQ(at_the_end({}, {}).why, "its record is gone");
  EXPECT_EQ(judge_heal(sent(), command("PENDING"), old, kTimes, kSent + 7199).final, HealFinal::none);
}

TEST(Heal, ARefusedCommandEndsAtOnceUnlessTheAgentSpoke) {
  MdmCommand failed = command("ERROR");
  failed.error = "no space";
  const auto old = mac(kSent - 9, kSent - 9, kSent - 9);
  EXPECT_EQ(judge_heal(sent(), failed, old, kTimes, kSent + 60).why, "the Mac refused the command: no space");
  EXPECT_EQ(judge_heal(sent(), failed, mac(kSent + 9, kSent + 9, kSent + 9), {7200, 0}, kSent + 60).final,
            HealFinal::cured);
}

TEST(Heal, StatesAreReadBackAsTheyWereWritten) {
  for (const HealFinal final : {HealFinal::none, HealFinal::cured, HealFinal::not_cured, HealFinal::pending,
                                HealFinal::refused, HealFinal::skipped}) {
    EXPECT_EQ(heal_final(to_text(final)), final);
  }
  for (const HealStep step : {HealStep::chosen, HealStep::sending, HealStep::sent}) {
    EXPECT_EQ(heal_step(to_text(step)), step);
  }
  EXPECT_EQ(heal_step("garbage"), HealStep::sending);
}

}  // namespace
}  // namespace enrolkit::jamf
