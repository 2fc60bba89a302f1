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
  if (!host.is_running_system()) return std::nullopt;
  bool own = info.owner == 0 && (info.mode & kOthersWrite) == 0;
  // Who may write a folder on the way may exchange what lies below it. A folder that is not seen is not on the way;
  // /var and its like are links into /private, which only root can change.
  for (auto slash = path.rfind('/'); own && slash != std::string_view::npos && slash != 0;
       slash = path.rfind('/', slash - 1)) {
    const auto above = host.info(path.substr(0, slash));
    if (const auto* folder = value_of(above)) {
      own = folder->owner == 0 && (folder->link || (folder->mode & kOthersWrite) == 0);
    } else if (why_unreadable(above) != nullptr) {
      own = false;
    }
  }
  if (own) return std::nullopt;
  return std::string(path) + ": not used, since others than root may write it";
}

}  // namespace enrolkit
