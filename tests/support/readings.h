// What a Reading came to, in a word for an expectation.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/reading.h"

namespace enrolkit::test {

template <class T>
bool absent(const Reading<T>& reading) {
  return std::holds_alternative<Absent>(reading);
}

template <class T>
std::string why(const Reading<T>& reading) {
  const auto* text = why_unreadable(reading);
  return text != nullptr ? *text : absent(reading) ? "(absent)" : "(a value)";
}

inline bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace enrolkit::test
