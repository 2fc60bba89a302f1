#include "host/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "host/fd.h"
#include "host/walk.h"

namespace enrolkit {
namespace {

constexpr int kFolder = O_RDONLY | O_CLOEXEC | O_DIRECTORY;

Unreadable not_written(std::string_view path, std::string_view why) {
  return {std::string(path) + ": not written: " + std::string(why)};
}
Unreadable failed(std::string_view path) { return not_written(path, std::strerror(errno)); }

// Every folder on the way belongs to root or to this user, and nobody else may write it: else EPERM.
Fd open_or_make(int root, std::string_view path) {
  Fd folder = open_below(root, path, kFolder, Way::roots_own);
  if (folder.get() >= 0 || errno != ENOENT) return folder;
  const auto slash = path.rfind('/');
  const Fd above = open_below(root, slash == 0 ? "/" : path.substr(0, slash), kFolder, Way::roots_own);
  if (above.get() < 0) return Fd(-1);
  const std::string name(path.substr(slash + 1));
  if (::mkdirat(above.get(), name.c_str(), 0700) != 0 && errno != EEXIST) return Fd(-1);
  return Fd(::openat(above.get(), name.c_str(), kFolder | O_NOFOLLOW));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

std::optional<Unreadable> write_own_file(const std::string& root, std::string_view path,
                                         std::string_view bytes) {
  const Fd top(::open(root.c_str(), kFolder));
  if (top.get() < 0) return failed(path);
  const auto slash = path.rfind('/');
  const Fd folder = open_or_make(top.get(), path.substr(0, slash));
  if (folder.get() < 0 && errno == EPERM) {
    return not_written(path,
                       "its folder, or one on the way, belongs to another user or may be written by others");
  }
  if (folder.get() < 0) return failed(path);
  struct stat st {};
  if (::fstat(folder.get(), &st) != 0) return failed(path);
  if (st.st_uid != ::geteuid()) return not_written(path, "its folder belongs to another user");

  const std::string name(path.substr(slash + 1));
  const std::string temporary = "." + name + ".new";
  // One that was left by a run that died. Only this program's user may write here.
  ::unlinkat(folder.get(), temporary.c_str(), 0);
  Fd file(
      ::openat(folder.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) return failed(path);
  // close() tells of a full disk where a network volume is written behind our back.
  if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0 || ::close(file.release()) != 0 ||
      ::renameat(folder.get(), temporary.c_str(), folder.get(), name.c_str()) != 0) {
    const Unreadable why = failed(path);
    ::unlinkat(folder.get(), temporary.c_str(), 0);
    return why;
  }
  ::fsync(folder.get());  // the name itself; not all file systems can
  return std::nullopt;
}

}  // namespace enrolkit
