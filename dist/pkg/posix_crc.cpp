#include "pkg/posix_crc.h"

#include <array>
#include <cstddef>

namespace enrolkit {
namespace {

constexpr std::array<std::uint32_t, 256> table() {
  std::array<std::uint32_t, 256> all{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i << 24;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x80000000U) != 0 ? (crc << 1) ^ 0x04C11DB7U : crc << 1;
    all[i] = crc;
  }
  return all;
}

constexpr auto kTable = table();

std::uint32_t next(std::uint32_t crc, unsigned char byte) { return (crc << 8) ^ kTable[(crc >> 24) ^ byte]; }

}  // namespace

std::uint32_t posix_crc(std::string_view bytes) {
  std::uint32_t crc = 0;
  for (const char byte : bytes) crc = next(crc, static_cast<unsigned char>(byte));
  for (std::size_t length = bytes.size(); length != 0; length >>= 8) {
    crc = next(crc, static_cast<unsigned char>(length & 0xFF));
  }
  return ~crc;
}

}  // namespace enrolkit
