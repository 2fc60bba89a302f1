// Whether a text has a part: what a test asks of an output.
#pragma once

#include <string_view>

namespace enrolkit::test {

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace enrolkit::test
