// Bytes under the name of utmpx.
#include <cstddef>
#include <cstdint>

#include "core/log/boots.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto parsed = parse_utmpx("utmpx", bytes);
  const auto* records = std::get_if<0>(&parsed);
  if (records == nullptr) return 0;
  demand(bytes.starts_with("utmpx-1.00"));
  demand(records->size() <= kMaxBootRecords && (records->size() + 1) * 628 <= size);
  for (const BootRecord& record : *records) {
    demand(record.unix_seconds > 0 && !record.zone_seconds);
    const LocalTime here{record.unix_seconds};
    demand(boot_between({boot_of(record, here, true)}, LocalTime{0}, here) != nullptr);
  }
  return 0;
}
