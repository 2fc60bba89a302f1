// Tools that behave well and badly, really run: none is waited for beyond its limit, and none is left behind.
#include "host/real_run.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <thread>

#include "host/real_host.h"
#include "support/temp_folder.h"

#ifdef __linux__
namespace {
std::atomic<bool> signals_are_lost{false};
}  // namespace

// In place of the system's, for the code under test, too.
extern "C" int kill(pid_t pid, int signal) noexcept {
  return signals_are_lost ? 0 : static_cast<int>(::syscall(SYS_kill, pid, signal));
}
#endif

namespace enrolkit::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kLong{20'000};
constexpr std::size_t kMuch = 1U << 20U;

Ran sh(const std::string& script, milliseconds limit = kLong, std::size_t most = kMuch) {
  return run_here({"/bin/sh", {"-c", script}, limit, most});
}

Finished finished(const Ran& ran) {
  if (const auto* f = std::get_if<Finished>(&ran)) return *f;
  ADD_FAILURE() << (std::holds_alternative<Stopped>(ran) ? "stopped: " + std::get<Stopped>(ran).why
                                                         : "not started: " + std::get<NotStarted>(ran).why);
  return {-1, "", ""};
}

std::string why_stopped(const Ran& ran) {
  const auto* stopped = std::get_if<Stopped>(&ran);
  EXPECT_NE(stopped, nullptr);
  return stopped != nullptr ? stopped->why : "";
}

void expect_no_children() {
  errno = 0;
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
  EXPECT_EQ(errno, ECHILD);
}

TEST(RealRun, TellsOutputErrorAndStatus) {
  const Finished f = finished(sh("echo out; echo err >&2; exit 56"));
  EXPECT_EQ(f.out, "out\n");
  EXPECT_EQ(f.err, "err\n");
  EXPECT_EQ(f.status, 56);
  EXPECT_EQ(finished(run_here({"/bin/echo", {"a b", "", "$HOME;*"}, kLong, kMuch})).out, "a b  $HOME;*\n")
      << "arguments as they are: no shell";
  expect_no_children();
}

TEST(RealRun, ItsInputComesAndEnds) {
  const std::string input(4096, 'x');
  EXPECT_EQ(finished(run_here({"/bin/cat", {}, kLong, kMuch, input})).out, input);
  EXPECT_EQ(finished(sh("cat")).out, "");
  EXPECT_EQ(finished(run_here({"/bin/sh", {"-c", "exit 3"}, kLong, kMuch, input})).status, 3)
      << "which reads none";
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run_here({"/bin/cat", {}, kLong, kMuch, input + "x"})));
}

TEST(RealRun, AllToolsAtWorkAreKilledWithTheirGroups) {
  const TempFolder folder;
  std::thread other([&] {
    const Ran ran = sh("(sleep 60; : >" + folder.at("outlived") + ") & sleep 60");
    EXPECT_NE(why_stopped(ran).find("signal 9"), std::string::npos) << why_stopped(ran);
  });
  std::this_thread::sleep_for(milliseconds(300));
  kill_running_tools();
  other.join();
  kill_running_tools();  // nothing is at work: nothing happens
  EXPECT_EQ(finished(sh("echo fine")).out, "fine\n");
  expect_no_children();
}

TEST(RealRun, AMissingToolIsNotStarted) {
  const Ran missing = run_here({"/no/such/tool", {}, kLong, kMuch});
  ASSERT_TRUE(std::holds_alternative<NotStarted>(missing));
  EXPECT_NE(std::get<NotStarted>(missing).why.find("/no/such/tool: No such file"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run_here({"/etc", {}, kLong, kMuch})));
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run_here({"sh", {"-c", "true"}, kLong, kMuch})))
      << "no search along PATH";
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run_here({"", {}, kLong, kMuch})));
  expect_no_children();
}

TEST(RealRun, ASignalIsNoAnswer) {
  EXPECT_NE(why_stopped(sh("echo half; kill -9 $$")).find("ended by signal 9"), std::string::npos);
  expect_no_children();
}

TEST(RealRun, TheLimitEndsTheToolAndItsChildren) {
  const TempFolder folder;
  const std::string late = folder.at("late");
  const auto begin = steady_clock::now();
  const Ran ran = sh("(sleep 0.7; echo late >'" + late + "') & sleep 30", milliseconds(200));
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_NE(why_stopped(ran).find("not done after 200 ms"), std::string::npos);
  expect_no_children();
  std::this_thread::sleep_for(milliseconds(1200));
  EXPECT_FALSE(std::filesystem::exists(late)) << "a grandchild outlived the limit";
}

TEST(RealRun, AToolThatIgnoresSignalsIsKilled) {
  EXPECT_NE(why_stopped(sh("trap '' TERM INT HUP; while :; do sleep 1; done", milliseconds(200))), "");
  expect_no_children();
}

#ifdef __linux__
// As with a tool that waits for a home on a server that does not answer: a user can make one, and root waits for nobody.
TEST(RealRun, AToolThatNoSignalEndsIsLeftBehind) {
  const auto begin = steady_clock::now();
  signals_are_lost = true;
  const Ran ran = run_here({"/bin/sleep", {"6"}, milliseconds(100), kMuch});
  signals_are_lost = false;
  EXPECT_NE(why_stopped(ran).find("not done after 100 ms"), std::string::npos);
  EXPECT_LT(steady_clock::now() - begin, milliseconds(5000));
  EXPECT_GT(::waitpid(-1, nullptr, 0), 0) << "nobody had reaped it";
  expect_no_children();
}
#endif

TEST(RealRun, MuchOnOneStreamDoesNotHangTheOther) {
  const Finished f = finished(sh("head -c 300000 /dev/zero >&2; echo done"));
  EXPECT_EQ(f.err.size(), 300'000U);
  EXPECT_EQ(f.out, "done\n");
  const Finished both = finished(sh("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"));
  EXPECT_EQ(both.out.size() + both.err.size(), 600'000U);
}

TEST(RealRun, EndlessOutputIsCutOff) {
  EXPECT_NE(why_stopped(sh("while :; do echo y; done", kLong, 10'000)).find("more than 10000 bytes"),
            std::string::npos);
  EXPECT_NE(why_stopped(sh("cat /dev/zero >&2", kLong, 10'000)).find("more than 10000 bytes"),
            std::string::npos);
  EXPECT_EQ(finished(sh("printf 12345", kLong, 5)).out, "12345") << "as much as is allowed";
  EXPECT_NE(why_stopped(sh("printf 123456", kLong, 5)), "");
  expect_no_children();
}

TEST(RealRun, TheEnvironmentIsClean) {
  ::setenv("ENROLKIT_SECRET", "x", 1);
  const Finished f = finished(run_here({"/usr/bin/env", {}, kLong, kMuch}));
  ::unsetenv("ENROLKIT_SECRET");
  EXPECT_EQ(f.out, "PATH=/usr/bin:/bin:/usr/sbin:/sbin\nLC_ALL=C\n");
}

TEST(RealRun, StandardInputIsEmpty) {
  const Finished f = finished(sh("cat; echo end"));
  EXPECT_EQ(f.out, "end\n");
}

#ifdef __linux__
TEST(RealRun, NoDescriptorOfOursIsPassedOn) {
  const int open = ::dup(STDERR_FILENO);  // inheritable
  const Finished f = finished(run_here({"/bin/ls", {"/proc/self/fd"}, kLong, kMuch}));
  ::close(open);
  EXPECT_EQ(f.out, "0\n1\n2\n3\n") << "3 is the folder that ls reads";
}
#endif

TEST(RealRun, SignalsAreAsUsual) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  // Were SIGPIPE ignored, `yes` would say that it cannot write.
  const Finished f = finished(sh("yes | head -n 1"));
  (void)std::signal(SIGPIPE, before);
  EXPECT_EQ(f.out, "y\n");
  EXPECT_EQ(f.err, "");
}

TEST(RealRun, AToolThatClosesItsStreamsIsWaitedFor) {
  EXPECT_EQ(finished(sh("exec >&- 2>&-; sleep 0.3; exit 7")).status, 7);
  EXPECT_NE(why_stopped(sh("exec >&- 2>&-; sleep 30", milliseconds(200))), "");
  expect_no_children();
}

TEST(RealRun, AChildThatKeepsTheStreamsIsNotWaitedFor) {
  const auto begin = steady_clock::now();
  EXPECT_EQ(finished(sh("sleep 5 & echo told")).out, "told\n");
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(4));
}

TEST(RealRun, WorksWithoutStandardStreams) {
  const int saved = ::dup(STDIN_FILENO);
  ::close(STDIN_FILENO);
  const Finished f = finished(sh("cat; echo out; echo err >&2"));
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  EXPECT_EQ(f.out, "out\n");
  EXPECT_EQ(f.err, "err\n");
}

TEST(RealRun, AnIgnoredSigchldLosesTheStatusAndNothingElse) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const Ran ran = sh("exit 3");
  (void)std::signal(SIGCHLD, before);
  if (const auto* f = std::get_if<Finished>(&ran)) {
    EXPECT_EQ(f->status, 3);
  } else {
    EXPECT_NE(why_stopped(ran).find("how it ended is not known"), std::string::npos);
  }
}

// What `start_here` started, by a file that it goes on writing.
TEST(RealRun, AToolThatGoesOnIsEndedWithItsHandle) {
  const TempFolder folder;
  const std::string beat = folder.path() + "/beat", bye = folder.path() + "/bye";
  const auto wait_for = [](const std::string& path) {
    for (int i = 0; i < 500 && !std::filesystem::exists(path); ++i)
      std::this_thread::sleep_for(milliseconds(10));
    return std::filesystem::exists(path);
  };
  const auto start = [&](const std::string& trap) {
    return start_here({"/bin/sh", {"-c", trap + "while :; do : >" + beat + "; sleep 0.02; done"}, {}, 0},
                      milliseconds(400));
  };
  for (const bool polite : {true, false}) {
    auto started = start(polite ? "trap ': >" + bye + "; exit' TERM; " : "trap '' TERM; ");
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Started>>(started));
    EXPECT_TRUE(wait_for(beat));
    std::get<std::unique_ptr<Started>>(started).reset();
    EXPECT_EQ(std::filesystem::remove(bye), polite);
    std::filesystem::remove(beat);
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_FALSE(std::filesystem::exists(beat)) << "it goes on";
    expect_no_children();
  }
  EXPECT_TRUE(std::holds_alternative<NotStarted>(start_here({"/no/such/tool", {}, {}, 0}, milliseconds(1))));
  EXPECT_TRUE(std::holds_alternative<NotStarted>(start_here({"sh", {}, {}, 0}, milliseconds(1))));
}

TEST(RealRun, TheHostRunsNothingForAnotherVolume) {
  const TempFolder folder;
  auto other = open_host(folder.path());
  ASSERT_EQ(other.index(), 0U);
  const Ran ran = std::get<0>(other)->run({"/bin/sh", {"-c", "true"}, kLong, kMuch});
  ASSERT_TRUE(std::holds_alternative<NotStarted>(ran));
  EXPECT_EQ(std::get<NotStarted>(ran).why, kAnotherVolume);
  auto here = open_host("/");
  ASSERT_EQ(here.index(), 0U);
  EXPECT_EQ(finished(std::get<0>(here)->run({"/bin/echo", {"here"}, kLong, kMuch})).out, "here\n");
}

}  // namespace
}  // namespace enrolkit::test
