// What may stand as the computer's name in a record of jamf.log. For the scanner alone, which asks where a name is new.
#pragma once

#include <string_view>

#include "core/log/record_numbers.h"

namespace enrolkit::record {

// A host may hold nearly anything, but neither another writer's end ("]: ") nor a time of day: behind those
// stands what that writer quotes.
inline bool is_host(std::string_view text) {
  constexpr std::size_t kTime = 8;
  if (text.ends_with(':')) return false;  // "HOST sudo: jamf[899]: ..."
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    if (at >= 1 && text[at - 1] == ']' && at + 1 < text.size() && text[at + 1] == ' ') return false;
    if (at >= 2 && at - 2 + kTime <= text.size() && seconds_of(text.data() + at - 2) >= 0) return false;
  }
  return true;
}

// "HOST sudo: HOST", where HOST is known: that computer's other writer, which quotes a record.
inline bool is_quoted_by_another(std::string_view host, std::string_view known) {
  return !known.empty() && host.size() > known.size() && host.starts_with(known) &&
         host[known.size()] == ' ' && host.find(": ", known.size()) != std::string_view::npos;
}

}  // namespace enrolkit::record
