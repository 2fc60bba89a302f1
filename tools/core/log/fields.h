// A log as a table: comma-, semicolon- or tab-separated fields (CSV), or fields between bars.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// As record_start, for a line of such fields: a whole record in one of them, or stamp, host, writer and message one behind
// the other.
[[nodiscard]] std::optional<std::string> record_of_fields(std::string_view line);

// True for rows of equally many fields that hold messages of jamf. A quoted field may hold several lines, as an error block
// has.
[[nodiscard]] bool is_table(std::string_view text);

// True for a table in which other fields stand behind the message: where that ends, a line alone does not tell.
[[nodiscard]] bool has_fields_behind_message(std::string_view text);

}  // namespace enrolkit
