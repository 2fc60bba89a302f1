// The names of a closed set, once: what is printed, what is parsed, and what the definitions for Jamf Pro and the
// documentation list are the same array.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace enrolkit {

// `E` counts from 0 without gaps; `names` are in its order, none twice.
template <class E, std::size_t N>
struct EnumNames {
  std::array<std::string_view, N> names;

  [[nodiscard]] constexpr std::string_view operator[](E value) const {
    return names[static_cast<std::size_t>(value)];
  }
  // Nothing: no value has that name.
  [[nodiscard]] constexpr std::optional<E> find(std::string_view name) const {
    for (std::size_t i = 0; i < N; ++i) {
      if (names[i] == name) return static_cast<E>(i);
    }
    return std::nullopt;
  }
  [[nodiscard]] static constexpr std::size_t size() { return N; }
};

}  // namespace enrolkit
