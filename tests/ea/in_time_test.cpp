// A look that never ends must not keep whoever asked.
#include "ea/in_time.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>

namespace enrolkit::test {
namespace {

using namespace std::chrono_literals;

TEST(InTime, WaitsForALookThatEnds) {
  const auto seen = std::make_shared<bool>(false);
  EXPECT_TRUE(ended_in_time([seen] { *seen = true; }, 60s));
  EXPECT_TRUE(*seen);
}

TEST(InTime, ALookThatThrowsHasEnded) {
  EXPECT_TRUE(ended_in_time([] { throw std::runtime_error("broken"); }, 60s));
}

TEST(InTime, LeavesALookThatHangs) {
  const auto gate = std::make_shared<std::promise<void>>();
  const auto ended = std::make_shared<std::promise<void>>();
  std::future<void> at_last = ended->get_future();
  const auto look = [gate, ended] {
    gate->get_future().wait();
    ended->set_value();
  };
  EXPECT_FALSE(ended_in_time(look, 20ms));
  gate->set_value();
  EXPECT_EQ(at_last.wait_for(60s), std::future_status::ready) << "it goes on by itself";
}

}  // namespace
}  // namespace enrolkit::test
