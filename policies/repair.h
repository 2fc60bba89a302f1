// Look, plan, act one step, look again; the next step, or stop. What repairs is what the attributes call
// healthy.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/settings/repair_step.h"
#include "core/settings/settings.h"
#include "evidence/read_repair_facts.h"
#include "host/host.h"
#include "host/host_writer.h"
#include "run/exit_code.h"

namespace enrolkit {

struct RepairOptions {
  bool unattended = false;
  bool if_needed = false;  // a look at files (and codesign) is enough to call the Mac healthy
  std::optional<RepairStep> highest;
  bool self_service = false;  // a person pressed a button: they are asked, and shown what goes on
  // launchd started this: nothing is done until the next look is due.
  std::optional<WatchdogSettings> watchdog;
  // This goes on with the run of that name, which was asked for inside a run of jamf.
  bool handed_over = false;
  std::string run;  // a name for this run in the journal
  int jitter = 0;   // 0..999
  Self self;
};

using Say = std::function<void(std::string_view line)>;

// With a writer: repairs. Without: a dry run, which names every act and changes nothing. Ok: healthy at the
// end, or the user put it off. Finding: something is wrong, and was not repaired (yet, where the rest was handed
// to launchd) or might not be touched. Trouble: it could not be told, or this is not root.
[[nodiscard]] Exit repair(const Host& host, HostWriter* writer, const RepairSettings& settings,
                          const RepairOptions& options, const Say& say);

}  // namespace enrolkit
