#include "jamfpro/http/watchdog.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>

namespace enrolkit::jamf {
namespace {

SteadyTime in_ms(int ms) { return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms); }

struct Pair {
  Pair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0); }
  ~Pair() {
    for (const int fd : ends) ::close(fd);
  }
  // Waits until a byte comes, or the end does.
  [[nodiscard]] ssize_t read() const {
    char byte = 0;
    return ::recv(ends[0], &byte, 1, 0);
  }
  std::array<int, 2> ends{};
};

TEST(Watchdog, EndsAReadAtTheDeadlineAndNotBefore) {
  const Pair pair;
  Watchdog dog(in_ms(50), {});
  dog.watch(pair.ends[0]);
  EXPECT_FALSE(dog.expired());
  EXPECT_EQ(pair.read(), 0);
  EXPECT_TRUE(dog.expired());
  EXPECT_FALSE(dog.stopped());
}

TEST(Watchdog, EndsWhatIsWatchedTooLate) {
  const Pair pair;
  Watchdog dog(in_ms(0), {});
  while (!dog.expired()) std::this_thread::yield();
  dog.watch(pair.ends[0]);
  EXPECT_EQ(pair.read(), 0);
}

TEST(Watchdog, TakesALaterDeadline) {
  const Pair pair;
  const auto begin = std::chrono::steady_clock::now();
  Watchdog dog(in_ms(200), {});
  dog.watch(pair.ends[0]);
  dog.set(in_ms(500), true);
  EXPECT_EQ(pair.read(), 0);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(450));
}

TEST(Watchdog, HeedsTheWishToStopOnlyWhereItMay) {
  const Pair one, other;
  std::atomic<bool> stop{false};
  Watchdog heeds(in_ms(5000), [&] { return stop.load(); }), does_not(in_ms(400), [&] { return stop.load(); });
  does_not.set(in_ms(400), false);
  heeds.watch(one.ends[0]);
  does_not.watch(other.ends[0]);
  stop = true;
  EXPECT_EQ(one.read(), 0);
  EXPECT_TRUE(heeds.stopped());
  EXPECT_EQ(other.read(), 0);
  EXPECT_TRUE(does_not.expired());
  EXPECT_FALSE(does_not.stopped());
}

TEST(Watchdog, LeavesAloneWhatIsDoneInTime) {
  const Pair pair;
  {
    Watchdog dog(in_ms(5000), {});
    dog.watch(pair.ends[0]);
  }
  EXPECT_EQ(::send(pair.ends[1], "x", 1, 0), 1);
  EXPECT_EQ(pair.read(), 1);
}

}  // namespace
}  // namespace enrolkit::jamf
