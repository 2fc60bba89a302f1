#include "cli/explain/read_onwards.h"

#include <fmt/format.h>

namespace enrolkit {

Reading<std::string> read_onwards(OpenFile& file, const std::string& name, std::uint64_t most) {
  constexpr std::size_t kBlock = 64 * 1024;
  std::string bytes;
  for (;;) {
    const std::size_t have = bytes.size();
    bytes.resize(have + kBlock);
    const auto got = file.read_at(have, bytes.data() + have, kBlock);
    if (const auto* why = why_unreadable(got)) return Unreadable{*why};
    bytes.resize(have + *value_of(got));
    if (bytes.size() == have) return bytes;
    if (bytes.size() > most)
      return Unreadable{fmt::format("{}: is over {} MB: give it by its name", name, most >> 20U)};
  }
}

}  // namespace enrolkit
