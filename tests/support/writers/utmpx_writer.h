// Writes macOS's utmpx, record by record (struct utmpx32 of Apple's Libc).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace enrolkit::test {

inline constexpr int kUtmpxBoot = 2, kUtmpxUser = 7, kUtmpxSignature = 10, kUtmpxShutdown = 11;

[[nodiscard]] inline std::string utmpx_record(int type, std::int32_t seconds, std::string_view user = "",
                                              std::string_view line = "") {
  std::string record(628, '\0');
  const auto put = [&](std::size_t at, std::uint32_t word) {
    for (std::size_t i = 0; i < 4; ++i) record[at + i] = static_cast<char>(word >> (8 * i) & 0xFFU);
  };
  record.replace(0, user.size(), user);
  record.replace(260, line.size(), line);
  put(292, 1);  // process
  put(296, static_cast<std::uint32_t>(type));
  put(300, static_cast<std::uint32_t>(seconds));
  return record;
}

[[nodiscard]] inline std::string utmpx_head() { return utmpx_record(kUtmpxSignature, 0, "utmpx-1.00"); }

}  // namespace enrolkit::test
