// /metrics: every family has its two lines of comment, and the histogram adds up. That others can read it: .ci/run.
#include "jamfpro/watch/metrics.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace enrolkit::jamf {
namespace {

TEST(Metrics, EverySampleBelongsToAFamilyThatIsDescribed) {
  WatchNumbers numbers;
  numbers.looked_at = 100;
  numbers.macs[static_cast<std::size_t>(WatchState::stuck)] = 3;
  for (const std::int64_t seconds : {10, 300, 301, 90'000}) numbers.to_repaired.add(seconds);
  const std::string text = prometheus_text(numbers, {1, 2, 3, 4, 5, 6, 1'234'567}, 160);
  std::istringstream lines(text);
  std::set<std::string> helped, typed;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) {
      EXPECT_TRUE(helped.insert(line.substr(7, line.find(' ', 7) - 7)).second) << line;
    } else if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(typed.insert(line.substr(7, line.find(' ', 7) - 7)).second) << line;
    } else {
      std::string name = line.substr(0, line.find_first_of("{ "));
      for (const char* end : {"_bucket", "_sum", "_count"}) {
        if (name.ends_with(end)) name.resize(name.size() - std::string_view(end).size());
      }
      EXPECT_TRUE(typed.contains(name)) << line;
    }
  }
  EXPECT_EQ(helped, typed);
  const auto says = [&](const char* line) {
    return text.find(std::string(line) + "\n") != std::string::npos;
  };
  EXPECT_TRUE(says("enrolkit_watch_macs{state=\"stuck\"} 3")) << text;
  EXPECT_TRUE(says("enrolkit_watch_last_look_age_seconds 60"));
  EXPECT_TRUE(says("enrolkit_watch_webhooks_total{result=\"refused\"} 4"));
  EXPECT_TRUE(says("enrolkit_watch_webhooks_total{result=\"dropped\"} 1234567"))
      << "no digit is rounded away";
  EXPECT_TRUE(says("enrolkit_watch_repaired_seconds_bucket{le=\"300\"} 2"));
  EXPECT_TRUE(says("enrolkit_watch_repaired_seconds_bucket{le=\"86400\"} 3"));
  EXPECT_TRUE(says("enrolkit_watch_repaired_seconds_bucket{le=\"+Inf\"} 4"));
  EXPECT_TRUE(says("enrolkit_watch_repaired_seconds_sum 90611"));
}

TEST(Metrics, HealthyMeansLookedAtLately) {
  WatchNumbers numbers;
  EXPECT_FALSE(is_healthy(numbers, 60, 0)) << "it was never looked at";
  numbers.looked_at = 1000;
  EXPECT_TRUE(is_healthy(numbers, 60, 1300));
  EXPECT_FALSE(is_healthy(numbers, 60, 1301));
  EXPECT_TRUE(is_healthy(numbers, 600, 2800));
}

}  // namespace
}  // namespace enrolkit::jamf
