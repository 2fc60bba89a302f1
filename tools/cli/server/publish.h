// `enrolkit server publish`: brings the definitions of attributes, groups, scripts and policies to Jamf Pro,
// or writes them for Terraform.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct PublishOptions {
  std::string folder = "dist/out/jamf";
  std::string package;  // its file; empty: beside the folder
  std::vector<std::string>
      exported;  // "terraform", DIR; CLI11 puts a FOLDER that stands behind them here, too
  bool yes = false;
  bool force = false;  // --export: replace a file that is there
  bool as_groups = false;
  bool json = false;
};

CLI::App* add_server_publish(CLI::App& server, PublishOptions& options);
[[nodiscard]] Exit run_server_publish(const PublishOptions& options, const ConnectOptions& connect,
                                      const ServerContext& context);

}  // namespace enrolkit
