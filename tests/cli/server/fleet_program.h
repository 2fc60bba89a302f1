// A fleet before the built program: some Macs that are stuck, which react within seconds, and some that are
// well.
#pragma once

#include "cli/server/server_program.h"

namespace enrolkit::test {

struct FleetBench : ProgramBench {
  explicit FleetBench(int victims = 3, int healthy = 5) { add_fleet(jamf, victims, healthy, real_now()); }

  [[nodiscard]] std::vector<std::string> repair_arguments(const std::vector<std::string>& more) const {
    std::vector<std::string> out{"server", "repair"};
    out.insert(out.end(), more.begin(), more.end());
    for (const char* fast : {"--poll", "1s", "--per-minute", "600", "--settle", "0", "--journal"}) {
      out.emplace_back(fast);
    }
    out.push_back(folder.at("journal"));
    return out;
  }
  Ran repair(const std::vector<std::string>& arguments, const RunOptions& options = {}) {
    connect_by_environment();
    return enrolkit(repair_arguments(arguments), options);
  }
};

}  // namespace enrolkit::test
