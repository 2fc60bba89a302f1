// `enrolkit server repair`: sends the stuck Macs the management framework and waits for the proof that it
// worked.
#pragma once

#include "cli/server/connect.h"
#include "cli/server/repair_options.h"
#include "run/exit_code.h"

namespace enrolkit {

[[nodiscard]] Exit run_server_repair(const ServerRepairOptions& options, const ConnectOptions& connect,
                                     const ServerContext& context);

}  // namespace enrolkit
