// `enrolkit server clash`: will the Management Account meet an account of a PreStage, and the two repairs
// that can be made from here.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ClashOptions {
  std::vector<std::string> fix;  // "rename", NAME; or "no-management-account"
  bool yes = false;
  bool json = false;
  bool without_invitations = false;
};

CLI::App* add_server_clash(CLI::App& server, ClashOptions& options);
[[nodiscard]] Exit run_server_clash(const ClashOptions& options, const ConnectOptions& connect);

}  // namespace enrolkit
