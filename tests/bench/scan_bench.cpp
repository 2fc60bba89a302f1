// The scanner and the story on lines in memory: what a core does without the disk. Google Benchmark.
#include <benchmark/benchmark.h>

#include <string>

#include "core/log/history_builder.h"

namespace {

using namespace enrolkit;

std::string sample(int rounds) {
  std::string log;
  for (int i = 0; i < rounds; ++i) {
    const std::string who =
        "Thu Apr 30 09:10:36 Library Cart 07 jamf[" + std::to_string(400 + i % 9000) + "]: ";
    log += who + "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...\n";
    log += who + "Executing Policy Update Inventory (daily)\n";
    log += who + "Checking for patches...\n";
    log += who + "No patch policies were found.\n";
  }
  return log;
}

void scan(benchmark::State& state) {
  const std::string log = sample(2000);
  for (auto _ : state) {
    Scanner scanner;
    Line line;
    scanner.next_file(0, false);
    scanner.give(log, true);
    while (scanner.next(line)) benchmark::DoNotOptimize(line);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(log.size()));
}
BENCHMARK(scan);

void scan_and_tell(benchmark::State& state) {
  const std::string log = sample(2000);
  for (auto _ : state) {
    Scanner scanner;
    HistoryBuilder builder;
    scanner.next_file(0, false);
    scanner.give(log, true);
    builder.add_block(scanner, [](const Line&) {});
    benchmark::DoNotOptimize(builder.is_settled());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(log.size()));
}
BENCHMARK(scan_and_tell);

}  // namespace

BENCHMARK_MAIN();
