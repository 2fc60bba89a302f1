// Any bytes as the state that a probe left.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/saved/state.h"
#include "fuzz/demand.h"

namespace {}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const auto parsed = parse_state({reinterpret_cast<const char*>(data), size});
  if (const auto* why = std::get_if<Unreadable>(&parsed)) {
    demand(!why->why.empty() && why->why.find('\n') == std::string::npos);
    return 0;
  }
  const auto& state = std::get<SavedState>(parsed);
  // What was taken once is taken again as the same.
  const std::string text = state_text(state);
  const auto again = parse_state(text);
  demand(std::get_if<SavedState>(&again) != nullptr && state_text(std::get<SavedState>(again)) == text);
  for (const Finding& finding : state.findings) {
    demand(result_text(finding).find_first_of("<>&\n\r\x1b") == std::string::npos);
    demand(answer_from(state, finding.id, 0, "state").has_value());
  }
  return 0;
}
