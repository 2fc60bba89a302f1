// `enrolkit server stuck`: Macs whose MDM is alive and whose agent is dead, or never came.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/server/connect.h"
#include "cli/server/list_output.h"
#include "cli/server/pick.h"
#include "cli/server/to_group.h"
#include "run/exit_code.h"

namespace enrolkit {

struct StuckOptions {
  PickOptions pick;
  ListOptions list;
  ToGroupOptions group;
  bool all = false;      // also the unreachable and the unknown
  bool quick = false;    // inventory alone
  bool explain = false;  // all about the Macs that are named
};

CLI::App* add_server_stuck(CLI::App& server, StuckOptions& options);
[[nodiscard]] Exit run_server_stuck(const StuckOptions& options, const ConnectOptions& connect,
                                    const ServerContext& context);

}  // namespace enrolkit
