#include "host/atomic_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#include <sys/sysctl.h>
#endif

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace enrolkit {
namespace {

constexpr std::string_view kHead = ".enrolkit-", kTail = ".partial";
constexpr int kTries = 100;

// What the kernel calls itself from this start to the next. Empty: it does not say.
const std::string& this_boot() {
  static const std::string boot = [] {
    constexpr std::size_t kUuidBytes = 36;
    std::array<char, kUuidBytes + 1> text{};
    std::size_t size = text.size();
#ifdef __APPLE__
    const bool read = ::sysctlbyname("kern.bootsessionuuid", text.data(), &size, nullptr, 0) == 0;
#else
    const Fd file(::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC));
    const bool read = file.get() >= 0 && ::read(file.get(), text.data(), size) == static_cast<ssize_t>(size);
#endif
    const std::string uuid(text.data(), kUuidBytes);
    return read && uuid.find_first_not_of("0123456789ABCDEFabcdef-") == std::string::npos ? uuid
                                                                                          : std::string();
  }();
  return boot;
}

std::string temporary_name(int number) { return partial_name(::getpid(), number); }

// A file without a name, by its descriptor.
std::string own_path(int fd) { return fmt::format("/proc/self/fd/{}", fd); }

// Whether a process that is no more left it. Who writes a file holds its lock, and that proves something of the writers of
// this start of this computer alone: a network volume may keep the locks of each computer to itself. All else (another
// computer's, one from before a restart, a link, one whose lock cannot be asked for) must be an hour old.
bool is_left(int folder, const std::string& name) {
  constexpr std::time_t kOldSeconds = 3600;
  const long pid = std::strtol(name.c_str() + kHead.size(), nullptr, 10);
  if (pid <= 0 || ::kill(static_cast<pid_t>(pid), 0) == 0 || errno != ESRCH) return false;
  struct stat there {};
  if (::fstatat(folder, name.c_str(), &there, AT_SYMLINK_NOFOLLOW) != 0 || there.st_uid != ::geteuid())
    return false;
  const bool old = std::time(nullptr) - there.st_mtime >= kOldSeconds;
  if (S_ISLNK(there.st_mode)) return old;
  if (!S_ISREG(there.st_mode)) return false;
  const Fd file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) return old;
  const bool ours = !this_boot().empty() && name.ends_with(fmt::format("-{}{}", this_boot(), kTail));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return ours || old;
  return errno != EWOULDBLOCK && old;
}

void sweep(int folder) {
  const int again = ::openat(folder, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  DIR* listing = again >= 0 ? ::fdopendir(again) : nullptr;
  if (listing == nullptr) {
    if (again >= 0) ::close(again);
    return;
  }
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name(static_cast<const char*>(entry->d_name));
    if (!name.starts_with(kHead) || !name.ends_with(kTail)) continue;
    if (is_left(folder, name)) (void)::unlinkat(folder, name.c_str(), 0);
  }
  ::closedir(listing);
}

}  // namespace

std::string partial_name(long pid, int number) {
  return fmt::format("{}{}-{}-{}{}", kHead, pid, number, this_boot(), kTail);
}

std::optional<AtomicFile> AtomicFile::begin(Fd folder, std::string name) {
  sweep(folder.get());
#ifdef O_TMPFILE
  Fd unnamed(::openat(folder.get(), ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600));
  if (unnamed.get() >= 0 && ::access(own_path(unnamed.get()).c_str(), F_OK) == 0)
    return AtomicFile(std::move(folder), std::move(unnamed), std::move(name), "");
#endif
  for (int i = 0; i < kTries; ++i) {
    std::string temporary = temporary_name(i);
    Fd file(::openat(folder.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     0600));
    if (file.get() >= 0) {
      (void)::flock(file.get(), LOCK_EX | LOCK_NB);
      return AtomicFile(std::move(folder), std::move(file), std::move(name), std::move(temporary));
    }
    if (errno != EEXIST) break;
  }
  return std::nullopt;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      file_(std::move(other.file_)),
      name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, "")) {}

AtomicFile::~AtomicFile() {
  const int error = errno;  // of what failed before, for whoever says so
  if (!temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
  errno = error;
}

bool AtomicFile::write(std::string_view bytes) { return write_all(file_.get(), bytes); }

bool AtomicFile::put_in_place(bool replace) {
  if (!settle(file_.get()) || (temporary_.empty() && !give_temporary_name())) return false;
  // close() reports a full disk where a network volume is written behind our back.
  if (::close(file_.release()) != 0) return false;
  return give_name(replace) && settle_folder(folder_.get());
}

bool AtomicFile::give_temporary_name() {
  const std::string path = own_path(file_.get());
  for (int i = 0; i < kTries; ++i) {
    std::string temporary = temporary_name(i);
    if (::linkat(AT_FDCWD, path.c_str(), folder_.get(), temporary.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary_ = std::move(temporary);
      return true;
    }
    if (errno != EEXIST) break;
  }
  return false;
}

bool AtomicFile::give_name(bool replace) {
  const int folder = folder_.get();
  if (!replace) {
    if (::linkat(folder, temporary_.c_str(), folder, name_.c_str(), 0) == 0) return true;
    if (errno == EEXIST) return false;
    // A file system without second names (FAT, some servers): nobody else is expected to make this very name between the
    // look and the act.
    struct stat there {};
    if (::fstatat(folder, name_.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
      errno = EEXIST;
      return false;
    }
  }
  if (::renameat(folder, temporary_.c_str(), folder, name_.c_str()) != 0) return false;
  temporary_.clear();
  return true;
}

bool put_link_in_place(const Fd& folder, const std::string& name, const std::string& target) {
  for (int i = 0; i < kTries; ++i) {
    const std::string temporary = temporary_name(i);
    if (::symlinkat(target.c_str(), folder.get(), temporary.c_str()) == 0) {
      if (::renameat(folder.get(), temporary.c_str(), folder.get(), name.c_str()) == 0)
        return settle_folder(folder.get());
      const int error = errno;
      ::unlinkat(folder.get(), temporary.c_str(), 0);
      errno = error;
      return false;
    }
    if (errno != EEXIST) break;
  }
  return false;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool settle(int fd) {
#ifdef F_FULLFSYNC
  if (::fcntl(fd, F_FULLFSYNC) == 0) return true;
#endif
  return ::fsync(fd) == 0;
}

bool settle_folder(int fd) { return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP; }

}  // namespace enrolkit
