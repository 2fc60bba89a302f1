// `enrolkit server setup`: with an administrator's login, the API role and the API client that other commands work with.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct SetupOptions {
  std::vector<std::string> commands;
  std::string name = "enrolkit", store;
  bool yes = false, rotate = false, show_secret = false;
};

CLI::App* add_server_setup(CLI::App& server, SetupOptions& options);

// Standard output gets what the other commands need, as variables: the address, the client's id, the secret's file.
[[nodiscard]] Exit run_server_setup(const SetupOptions& options, const ConnectOptions& connect,
                                    const ServerContext& context);

}  // namespace enrolkit
