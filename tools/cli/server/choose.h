// From a survey to what is to be done with each Mac: send, refuse, or leave alone. And the questions before
// it is done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/server/context.h"
#include "cli/server/repair_options.h"
#include "jamfpro/repair/journal.h"
#include "jamfpro/repair/rule.h"
#include "jamfpro/repair/survey.h"

namespace enrolkit {

// More than these are sent only after their number was named.
inline constexpr std::size_t kMaxUncountedMacs = 25;

// One entry a Mac; those that nothing is sent to have their final state already.
[[nodiscard]] std::vector<jamf::RepairEntry> choose(const jamf::Survey& survey, std::int64_t limit);

// What an earlier run sent to them, and waits for still: the same is not sent again.
[[nodiscard]] Status take_up_sent(jamf::Journal& journal, std::vector<jamf::RepairEntry>& entries);

// Something is still to be sent to it.
[[nodiscard]] bool is_to_be_sent(const jamf::RepairEntry& entry);
[[nodiscard]] std::size_t to_be_sent(const std::vector<jamf::RepairEntry>& entries);

// Asks on the terminal where --yes and --count do not answer already. Nothing: go on. Else what is missing.
[[nodiscard]] std::optional<std::string> refusal_to_start(const ServerRepairOptions& options,
                                                          std::size_t count, const ServerContext& context);

}  // namespace enrolkit
