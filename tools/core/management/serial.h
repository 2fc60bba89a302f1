// The Mac's serial number, by which Jamf Pro's records and `enrolkit server` know it.
//
// Source: `ioreg -rd1 -c IOPlatformExpertDevice` prints `"IOPlatformSerialNumber" = "C02XG2JHJTDD"`. No file of another
// volume holds it.
#pragma once

#include <string>
#include <string_view>

#include "core/base/reading.h"

namespace enrolkit {

// 6 to 20 letters and digits, fit for a command line. Absent: nothing says it, as on a virtual Mac. Unreadable: two
// different ones, or something else.
[[nodiscard]] Reading<std::string> parse_serial(std::string_view output);

// The output without all else.
[[nodiscard]] std::string redacted_serial(std::string_view output);

}  // namespace enrolkit
