#include "run/interrupt.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>

#include "support/process/child.h"

namespace enrolkit::test {
namespace {

TEST(Interrupt, EndsAWaitAndIsRemembered) {
  const auto begin = std::chrono::steady_clock::now();
  const auto child = in_child([] {
    remember_interrupts();
    if (interrupted()) ::_exit(3);
    if (::fork() == 0) {
      ::usleep(100'000);
      ::kill(::getppid(), SIGINT);
      ::_exit(0);
    }
    const bool slept = sleep_for(60);
    ::_exit(!slept && interrupted() && !sleep_for(0) ? 0 : 4);
  });
  EXPECT_EQ(child.status, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Interrupt, AHangupIsNoneWhereItMeansReload) {
  const auto child = in_child([] {
    remember_interrupts();
    remember_hangups();
    if (take_hangup()) ::_exit(3);
    ::raise(SIGHUP);
    ::raise(SIGHUP);
    const bool reload = take_hangup();
    ::_exit(reload && !take_hangup() && !interrupted() && sleep_for(0) ? 0 : 4);
  });
  EXPECT_EQ(child.status, 0);
}

TEST(Interrupt, TheSecondOneEndsTheProgram) {
  const auto child = in_child([] {
    remember_interrupts();
    ::raise(SIGINT);
    ::raise(SIGINT);
    ::_exit(0);
  });
  EXPECT_EQ(child.status, 128 + SIGINT);
}

TEST(Interrupt, AWaitThatNobodyDisturbsIsWhole) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(sleep_for(1));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

}  // namespace
}  // namespace enrolkit::test
