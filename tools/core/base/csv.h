// One field of a CSV file that people open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// By RFC 4180, in quotes where any program might take it apart (also at `;`, which spreadsheets use where the comma is
// the decimal mark). What a spreadsheet would take for a formula begins with an apostrophe: signs behind leading
// blanks and full-width signs are formulas to some.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace enrolkit
