// Many Macs at once: a table by cause and by day with the list of those that need somebody, or all of them as CSV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/explain/explain_mac.h"
#include "core/base/enum_names.h"
#include "run/streams.h"

namespace enrolkit {

// What a table keeps of a Mac. All text is printable.
struct FleetRow {
  std::string source;
  std::string host;
  std::string serial;  // empty where it was not asked
  State state = State::unknown;
  std::optional<Cause> cause;
  Confidence confidence = Confidence::likely;
  std::optional<LocalTime> at;
  Health health = Health::unknown;
  std::string headline;
  std::string reason;   // why it needs somebody, in a few words; empty for a healthy Mac
  std::string trouble;  // not empty: could not be read
};
[[nodiscard]] FleetRow row_of(const ExplainedMac& c);

enum class FleetSort : std::uint8_t { cause, name, serial, date, file };
inline constexpr EnumNames<FleetSort, 5> kFleetSortNames{{"cause", "name", "serial", "date", "file"}};

struct FleetView {
  FleetSort sort = FleetSort::cause;
  std::size_t limit = 0;  // Macs in the list; 0: all
};

// By cause: faults first, then what could not be told, what could not be read, and healthy Macs; in each by the cause's
// and the computer's name. By serial number: those without one last. By date: the newest first. Where those are equal, by
// name, serial number and file.
void sort_rows(std::vector<FleetRow>& rows, FleetSort by);

// Fits the style's width from 80 columns up. What is longer than its height ends with the sums again.
[[nodiscard]] std::string fleet_table(std::vector<FleetRow> rows, const TerminalStyle& style,
                                      const FleetView& view = {});

// Every Mac, healthy ones too: a header and a line each, by RFC 4180; no field is a formula to a spreadsheet.
[[nodiscard]] std::string fleet_csv(std::vector<FleetRow> rows, const FleetView& view = {});

}  // namespace enrolkit
