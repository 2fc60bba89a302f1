// Bytes of system.log, in one piece and in small ones: both must tell the same.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/log/boots.h"
#include "fuzz/demand.h"

namespace {

std::vector<enrolkit::BootRecord> read_in_pieces(std::string_view bytes, std::size_t piece) {
  enrolkit::SystemLogScanner scanner;
  scanner.next_file("system.log", false);
  std::string held;
  do {
    const std::string_view part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    held += part;
    held = std::string(scanner.take(held, bytes.empty()));
    demand(held.size() <= enrolkit::LineCutter::kMaxLineBytes);
  } while (!bytes.empty());
  demand(held.empty());
  return scanner.records();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto whole = read_in_pieces(bytes, size);
  const auto pieces = read_in_pieces(bytes, 1 + data[0] % 64U);
  demand(whole.size() == pieces.size() && whole.size() <= kMaxBootRecords);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const BootRecord& record = whole[i];
    demand(record.unix_seconds == pieces[i].unix_seconds && record.where == pieces[i].where);
    demand(record.unix_seconds > 0 && record.unix_seconds <= UINT32_MAX);
    demand(!record.zone_seconds ||
           (*record.zone_seconds % 900 == 0 && std::abs(*record.zone_seconds) <= 14 * 3600));
    (void)boot_of(record, LocalTime{record.unix_seconds}, false);
  }
  return 0;
}
