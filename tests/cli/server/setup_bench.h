// `enrolkit server setup` in this process, with a file for the secret.
#pragma once

#include <algorithm>
#include <fstream>

#include "cli/server/command_bench.h"

namespace enrolkit::test {

inline const char* const kName = "enrolkit [enrolkit setup]";

struct SetupBench : CommandBench {
  Said setup(std::vector<std::string> more, const std::string& commands = "stuck") {
    more.insert(more.begin(), {"setup", "--for", commands, "--store", "file:" + file});
    return server(more);
  }
  // A role and a client that are there already, as setup makes them.
  void make() {
    EXPECT_EQ(setup({"--yes"}).status, 0);
    jamf.log.clear();
  }
  [[nodiscard]] std::string kept() const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] bool wrote() const {
    return std::any_of(jamf.log.begin(), jamf.log.end(), [](const std::string& one) {
      return !one.starts_with("GET ") && one.find("token") == std::string::npos;
    });
  }
  std::string file = folder.at("client.secret");
};

}  // namespace enrolkit::test
