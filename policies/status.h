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

// Whether a repair is at work, by its lock: a process's name and arguments prove nothing, for a user gives what a setuid
// program runs by any. Ok: none is; finding: one is; trouble: it cannot be told.
[[nodiscard]] Exit say_whether_at_work(const Host& host, HostWriter& writer, const Self& self,
                                       const Say& say);

// Makes everything so far history: the next run starts afresh.
[[nodiscard]] Exit reset_journal(const Host& host, HostWriter& writer, const Self& self, const Say& say);

}  // namespace enrolkit
