// Many Macs at once: a table by cause and by day, and the list of those that need somebody.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/explain/explained_mac.h"
#include "run/streams.h"

namespace enrolkit {

// What a table keeps of a case.
struct FleetRow {
  std::string source;
  std::string host;
  State state = State::unknown;
  std::optional<Cause> cause;
  Confidence confidence = Confidence::likely;
  std::optional<LocalTime> at;
  Health health = Health::unknown;
  std::string trouble;  // not empty: could not be read
};
[[nodiscard]] FleetRow row_of(const ExplainedMac& c);

[[nodiscard]] std::string fleet_table(const std::vector<FleetRow>& rows, const TerminalStyle& style);

}  // namespace enrolkit
