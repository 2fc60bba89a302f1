#include "host/walk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>

#include "core/base/error_text.h"
#include "host/acl.h"

namespace enrolkit {
namespace {

bool is_own(int fd, Way way = Way::roots_own) {
  constexpr mode_t kOthersWrite = 0022;
  struct stat st {};
  if (::fstat(fd, &st) != 0 || (st.st_uid != 0 && st.st_uid != ::geteuid()) || acl_lets_write(fd))
    return false;
  return (st.st_mode & kOthersWrite) == 0 || (way == Way::nobody_elses && (st.st_mode & S_ISVTX) != 0);
}

Fd walk(int root, const std::string& path, int flags, Way way) {
  Fd at(::openat(root, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  std::size_t begin = path.find_first_not_of('/');
  for (;;) {
    if (at.get() < 0) return at;
    const bool arrived = begin == std::string::npos;
    // What is found at the end is the caller's to judge, unless it is a folder, in which names are looked up.
    const bool judged = !arrived || (flags & O_DIRECTORY) != 0;
    if (way != Way::any && judged && !is_own(at.get(), way)) {
      errno = EPERM;
      return Fd(-1);
    }
    if (arrived) return at;
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string part = path.substr(begin, end - begin);
    begin = path.find_first_not_of('/', end);
    if (part == "..") {
      errno = ENOENT;
      return Fd(-1);
    }
    const int how = begin == std::string::npos ? flags : O_RDONLY | O_CLOEXEC | O_DIRECTORY;
    Fd next(::openat(at.get(), part.c_str(), how | O_NOFOLLOW));
    if (next.get() < 0 && errno == ENOTDIR) {
      // Linux says so of a link where a folder was asked for. A link is not "absent": we do not look behind
      // it.
      struct stat st {};
      const bool link =
          ::fstatat(at.get(), part.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
      errno = link ? ELOOP : ENOTDIR;
    }
    at = std::move(next);
  }
}

// `path` without the first link on it, which lies in a folder of root's own and was made by root; nothing: there is none.
std::optional<std::string> without_first_link(int root, const std::string& path) {
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin + 1), path.size());
    const std::string folder = path.substr(0, begin), name = path.substr(begin + 1, end - begin - 1);
    const Fd at = open_below(root, folder + "/", O_RDONLY | O_CLOEXEC | O_DIRECTORY, Way::roots_own);
    const auto target = link_target(at.get(), name);
    if (const auto* to = value_of(target))
      return (to->starts_with('/') ? *to : folder + "/" + *to) + path.substr(end);
    begin = end;
  }
  return std::nullopt;
}

}  // namespace

Reading<std::string> link_target(int folder, const std::string& name) {
  std::array<char, 1024> target{};  // as long as a path on macOS may be
  const ssize_t size = ::readlinkat(folder, name.c_str(), target.data(), target.size());
  if (size < 0) return Unreadable{name + ": " + error_text(errno)};
  if (size == 0 || static_cast<std::size_t>(size) >= target.size())
    return Unreadable{name + ": leads to nothing, or too far"};
  return std::string(target.data(), static_cast<std::size_t>(size));
}

Fd open_below(int root, std::string_view path, int flags, Way way) {
  const std::string top(path.substr(0, 4));
  const bool in_private =
      (top == "/var" || top == "/etc" || top == "/tmp") && (path.size() == 4 || path[4] == '/');
  if (!in_private) return walk(root, std::string(path), flags, way);
  Fd found = walk(root, "private" + std::string(path), flags, way);
  if (found.get() >= 0 || errno != ENOENT) return found;
  const int missing = errno;
  Fd beside = walk(root, std::string(path), flags, way);
  // What a Mac's own link leads to was looked at already: there, it is missing.
  if (beside.get() < 0 && errno == ELOOP) {
    struct stat link {
    }, folder{};
    const bool looked = ::fstatat(root, top.c_str() + 1, &link, AT_SYMLINK_NOFOLLOW) == 0 &&
                        S_ISLNK(link.st_mode) &&
                        ::fstatat(root, ("private" + top).c_str(), &folder, AT_SYMLINK_NOFOLLOW) == 0 &&
                        S_ISDIR(folder.st_mode);
    errno = looked ? missing : ELOOP;
  }
  return beside;
}

bool is_unsafe_program(int root, std::string_view path) {
  constexpr int kMaxLinks = 8;
  std::string at(path);
  for (int links = 0; links < kMaxLinks; ++links) {
    const Fd program = open_below(root, at, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, Way::roots_own);
    if (program.get() >= 0) return !is_own(program.get());
    if (errno != ELOOP) return links > 0 || (errno != ENOENT && errno != ENOTDIR);
    auto behind = without_first_link(root, at);
    if (!behind) return true;
    at = std::move(*behind);
  }
  return true;
}

}  // namespace enrolkit
