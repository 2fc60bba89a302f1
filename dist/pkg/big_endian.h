// Numbers as xar and Bom write them.
#pragma once

#include <cstdint>
#include <string>

namespace enrolkit {

template <class T>
void put(std::string& bytes, T number) {
  for (int shift = static_cast<int>(sizeof(T) * 8) - 8; shift >= 0; shift -= 8) {
    bytes += static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xFF);
  }
}

}  // namespace enrolkit
