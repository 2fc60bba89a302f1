// The checksum of cksum(1): CRC-32 with polynomial 0x04C11DB7, the length behind the data, inverted
// (POSIX.1).
#pragma once

#include <cstdint>
#include <string_view>

namespace enrolkit {

[[nodiscard]] std::uint32_t posix_crc(std::string_view bytes);

}  // namespace enrolkit
