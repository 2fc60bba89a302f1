// Logs of a Mac that is well, or ill, and what form they have: for tests of whole.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/log/form.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {

inline const LocalTime kMonday = at("2026-03-02 09:00:00");

// Check-ins from `pid` on, each a quarter of an hour.
inline std::string good(LocalTime from, unsigned pid, int runs) {
  std::string text;
  for (int i = 0; i < runs; ++i)
    text += check_in({from.seconds + i * 900}, pid + static_cast<unsigned>(i) * 40);
  return text;
}
inline std::string dead(LocalTime from, unsigned pid, int runs) {
  std::string text;
  for (int i = 0; i < runs; ++i)
    text += broken_check_in({from.seconds + i * 900}, pid + static_cast<unsigned>(i) * 40);
  return text;
}
inline LocalTime later(LocalTime from, std::int64_t hours) { return {from.seconds + hours * 3600}; }

inline LogForm form_of(std::string_view text, std::string_view upper = "2026-03-20 12:00:00") {
  return read_any_form(text, upper).history.quality.form;
}

inline std::string each_line(const std::string& text, const std::function<std::string(std::string)>& change) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    out += change(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace enrolkit::test
