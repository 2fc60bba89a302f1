// The watch dies at one request after the other (each seventh, to save time), before it reaches the server and after: no Mac is lost, none is sent twice.
#include "jamfpro/watch/watch_bench.h"

namespace enrolkit::test {
namespace {

struct Killed {};

// A life that ends at that request of all; false when there were fewer.
bool live_until(WatchBench& s, int request, bool after) {
  int left = request;
  const auto die = [&left](const jamf::Request&) {
    if (--left == 0) throw Killed{};
  };
  (after ? s.http.after : s.http.before) = die;
  bool killed = false;
  try {
    s.run_for(2 * 3600);
  } catch (const Killed&) {
    killed = true;
  }
  s.http.after = s.http.before = {};
  return killed;
}

TEST(WatchKill, AtAnyRequestNoMacIsLostAndNoneIsSentTwice) {
  int deaths = 0;
  for (const bool after : {false, true}) {
    for (int request = 1;; request += 7) {
      WatchBench s;
      s.watch.repair = true;
      for (int i = 0; i < 3; ++i) s.enrol(true);
      for (int i = 0; i < 7; ++i) s.enrol(false);
      if (!live_until(s, request, after)) break;
      ++deaths;
      (void)live_until(s, request / 2 + 1, !after);  // and once more
      s.run_for(3 * 3600);
      for (std::size_t i = 0; i < s.jamf.world.macs.size(); ++i) {
        ASSERT_EQ(s.jamf.world.commands_to(s.jamf.world.macs[i]), i < 3 ? 1 : 0) << request << " " << i;
      }
      ASSERT_EQ(s.in(jamf::WatchState::repaired), 3) << request;
      ASSERT_EQ(s.in(jamf::WatchState::came), 7) << request;
    }
  }
  EXPECT_GE(deaths, 20) << "too few to prove anything";
}

}  // namespace
}  // namespace enrolkit::test
