// `enrolkit server check`: does the connection stand, and may this account do what the commands need?
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct CheckOptions {
  std::vector<std::string> commands;  // empty: all
  bool print_role = false;
  bool json = false;
};

CLI::App* add_server_check(CLI::App& server, CheckOptions& options);
[[nodiscard]] Exit run_server_check(const CheckOptions& options, const ConnectOptions& connect,
                                    const ServerContext& context);

}  // namespace enrolkit
