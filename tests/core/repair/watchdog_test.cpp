#include "core/repair/watchdog.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace enrolkit {
namespace {

constexpr std::int64_t kLast = 1772452800;

TEST(Watchdog, LooksAfterItsMinutesAndUpToAQuarterMore) {
  std::set<std::int64_t> waits;
  for (int mac = 0; mac < 1000; ++mac) {
    const std::int64_t wait = next_look(kLast, 60, "MAC-" + std::to_string(mac)) - kLast;
    EXPECT_GE(wait, 3600);
    EXPECT_LE(wait, 3600 + 900);
    waits.insert(wait / 60);
  }
  EXPECT_EQ(waits.size(), 16U);  // spread over all of the quarter, minute by minute
}

TEST(Watchdog, TheSameMacAnswersTheSameAndDiffersFromLookToLook) {
  EXPECT_EQ(next_look(kLast, 60, "A"), next_look(kLast, 60, "A"));
  EXPECT_NE(next_look(kLast, 60, "A") - kLast, next_look(kLast + 3600, 60, "A") - (kLast + 3600));
}

TEST(Watchdog, IsDueNotBefore) {
  const std::int64_t next = next_look(kLast, 15, "A");
  EXPECT_FALSE(look_is_due(kLast, next - 1, 15, "A"));
  EXPECT_TRUE(look_is_due(kLast, next, 15, "A"));
  EXPECT_FALSE(look_is_due(kLast, kLast, 15, "A"));
}

TEST(Watchdog, AClockThatWasSetBackPutsNothingOff) { EXPECT_TRUE(look_is_due(kLast, kLast - 1, 1440, "A")); }

}  // namespace
}  // namespace enrolkit
