// What works against the management, as far as files tell; see core/management/tamper_evidence.h.
#pragma once

#include "core/management/tamper_evidence.h"
#include "host/host.h"

namespace enrolkit {

// launchd's list of disabled jobs (root's alone), /etc/hosts, and what enrolkit-repair's journal says was undone.
// `server`, `setup_runs`: left to the caller.
[[nodiscard]] TamperFacts read_tampering(const Host& host);

}  // namespace enrolkit
