// RFC 4648's Base64, for HTTP Basic.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace enrolkit::jamf {

[[nodiscard]] inline std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      block = block << 8U | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > bytes.size() ? '=' : kDigits[block >> (18U - 6U * j) & 0x3FU];
    }
  }
  return out;
}

}  // namespace enrolkit::jamf
