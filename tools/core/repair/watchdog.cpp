#include "core/repair/watchdog.h"

namespace enrolkit {

std::int64_t next_look(std::int64_t last_unix, int minutes, std::string_view mac) {
  // FNV-1a: the same everywhere, which std::hash is not.
  std::uint64_t mixed = 0xcbf29ce484222325U;
  const auto mix = [&](unsigned char byte) { mixed = (mixed ^ byte) * 0x100000001b3U; };
  for (const char c : mac) mix(static_cast<unsigned char>(c));
  for (unsigned shift = 0; shift < 64; shift += 8) mix(static_cast<unsigned char>(last_unix >> shift));
  const std::int64_t wait = std::int64_t{minutes} * 60;
  return last_unix + wait + static_cast<std::int64_t>(mixed % static_cast<std::uint64_t>(wait / 4 + 1));
}

bool look_is_due(std::int64_t last_unix, std::int64_t now_unix, int minutes, std::string_view mac) {
  return last_unix > now_unix || now_unix >= next_look(last_unix, minutes, mac);
}

}  // namespace enrolkit
