// The fields of a CSV file that people open in a spreadsheet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// By RFC 4180, in quotes where any program might take it apart (also at `;`, which spreadsheets use where the comma is
// the decimal mark). What a spreadsheet would take for a formula begins with an apostrophe: signs behind leading
// blanks and full-width signs are formulas to some.
[[nodiscard]] std::string csv_field(std::string_view text);

// The other way: takes a field off the text, without its quote marks. `end`: the one of `ends` that stood behind it; nothing:
// the text's end.
[[nodiscard]] std::string take_csv_field(std::string_view& text, std::string_view ends,
                                         std::optional<char>& end);

}  // namespace enrolkit
