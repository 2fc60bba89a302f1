// One Mac for people: the verdict first, then the timeline, what speaks for it, the evidence, and what to do.
#pragma once

#include <string>

#include "cli/explain/explain_mac.h"
#include "run/streams.h"

namespace enrolkit {

[[nodiscard]] std::string report(const ExplainedMac& c, const TerminalStyle& style);

}  // namespace enrolkit
