// Serials of Macs, as people have them: typed, one a line in a file, or in a table that Jamf Pro or a spreadsheet wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace enrolkit {

// One serial, as Apple writes it, in upper case, however it was typed. An error says what is wrong with it.
[[nodiscard]] Result<std::string> parse_typed_serial(std::string_view word);

// One a line, or with blanks between; "#" begins a remark. Several columns need a first line that heads them: where it heads a table with a column of
// serials ("Serial Number", "Serial", "serial_number"), it is CSV, and that column counts alone. A serial that stands
// twice is taken once. An error begins with `name` and the line: "macs.csv:3: ...".
[[nodiscard]] Result<std::vector<std::string>> serials_in(std::string_view text, const std::string& name);

// Each of them once, in the order of the first.
[[nodiscard]] std::vector<std::string> each_once(const std::vector<std::string>& serials);

}  // namespace enrolkit
