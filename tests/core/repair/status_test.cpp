#include "core/repair/status.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

constexpr std::int64_t kNow = 1'772'452'800;  // 2026-03-02 12:00:00 UTC

std::string said(const Reading<Journal>& journal) {
  const RepairSettings settings = Settings{}.repair();
  return result_text(
      repair_finding({journal, settings, kNow, [](std::int64_t at) { return LocalTime{at}; }}));
}

Journal of(std::vector<JournalEntry> entries) { return {std::move(entries), false, false, ""}; }

JournalEntry act(std::int64_t ago, const std::string& run = "r") {
  return {EntryKind::act, kNow - ago, run, "SignatureLost", RepairStep::enrol, {}, "", 0};
}
JournalEntry end(std::int64_t ago, StepOutcome outcome, const std::string& run = "r") {
  return {EntryKind::end, kNow - ago, run, "SignatureLost", {}, outcome, "", 0};
}

TEST(RepairState, EveryCode) {
  EXPECT_EQ(said(Absent{}), "Never");
  EXPECT_EQ(said(of({})), "Never");
  EXPECT_EQ(said(of({act(60), {EntryKind::reset, kNow - 5, "", "", {}, {}, "", 0}})), "Never");
  EXPECT_EQ(said(of({act(60), end(30, StepOutcome::repaired)})),
            "Repaired; step=enrol; at=2026-03-02 11:59:30");
  EXPECT_EQ(said(of({act(60), end(30, StepOutcome::failed)})),
            "BackingOff; step=enrol; attempts=1; next=2026-03-02 12:59:30; at=2026-03-02 11:59:30");
  EXPECT_EQ(said(of({act(9000), end(9000, StepOutcome::unreachable)})),
            "Failed; step=enrol; attempts=1; at=2026-03-02 09:30:00");
  EXPECT_EQ(said(of({act(9000), end(9000, StepOutcome::failed)})),
            "Failed; step=enrol; attempts=1; at=2026-03-02 09:30:00");
  EXPECT_EQ(said(of({act(90, "a"), end(90, StepOutcome::failed, "a"), act(80, "b"),
                     end(80, StepOutcome::failed, "b"), act(70, "c"), end(60, StepOutcome::failed, "c")})),
            "Failed; step=enrol; attempts=3; at=2026-03-02 11:59:00");
  EXPECT_EQ(said(of({act(7500, "a"), act(7400, "b"), act(7300, "c")})),
            "BackingOff; step=enrol; attempts=3; next=2026-03-02 13:58:20; at=2026-03-02 09:58:20");
  EXPECT_EQ(said(of({{EntryKind::refused, kNow - 60, "r", "SignatureLost", {}, {}, "setup-assistant", 0}})),
            "Refused; at=2026-03-02 11:59:00");
  EXPECT_EQ(said(of({act(60)})), "Running; step=enrol; attempts=1; at=2026-03-02 11:59:00");
  EXPECT_EQ(said(of({act(2 * kMaxActSeconds)})), "Failed; step=enrol; attempts=1; at=2026-03-02 10:00:00");
  // "Not now" is no failed repair: what was before it counts.
  EXPECT_EQ(said(of({act(90), end(60, StepOutcome::cancelled)})), "Never");
  EXPECT_EQ(said(of({end(60, StepOutcome::cancelled)})), "Never");
  EXPECT_EQ(
      said(of({act(9000, "a"), end(9000, StepOutcome::failed, "a"), end(60, StepOutcome::cancelled, "b")})),
      "Failed; step=enrol; attempts=1; at=2026-03-02 09:30:00");
  const auto handed = [](std::int64_t ago) {
    return JournalEntry{EntryKind::handed, kNow - ago, "r", "SignatureLost", {}, {}, "", 0};
  };
  EXPECT_EQ(said(of({handed(60)})), "Running; at=2026-03-02 11:59:00");
  EXPECT_EQ(said(of({handed(2 * kMaxActSeconds)})), "Failed; at=2026-03-02 10:00:00");
  EXPECT_EQ(said(of({{EntryKind::lost, kNow - 60, "", "", {}, {}, "", 0}})),
            "Unknown; reason=An older journal could not be read.");
  EXPECT_EQ(said(Unreadable{"no permission"}), "Unknown; reason=no permission");
  EXPECT_EQ(said(Journal{{}, false, true, "line 1"}), "Unknown; reason=the journal is damaged: line 1");
}

}  // namespace
}  // namespace enrolkit
