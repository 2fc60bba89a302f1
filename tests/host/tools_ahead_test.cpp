// Tools that are begun before their answer is asked for.
#include "host/tools_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "host/real_host.h"

namespace enrolkit::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Command sh(const std::string& script) { return {"/bin/sh", {"-c", script}, milliseconds(20'000), 1U << 20U}; }

std::string out_of(const Ran& ran) {
  const auto* finished = std::get_if<Finished>(&ran);
  return finished != nullptr ? finished->out : "(not finished)";
}

// Counts what is run, and how much of it at one time.
class Counting final : public Host, public ForwardedFiles, public ForwardedClock {
 public:
  explicit Counting(const Host& host) : ForwardedFiles(host), ForwardedClock(host), host_(host) {}
  [[nodiscard]] Ran run(const Command& command) const override {
    ++runs;
    return host_.run(command);
  }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }
  mutable std::atomic<int> runs{0};

 private:
  const Host& host_;
};

TEST(ToolsAhead, AnswerInTheTimeOfTheSlowest) {
  const auto real = open_host("/");
  ToolsAhead tools(*std::get<0>(real));
  const auto begin = steady_clock::now();
  for (const char* script : {"sleep 0.6; echo a", "sleep 0.7; echo b", "sleep 0.8; echo c"})
    tools.begin(sh(script));
  EXPECT_EQ(out_of(tools.run(sh("sleep 0.6; echo a"))), "a\n");
  EXPECT_EQ(out_of(tools.run(sh("sleep 0.7; echo b"))), "b\n");
  EXPECT_EQ(out_of(tools.run(sh("sleep 0.8; echo c"))), "c\n");
  EXPECT_LT(steady_clock::now() - begin, milliseconds(1600)) << "2.1 s one after the other";
}

TEST(ToolsAhead, EachIsRunOnceForItsAnswerAndAgainWhenAskedAgain) {
  const auto real = open_host("/");
  const Counting host(*std::get<0>(real));
  ToolsAhead tools(host);
  tools.begin(sh("echo a"));
  tools.begin(sh("echo a"));
  EXPECT_EQ(out_of(tools.run(sh("echo a"))), "a\n");
  EXPECT_EQ(host.runs, 1);
  EXPECT_EQ(out_of(tools.run(sh("echo a"))), "a\n");
  EXPECT_EQ(out_of(tools.run(sh("echo never begun"))), "never begun\n");
  EXPECT_EQ(host.runs, 3);
}

TEST(ToolsAhead, WhatNobodyAskedForEndsWithIt) {
  const auto real = open_host("/");
  const Counting host(*std::get<0>(real));
  {
    ToolsAhead tools(host);
    tools.begin(sh("sleep 0.2"));
  }
  EXPECT_EQ(host.runs, 1);
}

}  // namespace
}  // namespace enrolkit::test
