// `enrolkit server unpublish`: takes away what `publish` made, and nothing else.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/server/connect.h"
#include "run/exit_code.h"

namespace enrolkit {

struct UnpublishOptions {
  std::string folder = "dist/out/jamf";
  bool yes = false, json = false;
};

CLI::App* add_server_unpublish(CLI::App& server, UnpublishOptions& options);
[[nodiscard]] Exit run_server_unpublish(const UnpublishOptions& options, const ConnectOptions& connect,
                                        const ServerContext& context);

}  // namespace enrolkit
