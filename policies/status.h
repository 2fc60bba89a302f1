// What was tried so far: for a person, or as JSON.
#pragma once

#include <string>

#include "core/settings/settings.h"
#include "host/host.h"
#include "host/host_writer.h"
#include "policies/repair.h"
#include "run/exit_code.h"

namespace enrolkit {

// The finding of the attribute `repair`, and the last lines of the journal. `exit` is that of the finding.
[[nodiscard]] std::string status_text(const Host& host, const RepairSettings& settings, bool json,
                                      Exit& exit);

// Makes everything so far history: the next run starts afresh.
[[nodiscard]] Exit reset_journal(const Host& host, HostWriter& writer, const Self& self, const Say& say);

}  // namespace enrolkit
