// Big-endian words and parts out of bytes that nobody vouches for.
//
// Offsets and counts are 64 bits wide, so that adding numbers read from a file (32 bits each) cannot wrap
// round; a question that leaves the bytes is answered with nothing, never with what lies behind them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace enrolkit {

class ByteReader {
 public:
  // Does not copy: the bytes must outlive the reader and every part taken from it.
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

  [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t count) const {
    return offset <= size() && count <= size() - offset;  // in this order: neither side can overflow
  }

  [[nodiscard]] std::optional<std::uint32_t> word(std::uint64_t offset) const {
    if (!holds(offset, 4)) return std::nullopt;
    std::uint32_t value = 0;
    for (const char byte : bytes_.substr(offset, 4)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }

  [[nodiscard]] std::optional<std::string_view> part(std::uint64_t offset, std::uint64_t count) const {
    if (!holds(offset, count)) return std::nullopt;
    return bytes_.substr(offset, count);
  }

 private:
  std::string_view bytes_;
};

}  // namespace enrolkit
