// What a program or a person put in front of each line of a log: the number and the file's name by grep, the
// number by cat, quote marks by a mail program, bullets, blanks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// Bits of what leads may hold.
inline constexpr std::uint32_t kLeadBlank = 1, kLeadNumber = 2, kLeadPath = 4, kLeadMark = 8, kLeadQuote = 16,
                               kLeadTime = 32;

struct RecordStart {
  std::size_t lead = 0;     // bytes in front of the stamp
  std::uint32_t kinds = 0;  // of what they hold
  std::string record;       // from the stamp on, as jamf writes it; empty when it is so already
};

// A record of jamf in a line, behind a lead of a known kind. A record that any other text stands in front of is
// quoted there, and is none.
[[nodiscard]] std::optional<RecordStart> record_start(std::string_view line);

// A time of day, "09:10:36", anywhere in the text. A host holds none: behind one stands what another program quotes.
[[nodiscard]] bool holds_a_clock(std::string_view text);

// "jamf[335]: ", wherever it stands, and a time of day in front of it: a record, in whatever form.
[[nodiscard]] bool holds_record(std::string_view line);

// A line between records without such a lead as they have.
[[nodiscard]] std::string_view without_lead(std::string_view line, std::uint32_t kinds);

}  // namespace enrolkit
