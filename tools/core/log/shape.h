// The shape of a line that nobody knows: the one place that decides which of its words may leave a Mac.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// "Error: the <word> of <text> failed with <number>." Only words of a closed list stand there as they are: those of jamf's
// known messages, and a short list of plain English. All else is <word>, <number>, <address> (a path, a URL, a computer) or
// <text> (what stands in quote marks). ASCII, one line.
[[nodiscard]] std::string shape_of(std::string_view message);

}  // namespace enrolkit
