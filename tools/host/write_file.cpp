#include "host/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/base/error_text.h"
#include "host/atomic_file.h"
#include "host/fd.h"
#include "host/walk.h"

namespace enrolkit {
namespace {

constexpr int kFolder = O_RDONLY | O_CLOEXEC | O_DIRECTORY;

Unreadable not_written(std::string_view path, std::string_view why) {
  return {std::string(path) + ": not written: " + std::string(why)};
}
Unreadable failed(std::string_view path) { return not_written(path, error_text(errno)); }

// Why a folder could not be opened or made.
Unreadable not_made(std::string_view path) {
  if (errno != EPERM) return failed(path);
  return not_written(path,
                     "its folder, or one on the way, belongs to another user or may be written by others");
}

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

}  // namespace

std::optional<Unreadable> make_own_folder(const std::string& root, std::string_view path) {
  const Fd top(::open(root.c_str(), kFolder));
  const Fd folder = open_or_make(top.get(), path);
  return folder.get() < 0 ? std::optional(not_made(path)) : std::nullopt;
}

std::optional<Unreadable> write_own_file(const std::string& root, std::string_view path,
                                         std::string_view bytes) {
  const Fd top(::open(root.c_str(), kFolder));
  if (top.get() < 0) return failed(path);
  const auto slash = path.rfind('/');
  Fd folder = open_or_make(top.get(), path.substr(0, slash));
  if (folder.get() < 0) return not_made(path);
  struct stat st {};
  if (::fstat(folder.get(), &st) != 0) return failed(path);
  if (st.st_uid != ::geteuid()) return not_written(path, "its folder belongs to another user");

  const std::string name(path.substr(slash + 1));
  auto file = AtomicFile::begin(std::move(folder), name);
  if (!file || !file->write(bytes) || !file->put_in_place(true)) return failed(path);
  return std::nullopt;
}

}  // namespace enrolkit
