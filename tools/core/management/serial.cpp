#include "core/management/serial.h"

#include <algorithm>

#include "core/base/ascii.h"

namespace enrolkit {
namespace {

constexpr std::string_view kBegin = "\"IOPlatformSerialNumber\" = \"";

bool is_serial(std::string_view text) {
  constexpr std::size_t kMinBytes = 6, kMaxBytes = 20;
  return text.size() >= kMinBytes && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), is_letter_or_digit);
}

}  // namespace

Reading<std::string> parse_serial(std::string_view output) {
  Reading<std::string> found = Absent{};
  for (auto at = output.find(kBegin); at != output.npos; at = output.find(kBegin)) {
    output.remove_prefix(at + kBegin.size());
    const std::string_view serial = output.substr(0, output.find_first_of("\"\n"));
    if (serial.empty()) continue;
    const auto* before = value_of(found);
    if (!is_serial(serial) || (before != nullptr && *before != serial))
      return Unreadable{"ioreg does not say clearly which serial number this Mac has"};
    found = std::string(serial);
  }
  return found;
}

std::string redacted_serial(std::string_view output) {
  const auto serial = parse_serial(output);
  const auto* known = value_of(serial);
  return known != nullptr ? std::string(kBegin) + *known + "\"\n" : std::string();
}

}  // namespace enrolkit
