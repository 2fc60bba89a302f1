// The stamp of a record, as jamf writes it and as other programs rewrite it: in another language, or as a date
// with a year. Seconds at least: a date without them is no stamp of a log.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

struct Stamp {
  std::size_t size = 0;  // bytes in front of the space behind it
  std::string english;   // as jamf writes it: "Thu Apr 30 09:10:36"
  bool as_written = false;
};

// The stamp with which `text` begins.
[[nodiscard]] std::optional<Stamp> stamp_of(std::string_view text);

// Where in a text behind a stamp the writer stands (" jamf[899]:" or " [ReEnroller]:"): the size of the host in
// front of it. Nothing: no record of jamf.
[[nodiscard]] std::optional<std::size_t> host_size(std::string_view after_stamp);

}  // namespace enrolkit
