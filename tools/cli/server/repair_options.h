// The options of `enrolkit server repair`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "cli/server/list_output.h"
#include "cli/server/notify.h"
#include "cli/server/pick.h"
#include "cli/server/second.h"
#include "jamfpro/repair/repairer.h"

namespace enrolkit {

struct ServerRepairOptions {
  PickOptions pick;
  SecondOptions second;
  bool stuck = false;         // all that `stuck` would list
  bool resume = false;        // only what the journal has unfinished
  bool flush_failed = false;  // their pending and failed MDM commands, before they are sent anything
  bool dry_run = false, yes = false, despite_conflict = false;
  ListOptions list;
  NotifyOptions notify;
  std::int64_t limit = 0;  // 0: none
  std::int64_t count = 0;  // what the user expects to be sent, above 25 Macs
  // Empty, or 0: as the run that is resumed was started with; else 2h, a check-in period and 5 minutes, 30s, 30.
  std::string wait, settle, poll;
  std::int64_t per_minute = 0;
  std::string journal;
};

CLI::App* add_server_repair(CLI::App& server, ServerRepairOptions& options);

// What is wrong with them together, for a person; empty: nothing.
[[nodiscard]] std::string fault_of(const ServerRepairOptions& options);
// Puts the times that were given in the plan; or says what is wrong.
[[nodiscard]] std::string set_times(const ServerRepairOptions& options, jamf::RepairPlan& plan);

}  // namespace enrolkit
