// MDM commands that are flushed before the framework is sent: those that were named, and no others.
#include "jamfpro/repair/repairer.h"

namespace enrolkit::jamf {

// The server flushes all of a Mac's or none. So a command that came since they were named keeps all of them.
Status Repairer::flush(const RepairEntry& entry) {
  // Nobody can name its commands: they stay, and so would what is sent behind them.
  if (entry.management_id.empty()) {
    return Failure{Failure::Kind::refused, 0,
                   "its record has no management id, so its MDM commands cannot be flushed", false};
  }
  const auto commands = client_.commands_of(entry.management_id, true);
  if (!commands.ok()) return commands.error();
  bool any = false;
  for (const MdmCommand& command : commands.value()) {
    if (is_acknowledged(command)) continue;
    any = true;
    if (plan_.flush->contains(command.uuid)) continue;
    events_.unflushed(entry, command);
    return {};
  }
  if (!any) return {};
  const Status done = client_.flush_commands(entry.id);
  if (done.ok()) return {};
  Failure failure = done.error();
  failure.maybe_applied = false;  // the framework was not sent, whatever became of this
  return failure;
}

}  // namespace enrolkit::jamf
