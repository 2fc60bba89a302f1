#include "host/host.h"

#include <fmt/format.h>

namespace enrolkit {

Reading<std::string> read_all(OpenFile& file, std::string_view name, std::size_t limit) {
  if (file.info().size > limit) return Unreadable{fmt::format("{}: larger than {} bytes", name, limit)};
  std::string bytes(static_cast<std::size_t>(file.info().size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = file.read_at(have, bytes.data() + have, bytes.size() - have);
    const auto* size = value_of(got);
    if (size == nullptr) return Unreadable{*why_unreadable(got)};
    // Cut short meanwhile; or privacy protection of some versions of macOS, which ends a read without an error.
    if (*size == 0) {
      return Unreadable{fmt::format("{}: {} of its {} bytes could be read", name, have, bytes.size())};
    }
    have += *size;
  }
  return bytes;
}

Reading<std::string> read_file(const HostFiles& host, std::string_view path, std::size_t limit) {
  auto opened = host.open(path);
  if (std::holds_alternative<Absent>(opened)) return Absent{};
  if (const auto* why = std::get_if<Unreadable>(&opened)) return *why;
  return read_all(*std::get<0>(opened), path, limit);
}

}  // namespace enrolkit
