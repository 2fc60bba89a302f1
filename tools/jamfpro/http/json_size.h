// How much an answer may hold. Its bytes are limited as they come (poco_http.cpp); but a value of two bytes takes many times
// as much once it is parsed.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::jamf {

// Of one answer, or, where keys are picked out of it, that are kept. The largest honest list that is not in pages has some
// 20 values for each of 100,000 devices.
inline constexpr std::size_t kMaxJsonValues = 3'000'000;

// Not less than there are, without parsing: by commas and brackets outside of texts.
[[nodiscard]] bool may_hold_too_many_values(std::string_view text);

// Why text that parse_json() does not take is of no use, for the end of a sentence: "no list came back", say, or that it is
// too large.
[[nodiscard]] std::string why_of_no_use(std::string_view text, std::string_view otherwise);

}  // namespace enrolkit::jamf
