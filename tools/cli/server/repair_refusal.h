// What stands against the start of a repair: the conflict, and nobody's leave. Each is said, and told to those who take
// notices, since nobody may be at the terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/server/context.h"
#include "cli/server/repair_options.h"
#include "jamfpro/repair/repairer.h"

namespace enrolkit {

Exit not_started(const std::string& why, const ServerContext& context);
Exit not_started(const jamf::Failure& failure, const ServerContext& context);

// 1 and a line when the conflict still stands: what is repaired today would be broken at the next enrolment. `sent`: what
// that means for this run.
[[nodiscard]] std::optional<Exit> conflict_in_the_way(jamf::Client& client, const char* sent,
                                                      const ServerContext& context);

// What stands against sending to these Macs, asked in the same way by a start and by a resumed run. With --flush-failed the
// plan gets the MDM commands that were named.
[[nodiscard]] std::optional<Exit> refusal(const ServerRepairOptions& options, jamf::Client& client,
                                          const std::vector<jamf::RepairEntry>& entries,
                                          jamf::RepairPlan& plan, const ServerContext& context);

}  // namespace enrolkit
