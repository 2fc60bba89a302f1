// `enrolkit server conflict`: will the Management Account meet an account of a PreStage, and the two repairs
// that can be made from here.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ConflictOptions {
  std::vector<std::string> fix;  // "rename", NAME; or "no-management-account"
  bool yes = false;
  bool json = false;
  bool without_invitations = false;
};

CLI::App* add_server_conflict(CLI::App& server, ConflictOptions& options);
[[nodiscard]] Exit run_server_conflict(const ConflictOptions& options, const ConnectOptions& connect,
                                       const ServerContext& context);

}  // namespace enrolkit
