// A fleet: some Macs that are stuck and react within seconds, and some that are well.
#pragma once

#include "cli/server/command_bench.h"

namespace enrolkit::test {

struct FleetBench : CommandBench {
  explicit FleetBench(int victims = 3, int healthy = 5) { add_fleet(jamf, victims, healthy, clock.time); }

  Said repair(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "repair");
    for (const char* fast : {"--poll", "1s", "--per-minute", "600", "--settle", "0"})
      arguments.emplace_back(fast);
    return with_journal(std::move(arguments));
  }
  Said with_journal(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--journal", folder.at("journal")});
    return server(std::move(arguments));
  }
};

}  // namespace enrolkit::test
