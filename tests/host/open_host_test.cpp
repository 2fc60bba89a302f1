// Which root a Host is opened on.
#include <gtest/gtest.h>

#include <chrono>

#include "host/real_host.h"
#include "support/readings.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

TEST(OpenHost, ARootMustBeAFolder) {
  const TempFolder folder;
  EXPECT_TRUE(says(why(open_host(folder.at("missing"))), "No such file"));
  EXPECT_NE(why_unreadable(open_host(folder.write("file", ""))), nullptr);
  EXPECT_NE(why_unreadable(open_host(folder.fifo("fifo"))), nullptr);
  EXPECT_NE(why_unreadable(open_host("")), nullptr);
}

TEST(OpenHost, TheRootItselfMayBeALink) {
  const TempFolder folder;
  folder.write("real/a", "behind");
  folder.link("volume", "real");
  const auto host = open_host(folder.at("volume"));
  ASSERT_EQ(host.index(), 0U) << why(host);
  EXPECT_EQ(*value_of(read_file(*std::get<0>(host), "/a", 10)), "behind");
}

TEST(OpenHost, AllToolsTogetherEndInTime) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto host = open_host("/", begin + std::chrono::milliseconds(400));
  ASSERT_EQ(host.index(), 0U);
  const Command sleeps{"/bin/sh", {"-c", "sleep 20"}, std::chrono::seconds(20), 1000};
  const Ran first = std::get<0>(host)->run(sleeps);
  ASSERT_TRUE(std::holds_alternative<Stopped>(first));
  const Ran second = std::get<0>(host)->run(sleeps);
  ASSERT_TRUE(std::holds_alternative<NotStarted>(second));
  EXPECT_TRUE(says(std::get<NotStarted>(second).why, "the time of all tools is over"));
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace enrolkit::test
