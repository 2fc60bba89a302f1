// Any bytes as Migration Assistant's record.
#include <cstddef>
#include <cstdint>

#include "core/enrolment/migration.h"
#include "fuzz/demand.h"

namespace {}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const auto from = migrated_from({reinterpret_cast<const char*>(data), size});
  demand(value_of(from) != nullptr || why_unreadable(from) != nullptr);
  constexpr LocalTime kMade{1'000'000};
  Reading<Migration> newest = Absent{};
  if (const auto* computer = value_of(from)) newest = Migration{*computer, {kMade.seconds + 1}};
  if (const auto* why = why_unreadable(from)) newest = Unreadable{*why};
  Diagnosis d;
  d.cause = Cause::foreign_identity;
  refine_with_migration(d, newest, kMade);
  demand(d.cause == Cause::foreign_identity);
  demand(d.supports.size() == (value_of(from) != nullptr ? 1U : 0U));
  demand(d.missing.empty() == (value_of(from) != nullptr));
  for (const std::string& one : d.supports)
    demand(one.find('\n') == std::string::npos && one.find('\x1b') == std::string::npos);
  return 0;
}
