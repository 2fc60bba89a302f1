#include "evidence/read_state.h"

#include <fmt/format.h>

#include "evidence/paths.h"
#include "evidence/root_only.h"

namespace enrolkit {

Reading<SavedState> read_state(const Host& host) {
  constexpr std::size_t kMaxBytes = 1U << 20U;
  auto opened = host.open(paths::kState);
  if (std::holds_alternative<Absent>(opened)) return Absent{};
  if (const auto* why = std::get_if<Unreadable>(&opened)) return *why;
  OpenFile& file = *std::get<0>(opened);
  if (auto why = why_not_root_only(host, paths::kState, file.info())) return Unreadable{std::move(*why)};
  const auto bytes = read_all(file, paths::kState, kMaxBytes);
  if (const auto* why = why_unreadable(bytes)) return Unreadable{*why};
  auto parsed = parse_state(*value_of(bytes));
  if (const auto* why = std::get_if<Unreadable>(&parsed)) {
    return Unreadable{fmt::format("{}: {}", paths::kState, why->why)};
  }
  return std::get<SavedState>(std::move(parsed));
}

}  // namespace enrolkit
