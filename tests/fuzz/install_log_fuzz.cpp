// Bytes of install.log, in one piece and in small ones: both must tell the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/enrolment/install_findings.h"
#include "core/log/install_log.h"
#include "fuzz/demand.h"

namespace {

enrolkit::InstallHistory read_in_pieces(std::string_view bytes, std::size_t piece) {
  enrolkit::InstallScanner scanner;
  scanner.next_file("install.log", false);
  std::string held;
  do {
    const std::string_view part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    held += part;
    held = std::string(scanner.take(held, bytes.empty()));
    demand(held.size() <= enrolkit::InstallScanner::kMaxLineBytes);
  } while (!bytes.empty());
  demand(held.empty());
  return std::move(scanner).finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto whole = read_in_pieces(bytes, size);
  const auto pieces = read_in_pieces(bytes, 1 + data[0] % 64U);
  demand(whole.lines == pieces.lines && whole.records == pieces.records);
  demand(whole.deliveries.size() == pieces.deliveries.size());
  demand(whole.deliveries.size() <= enrolkit::kMaxDeliveries);
  for (const auto& delivery : whole.deliveries) {
    demand(delivery.evidence.size() <= 3);
    demand(!(delivery.downloaded && delivery.error_code));
    demand(delivery.ended.has_value() == (delivery.downloaded || delivery.error_code.has_value()));
  }
  const auto diagnosis = enrolkit::diagnose_install_log(whole);
  demand(diagnosis.state == enrolkit::State::unknown || diagnosis.state == enrolkit::State::failed);
  return 0;
}
