#include "jamfpro/repair/rule.h"

#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

constexpr std::int64_t kSent = 1'790'000'000;
constexpr RepairTimes kTimes{7200, 1200};

RepairEntry sent() {
  RepairEntry entry;
  entry.id = "1";
  entry.step = RepairStage::sent;
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

TEST(Repair, NeedsEveryPieceOfEvidenceToBeNewer) {
  const auto good = mac(kSent + 300, kSent + 300, kSent + 200);
  EXPECT_EQ(judge_repair(sent(), command("ACKNOWLEDGED"), good, {7200, 0}, kSent + 400).final,
            RepairResult::repaired);
  for (int i = 0; i < 4; ++i) {
    Computer lacking = good;
    if (i == 0) lacking.check_in = kSent;
    if (i == 1) lacking.report = kSent;
    if (i == 2) lacking.enrolled = kSent;
    if (i == 3) lacking.binary.reset();
    EXPECT_EQ(judge_repair(sent(), command("ACKNOWLEDGED"), lacking, {7200, 0}, kSent + 400).final,
              RepairResult::none)
        << i;
  }
}

TEST(Repair, ADateThatLiesAheadProvesNothing) {
  constexpr std::int64_t kAhead = kSent + 70 * 365 * 86'400LL;
  for (const auto& dates : {mac(kAhead, kSent + 300, kSent + 200), mac(kSent + 300, kAhead, kSent + 200),
                            mac(kAhead, kAhead, kAhead)}) {
    const auto judged = judge_repair(sent(), command("ACKNOWLEDGED"), dates, {7200, 0}, kSent + 7300);
    EXPECT_EQ(judged.final, RepairResult::not_repaired) << judged.why;
  }
  const auto unmoved = judge_repair(sent(), command("ACKNOWLEDGED"), mac(kSent + 300, kSent + 300, kAhead),
                                    {7200, 0}, kSent + 7300);
  EXPECT_NE(unmoved.why.find("its enrolment date did not move"), std::string::npos) << unmoved.why;
}

TEST(Repair, AStateThatIsNotKnownIsSaid) {
  const auto judged =
      judge_repair(sent(), command("VERSCHOLLEN"), mac(kSent, kSent, kSent), {7200, 0}, kSent + 7300);
  EXPECT_EQ(judged.final, RepairResult::pending);
  EXPECT_NE(judged.why.find("VERSCHOLLEN"), std::string::npos) << judged.why;
}

TEST(Repair, WaitsForASecondCheckIn) {
  RepairEntry entry =
      judge_repair(sent(), {}, mac(kSent + 300, kSent + 300, kSent + 200), kTimes, kSent + 400);
  EXPECT_EQ(entry.final, RepairResult::none);
  EXPECT_EQ(entry.proof, kSent + 300);
  EXPECT_EQ(judge_repair(entry, {}, mac(kSent + 1200, kSent + 300, kSent + 200), kTimes, kSent + 1300).final,
            RepairResult::repaired);
  const auto once = mac(kSent + 300, kSent + 300, kSent + 200);
  EXPECT_EQ(judge_repair(entry, {}, once, kTimes, kSent + 1600).final, RepairResult::none);
  const RepairEntry relapsed = judge_repair(entry, {}, once, kTimes, kSent + 1601);
  EXPECT_EQ(relapsed.final, RepairResult::not_repaired);
  EXPECT_NE(relapsed.why.find("relapsed"), std::string::npos);
}

TEST(Repair, AnEnrolmentDateThatDoesNotMoveIsWaitedForAndThenSaid) {
  const auto working = mac(kSent + 300, kSent + 300, kSent - 999);
  EXPECT_EQ(judge_repair(sent(), {}, working, {7200, 0}, kSent + 7199).final, RepairResult::none);
  const RepairEntry late = judge_repair(sent(), {}, working, {7200, 0}, kSent + 7200);
  EXPECT_EQ(late.final, RepairResult::repaired);
  EXPECT_NE(late.why.find("did not move"), std::string::npos);
}

TEST(Repair, TheDeadlineTellsPendingFromNotRepaired) {
  const auto old = mac(kSent - 9, kSent - 9, kSent - 9);
  const auto at_the_end = [&](const std::optional<MdmCommand>& c, const std::optional<Computer>& m) {
    return judge_repair(sent(), c, m, kTimes, kSent + 7200);
  };
  EXPECT_EQ(at_the_end(command("PENDING"), old).final, RepairResult::pending);
  EXPECT_EQ(at_the_end(command("NOT_NOW"), old).final, RepairResult::pending);
  EXPECT_EQ(at_the_end(command("ACKNOWLEDGED"), old).final, RepairResult::not_repaired);
  EXPECT_EQ(at_the_end(command("ACKNOWLEDGED"), old).why,
            "the framework was installed, but since then no check-in, inventory");
  EXPECT_EQ(at_the_end({}, old).final, RepairResult::not_repaired);
  EXPECT_EQ(at_the_end({}, {}).why, "its record is gone");
  EXPECT_EQ(judge_repair(sent(), command("PENDING"), old, kTimes, kSent + 7199).final, RepairResult::none);
}

TEST(Repair, ARefusedCommandEndsAtOnceUnlessTheAgentSpoke) {
  MdmCommand failed = command("ERROR");
  failed.error = "no space";
  const auto old = mac(kSent - 9, kSent - 9, kSent - 9);
  EXPECT_EQ(judge_repair(sent(), failed, old, kTimes, kSent + 60).why,
            "the Mac refused the command: no space");
  EXPECT_EQ(judge_repair(sent(), failed, mac(kSent + 9, kSent + 9, kSent + 9), {7200, 0}, kSent + 60).final,
            RepairResult::repaired);
}

TEST(Repair, StatesAreReadBackAsTheyWereWritten) {
  for (const RepairResult final : {RepairResult::none, RepairResult::repaired, RepairResult::not_repaired,
                                   RepairResult::pending, RepairResult::refused, RepairResult::skipped}) {
    EXPECT_EQ(jamf::kRepairResultNames.find(to_text(final)), final);
  }
  for (const RepairStage step : {RepairStage::chosen, RepairStage::sending, RepairStage::sent}) {
    EXPECT_EQ(jamf::kRepairStageNames.find(to_text(step)), step);
  }
  EXPECT_EQ(jamf::kRepairStageNames.find("garbage"), std::nullopt);
}

}  // namespace
}  // namespace enrolkit::jamf
