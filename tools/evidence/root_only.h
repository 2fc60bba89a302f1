// On the Mac itself, who may write a file may tell a root program what to believe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/host.h"

namespace enrolkit {

// Why the file at `path` is not used: others than root may write it. Elsewhere owners and modes say nothing.
[[nodiscard]] inline std::optional<std::string> why_not_root_only(const Host& host, std::string_view path,
                                                                  const FileInfo& info) {
  constexpr std::uint32_t kOthersWrite = 0022;
  if (!host.is_running_system() || (info.owner == 0 && (info.mode & kOthersWrite) == 0)) return std::nullopt;
  return std::string(path) + ": not used, since others than root may write it";
}

}  // namespace enrolkit
