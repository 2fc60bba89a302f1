// What the watch keeps in the journal of repairs.
#include "jamfpro/watch/store.h"

#include "jamfpro/watch/watch_bench.h"

namespace enrolkit::test {
namespace {

using jamf::WatchState;

TEST(WatchStore, ASecondInstanceIsRefusedAndAJournalOfRepairsIsTakenAsItIs) {
  WatchBench s;
  s.jamf.world.add_victim(kSimStart);
  (void)s.repair(s.everyone());  // made without a watch
  const auto first = s.journal();
  EXPECT_TRUE(jamf::WatchStore::open(*first).ok());
  const auto second = jamf::Journal::open(s.path, kServer);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().why.find("in use by another run"), std::string::npos);
  EXPECT_EQ(first->all().value().size(), 1U);
}

TEST(WatchStore, KeepsEachStateAndForgetsWhatNeedsNobody) {
  WatchBench s;
  const auto kept = s.journal();
  auto store = jamf::WatchStore::open(*kept).value();
  std::vector<jamf::WatchedMac> macs;
  for (std::size_t i = 0; i < jamf::kWatchStateNames.size(); ++i) {
    macs.push_back({std::to_string(i), "C02", "n'ame", "A", static_cast<WatchState>(i),
                    static_cast<std::int64_t>(100 + i), 200, i % 2 == 0});
  }
  ASSERT_TRUE(store.keep(macs, 5).ok());
  for (const auto& mac : macs) EXPECT_EQ(store.find(mac.id).value(), mac);
  EXPECT_EQ(store.find("x' OR 1=1 --").value(), std::nullopt);
  EXPECT_EQ(store.looked_until().value(), 5);
  EXPECT_EQ(store.storm_since().value(), std::nullopt);
  ASSERT_TRUE(store.keep_storm(77).ok());
  EXPECT_EQ(store.storm_since().value(), 77);
  ASSERT_TRUE(store.forget_before(1000).ok());
  EXPECT_EQ(store.followed().value().size(), 5U);
  EXPECT_EQ(store.find("1").value(), std::nullopt);
}

}  // namespace
}  // namespace enrolkit::test
