#include "evidence/root_only.h"

#include <fmt/format.h>

namespace enrolkit {
namespace {

constexpr std::uint32_t kOthersWrite = 0022;

std::optional<std::string> why_folder_not_root_only(const Host& host, std::string_view folder) {
  const auto info = host.info(folder);
  if (const auto* why = why_unreadable(info)) return fmt::format("{} could not be checked: {}", folder, *why);
  const auto* found = value_of(info);
  if (found == nullptr) return std::nullopt;  // only who may write the one above can make it
  if (found->link || !found->directory) return fmt::format("{} is not a folder", folder);
  if (found->acl_lets_write) return fmt::format("{}: an access control list lets others write it", folder);
  if (found->owner == 0 && (found->mode & kOthersWrite) == 0) return std::nullopt;
  return fmt::format("{}: others than root may write it (owner {}, mode {:04o})", folder, found->owner,
                     found->mode);
}

// On a Mac /var, /etc and /tmp are links into /private, as in host/walk.h; no other link is followed.
std::string without_links(const Host& host, std::string_view path) {
  for (const std::string_view top : {"/var/", "/etc/", "/tmp/"}) {
    if (!path.starts_with(top)) continue;
    std::string real = "/private" + std::string(path);
    const auto info = host.info(real.substr(0, 8 + top.size() - 1));
    if (const auto* found = value_of(info); found != nullptr && found->directory) return real;
  }
  return std::string(path);
}

}  // namespace

std::optional<std::string> why_folders_not_root_only(const Host& host, std::string_view named) {
  if (!host.is_running_system()) return std::nullopt;
  const std::string path = without_links(host, named);
  if (auto why = why_folder_not_root_only(host, "/")) return why;
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (auto why = why_folder_not_root_only(host, std::string_view(path).substr(0, slash))) return why;
  }
  return std::nullopt;
}

std::optional<std::string> why_not_root_only(const Host& host, std::string_view path, const FileInfo& info) {
  if (!host.is_running_system()) return std::nullopt;
  if (info.owner != 0 || (info.mode & kOthersWrite) != 0)
    return std::string(path) + ": not used, since others than root may write it";
  if (info.acl_lets_write)
    return std::string(path) + ": not used, since an access control list lets others write it";
  if (auto why = why_folders_not_root_only(host, path)) return fmt::format("{}: not used: {}", path, *why);
  return std::nullopt;
}

}  // namespace enrolkit
