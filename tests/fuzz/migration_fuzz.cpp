// Any bytes as Migration Assistant's record.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/enrolment/migration.h"

namespace {
void require(bool promise) {
  if (!promise) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const auto from = migrated_from({reinterpret_cast<const char*>(data), size});
  require(value_of(from) != nullptr || why_unreadable(from) != nullptr);
  constexpr LocalTime kMade{1'000'000};
  Reading<Migration> newest = Absent{};
  if (const auto* computer = value_of(from)) newest = Migration{*computer, {kMade.seconds + 1}};
  if (const auto* why = why_unreadable(from)) newest = Unreadable{*why};
  Diagnosis d;
  d.cause = Cause::foreign_identity;
  refine_with_migration(d, newest, kMade);
  require(d.cause == Cause::foreign_identity);
  require(d.supports.size() == (value_of(from) != nullptr ? 1U : 0U));
  require(d.missing.empty() == (value_of(from) != nullptr));
  for (const std::string& one : d.supports)
    require(one.find('\n') == std::string::npos && one.find('\x1b') == std::string::npos);
  return 0;
}
