// `enrolkit server repair`: sends the stuck Macs the management framework and waits for the proof that it
// worked.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "cli/server/connect.h"
#include "cli/server/pick.h"
#include "cli/server/second.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ServerRepairOptions {
  PickOptions pick;
  SecondOptions second;
  bool stuck = false;   // all that `stuck` would list
  bool resume = false;  // only what the journal has unfinished
  bool dry_run = false, yes = false, json = false, despite_conflict = false;
  std::int64_t limit = 0;  // 0: none
  std::int64_t count = 0;  // what the user expects to be sent, above 25 Macs
  // Empty, or 0: as the run that is resumed was started with; else 2h, a check-in period and 5 minutes, 30s, 30.
  std::string wait, settle, poll;
  std::int64_t per_minute = 0;
  std::string journal;
};

CLI::App* add_server_repair(CLI::App& server, ServerRepairOptions& options);
[[nodiscard]] Exit run_server_repair(const ServerRepairOptions& options, const ConnectOptions& connect);

}  // namespace enrolkit
