// Archives that are explained at one time share one budget of memory, whatever the number of jobs.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "host/archive_host.h"
#include "support/macs/collected.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

using std::chrono::milliseconds;
constexpr std::uint64_t kMb = 1ULL << 20U;

TEST(MemoryBudgetTest, WhoeverWantsTooMuchWaitsUntilItIsGivenBack) {
  MemoryBudget budget(10);
  MemoryBudget::Share six = budget.take(6);
  MemoryBudget::Share four = budget.take(4);
  std::atomic<bool> got{false};
  std::thread waiting([&] {
    const MemoryBudget::Share five = budget.take(5);
    got = true;
  });
  std::this_thread::sleep_for(milliseconds(50));
  four.reset();
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_FALSE(got) << "four are free";
  six.reset();
  waiting.join();
  EXPECT_TRUE(got);
}

TEST(MemoryBudgetTest, MoreThanThereIsIsAllOfIt) {
  MemoryBudget budget(10);
  const MemoryBudget::Share all = budget.take(1000);
  EXPECT_NE(all, nullptr);
}

TEST(MemoryBudgetTest, AtNoTimeIsMoreTakenThanThereIs) {
  MemoryBudget budget(100);
  std::atomic<int> taken{0}, most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        const int size = 10 + (i * 7 + round * 13) % 60;
        const MemoryBudget::Share share = budget.take(static_cast<std::uint64_t>(size));
        const int now = taken += size;
        for (int known = most; now > known && !most.compare_exchange_weak(known, now);) {
        }
        taken -= size;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 100);
  EXPECT_EQ(taken, 0);
}

// An archive takes what it says that it unpacks to, and the Host gives it back.
TEST(ArchiveMemory, IsHeldAsLongAsTheHost) {
  const std::string archive = packed(collection_of(FixtureHost("healthy")));
  const auto file = memory_file(archive);
  MemoryBudget budget(10 * kMb);
  auto host = open_archive(*file, "archive", &budget);
  ASSERT_NE(value_of(host), nullptr);
  std::atomic<bool> got{false};
  std::thread waiting([&] {
    const MemoryBudget::Share all = budget.take(10 * kMb);
    got = true;
  });
  MemoryBudget::Share most = budget.take(9 * kMb);
  EXPECT_NE(most, nullptr) << "a small archive holds little";
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_FALSE(got);
  std::get<0>(host).reset();
  most.reset();
  waiting.join();
  EXPECT_TRUE(got);
}

// Nobody gets more memory than was taken for it.
TEST(ArchiveMemory, AnArchiveThatUnpacksToMoreThanItSaysIsRefused) {
  std::string archive = packed(collection_of(FixtureHost("healthy")));
  const std::uint64_t told = archive.size() + 1;
  for (std::size_t i = 0; i < 4; ++i) archive[archive.size() - 4 + i] = static_cast<char>(told >> (8 * i));
  const auto file = memory_file(archive);
  const auto host = open_archive(*file, "archive");
  ASSERT_NE(why_unreadable(host), nullptr);
  EXPECT_NE(why_unreadable(host)->find("unpacks to more than the " + std::to_string(told) + " bytes"),
            std::string::npos)
      << *why_unreadable(host);
}

}  // namespace
}  // namespace enrolkit::test
