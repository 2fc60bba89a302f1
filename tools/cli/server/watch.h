// `enrolkit server watch`: finds Macs that enrol halfway, as it happens, and repairs them where that is allowed. Runs until
// it is told to end.
#pragma once

#include "cli/server/connect.h"
#include "cli/server/watch_options.h"
#include "run/exit_code.h"

namespace enrolkit {

[[nodiscard]] Exit run_server_watch(const WatchOptions& options, const ConnectOptions& connect,
                                    const ServerContext& context);

}  // namespace enrolkit
