// The runs that are remembered: enough of them, and never more.
#include "core/log/run.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

constexpr std::uint32_t kSeenFirst = 7;

// Whether what the first run lost is still known after so many others spoke.
bool is_known_after(std::size_t others) {
  RunTable runs;
  std::uint64_t record = 1;
  runs.of(kSeenFirst, record++, 0, true).lost_server = true;
  for (std::size_t i = 0; i < others; ++i) {
    runs.of(static_cast<std::uint32_t>(1000 + i), record++, 0, true);
  }
  return runs.of(kSeenFirst, record, 0, false).lost_server;
}

TEST(RunTable, KnowsARunWhileFewerOthersSpoke) {
  for (const std::size_t others : {0U, 1U, 100U, 510U, 511U}) EXPECT_TRUE(is_known_after(others)) << others;
}

TEST(RunTable, ForgetsARunThatWasSilentForLong) {
  for (const std::size_t others : {1024U, 5000U, 100'000U}) EXPECT_FALSE(is_known_after(others)) << others;
}

TEST(RunTable, KeepsARunThatGoesOnSpeaking) {
  RunTable runs;
  std::uint64_t record = 1;
  runs.of(kSeenFirst, record++, 0, true).lost_server = true;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    runs.of(1000 + i, record++, 0, true);
    if (i % 400 == 0) {
      ASSERT_TRUE(runs.of(kSeenFirst, record++, 0, false).lost_server) << i;
    }
  }
}

TEST(RunTable, BeginsARunAnewWithItsFirstLineOrAfterADay) {
  RunTable runs;
  runs.of(kSeenFirst, 1, 0, true).lost_server = true;
  EXPECT_TRUE(runs.of(kSeenFirst, 2, 86'400, false).lost_server);
  EXPECT_FALSE(runs.of(kSeenFirst, 3, 2 * 86'400 + 1, false).lost_server);
  runs.of(kSeenFirst, 4, 2 * 86'400 + 1, false).lost_server = true;
  EXPECT_FALSE(runs.of(kSeenFirst, 5, 2 * 86'400 + 1, true).lost_server);
}

}  // namespace
}  // namespace enrolkit
