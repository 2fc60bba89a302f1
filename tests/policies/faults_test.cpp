// Every breakage under every pair of consecutive misbehaviours, and the Mac going down between any two calls.
#include <gtest/gtest.h>

#include "policies/repair_bench.h"
#include "policies/status.h"
#include "support/sanitized.h"

namespace enrolkit::test {
namespace {

constexpr std::int64_t kTwoDays = 2 * 24 * 3600;

// A run under a misbehaviour; what is wrong after it, or an empty text.
std::string run_under(SimMac& mac, const Change& misbehaviour) {
  behave(mac);
  misbehaviour.make(mac);
  const auto right = mac.right_parts();
  const Told told = run_repair(mac);
  return check(mac, right, told);
}

TEST(Faults, EveryPairOfMisbehavioursLeavesTheMacNoWorse) {
  std::size_t runs = 0, pairs = 0;
  const std::size_t step = kSanitized ? 5 : 1;  // there each run costs ten times as much
  for (const Change& breakage : breakages()) {
    for (const Change& first : misbehaviours()) {
      SimMac after_first;
      breakage.make(after_first);
      const std::string wrong = run_under(after_first, first);
      ASSERT_EQ(wrong, "") << breakage.name << ", " << first.name;
      after_first.advance(kTwoDays);
      for (const Change& second : misbehaviours()) {
        if (++pairs % step != 0) continue;
        SimMac mac = after_first;
        ASSERT_EQ(run_under(mac, second), "") << breakage.name << ", " << first.name << ", " << second.name;
        ++runs;
      }
    }
  }
  EXPECT_EQ(pairs, breakages().size() * misbehaviours().size() * misbehaviours().size());
  EXPECT_EQ(runs, pairs / step);
}

TEST(Faults, OnceAllBehavesItIsRepaired) {
  for (const Change& breakage : breakages()) {
    for (const Change& misbehaviour : misbehaviours()) {
      SimMac mac;
      breakage.make(mac);
      ASSERT_EQ(run_under(mac, misbehaviour), "") << breakage.name << ", " << misbehaviour.name;
      behave(mac);
      mac.advance(kTwoDays);
      const auto right = mac.right_parts();
      Told told = run_repair(mac);
      if (text_of(told).find("refused: tampered: ") != std::string::npos) {
        // Where somebody undid it, a person must say that they are gone.
        EXPECT_EQ(std::string(misbehaviour.name).find("somebody "), 0U);
        EXPECT_EQ(reset_journal(mac, mac, {kSimOurPid, 0}, [](std::string_view) {}), Exit::ok);
        told = run_repair(mac);
        if (told.exit != Exit::ok) {
          // The label of a task that manage wrote in this very run is disabled, too: the next run enables it.
          mac.advance(kTwoDays);
          told = run_repair(mac);
        }
      }
      const bool overridden = text_of(told).find("blocked: enrol: account-conflict: ") != std::string::npos;
      if (overridden) {
        // A Mac that went down while jamf made the account must be told to be safe by a person.
        RepairSettings settings = all_allowed();
        settings.despite_conflict = true;
        EXPECT_EQ(misbehaviour.name, std::string("the Mac dies while it enrols"));
        told = run_repair(mac, {}, settings);
      }
      EXPECT_EQ(check(mac, right, told), "") << breakage.name << ", " << misbehaviour.name;
      EXPECT_TRUE(mac.is_sound()) << breakage.name << ", " << misbehaviour.name << "\n" << text_of(told);
      // The conflict that a person overrode is still one: repaired, and not healthy.
      const bool conflict =
          text_of(told).find("the verdict on this Mac: Enrolled, but the Management Account") !=
          std::string::npos;
      EXPECT_TRUE(!conflict || overridden) << text_of(told);
      EXPECT_EQ(told.exit, conflict ? Exit::finding : Exit::ok)
          << breakage.name << ", " << misbehaviour.name << "\n"
          << text_of(told);
    }
  }
}

TEST(Faults, ADeathBetweenAnyTwoCallsIsSurvived) {
  std::size_t deaths = 0;
  for (const Change& breakage : breakages()) {
    SimMac broken;
    ASSERT_EQ(run_repair(broken).exit, Exit::ok);
    broken.advance(600);
    breakage.make(broken);
    SimMac whole = broken;
    whole.calls = 0;
    (void)run_repair(whole);
    const long step = kSanitized ? 7 : 1;
    for (long at = 0; at < whole.calls; at += step) {
      SimMac mac = broken;
      mac.calls = 0;
      mac.dies_at = at;
      auto right = mac.right_parts();
      const Told cut = run_repair(mac);
      ASSERT_TRUE(cut.died) << breakage.name << " at call " << at;
      ++deaths;
      ASSERT_EQ(check(mac, right, cut), "") << breakage.name << " at call " << at;
      // At once: either it ends well, or it says why it waits.
      right = mac.right_parts();
      const Told next = run_repair(mac);
      ASSERT_EQ(check(mac, right, next), "") << breakage.name << " at call " << at;
      ASSERT_TRUE(next.exit == Exit::ok || text_of(next).find("refused: ") != std::string::npos)
          << breakage.name << " at call " << at << "\n"
          << text_of(next);
      // Later it is repaired.
      mac.advance(kTwoDays);
      const Told last = run_repair(mac);
      ASSERT_EQ(last.exit, Exit::ok) << breakage.name << " at call " << at << "\n" << text_of(last);
      ASSERT_TRUE(mac.is_sound()) << breakage.name << " at call " << at;
    }
  }
  EXPECT_GT(deaths, kSanitized ? 400U : 2800U);
}

}  // namespace
}  // namespace enrolkit::test
