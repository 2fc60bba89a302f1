#include "host/gather_processes.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace enrolkit {
namespace {

Process process(std::int64_t pid) {
  Process one;
  one.pid = pid;
  return one;
}

// As proc_listallpids: fills what room there is, and does not say that there would be more.
auto kernel_with(int count) {
  return [count](int* to, std::size_t room) {
    const int given = std::min(count, static_cast<int>(room));
    for (int i = 0; i < given; ++i) to[i] = i + 1;
    return given;
  };
}

TEST(GatherProcesses, AListIsWholeHoweverLong) {
  for (const int count : {1, 4095, 4096, 4097, 8192, 8193, 100'000}) {
    const auto pids = list_pids<int>(kernel_with(count));
    ASSERT_NE(value_of(pids), nullptr) << count;
    EXPECT_EQ(value_of(pids)->size(), static_cast<std::size_t>(count));
    EXPECT_EQ(value_of(pids)->back(), count);
  }
}

TEST(GatherProcesses, AListThatFailsOrHasNoEndIsNoEmptyOne) {
  EXPECT_TRUE(std::holds_alternative<Absent>(list_pids<int>([](int*, std::size_t) { return -1; })));
  EXPECT_NE(why_unreadable(list_pids<int>([](int*, std::size_t room) { return static_cast<int>(room); })),
            nullptr);
}

TEST(GatherProcesses, OneThatHasEndedIsLeftOut) {
  const auto all = gather_processes(std::vector{1, 2, 3}, [](int pid) -> Reading<Process> {
    if (pid == 2) return Absent{};
    return process(pid);
  });
  ASSERT_NE(value_of(all), nullptr);
  EXPECT_EQ(value_of(all)->size(), 2U);
}

TEST(GatherProcesses, OneThatMayNotBeAskedMakesTheListUnreadable) {
  const auto all = gather_processes(std::vector{1, 2, 3}, [](int pid) -> Reading<Process> {
    if (pid == 2) return Unreadable{"process 2: Operation not permitted"};
    return process(pid);
  });
  ASSERT_NE(why_unreadable(all), nullptr);
  EXPECT_EQ(*why_unreadable(all), "process 2: Operation not permitted");
}

TEST(GatherProcesses, NoProcessAtAllIsNoAnswer) {
  EXPECT_NE(why_unreadable(gather_processes(std::vector<int>{},
                                            [](int pid) -> Reading<Process> { return process(pid); })),
            nullptr);
}

}  // namespace
}  // namespace enrolkit
