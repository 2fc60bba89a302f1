// Any bytes as a certificate: read, or refused with a reason.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "core/format/certificate.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const auto result = parse_certificate({reinterpret_cast<const char*>(data), size});
  if (const auto* it = std::get_if<Certificate>(&result)) {
    demand(size <= kMaxCertificateBytes);
    demand(it->serial.find_first_not_of("0123456789ABCDEF") == std::string_view::npos);
    demand(it->issuer_cn.empty() || !it->issuer.empty());
    constexpr std::int64_t kYear10000 = 253'402'300'800;
    demand(it->not_before_unix < kYear10000 && it->not_after_unix < kYear10000);
  } else {
    demand(!std::get<CertificateFault>(result).why.empty());
  }
  return 0;
}
