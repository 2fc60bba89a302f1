// The time and the process id of a record of jamf.log. For the scanner alone, which asks for them with each line: no step
// of it depends on what the digits are.
#pragma once

#include <bit>
#include <cstdint>

#include "core/base/ascii.h"
#include "core/base/word_at.h"

namespace enrolkit::record {

static_assert(std::endian::native == std::endian::little,
              "eight bytes are read as one word, the first lowest");

// "HH:MM:SS" to seconds since midnight, or -1. All eight bytes at once: this is done for every line.
[[gnu::always_inline]] inline std::int64_t seconds_of(const char* p) {
  constexpr std::uint64_t kShape = 0x3030'3A30'303A'3030ULL;  // "00:00:00", first byte lowest
  const std::uint64_t digits = word_at(p) ^ kShape;
  // Every digit position must hold 0..9 now, every colon position 0.
  if ((digits & 0xF0F0'FFF0'F0FF'F0F0ULL) != 0) return -1;
  if (((digits + 0x0606'0006'0600'0606ULL) & 0xF0F0'00F0'F000'F0F0ULL) != 0) return -1;
  const auto pair = [&](unsigned shift) {
    return static_cast<std::int64_t>(((digits >> shift) & 0xF) * 10 + ((digits >> (shift + 8)) & 0xF));
  };
  const std::int64_t hour = pair(0), minute = pair(24), second = pair(48);
  if (hour > 23 || minute > 59 || second > 60) return -1;
  return hour * 3600 + minute * 60 + second;
}

// The number of up to seven digits that `p` begins with, and how many they are (0: none, or more). All at once:
// their count changes from line to line, which no processor foresees.
[[gnu::always_inline]] inline std::uint32_t number_of(const char* p, unsigned& count) {
  const std::uint64_t digits = word_at(p) ^ 0x3030'3030'3030'3030ULL;
  const std::uint64_t others = ((digits + 0x7676'7676'7676'7676ULL) | digits) & 0x8080'8080'8080'8080ULL;
  count = others == 0 ? 0U : static_cast<unsigned>(std::countr_zero(others)) / 8;
  if (count == 0) return 0;
  std::uint64_t sum = digits << (64 - 8 * count);  // as eight digits, with zeros before
  sum = sum * 10 + (sum >> 8U);                    // pairs, in every second byte
  constexpr std::uint64_t kPair = 0x0000'00FF'0000'00FFULL;
  sum = (sum & kPair) * 0x000F'4240'0000'0064ULL + ((sum >> 16U) & kPair) * 0x0000'2710'0000'0001ULL;
  return static_cast<std::uint32_t>(sum >> 32U);
}

// Digits and the closing "]:" of a writer; moves `p` behind the colon.
inline bool read_pid(const char*& p, const char* end, std::uint32_t& pid) {
  const char* q = p;
  std::uint32_t value = 0;
  unsigned count = 0;
  if (end - p >= 8) value = number_of(p, count);
  q += count;
  if (count == 0) {
    while (q != end && is_digit(*q) && q - p < 9) value = value * 10 + static_cast<std::uint32_t>(*q++ - '0');
  }
  if (q == p || end - q < 2 || q[0] != ']' || q[1] != ':') return false;
  pid = value;
  p = q + 2;
  return true;
}

}  // namespace enrolkit::record
