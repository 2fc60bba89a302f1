// What `log show` may have written, or an archive says that it wrote: anything.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/format/unified_log.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const JamfLines lines = jamf_lines_of(bytes);
  demand(lines.text.empty() == !lines.last);
  // Each line comes from one that was given, and a stamp is no longer than what it stands for.
  demand(std::count(lines.text.begin(), lines.text.end(), '\n') <=
         std::count(bytes.begin(), bytes.end(), '\n') + 1);
  demand(lines.text.size() <= 2 * size + 64);
  demand(lines.text.find('\r') == std::string::npos || bytes.find('\r') != std::string_view::npos);
  return 0;
}
