#include "host/real_host.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/sysctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/error_text.h"
#include "host/acl.h"
#include "host/fd.h"
#include "host/hardware_uuid.h"
#include "host/processes.h"
#include "host/real_run.h"
#include "host/walk.h"

namespace enrolkit {
namespace {

Unreadable failed(std::string_view path, int error) {
  if (error == ELOOP)
    return {std::string(path) + ": is, or lies behind, a symbolic link, which is not followed"};
  if (error == ENOTDIR)
    return {std::string(path) + ": something that is not a folder stands where one must be"};
  const bool closed = error == EACCES && ::geteuid() != 0;
  return {std::string(path) + ": " + error_text(error) + (closed ? " (try sudo)" : ""), error == EPERM};
}

LocalTime local_from_unix(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm tm{};
  if (localtime_r(&time, &tm) == nullptr) return LocalTime{seconds};
  return LocalTime{seconds + static_cast<std::int64_t>(tm.tm_gmtoff)};
}

std::int64_t nanoseconds(const timespec& time) {
  constexpr std::int64_t kMaxSeconds = 9'000'000'000, kBillion = 1'000'000'000;  // up to the year 2255
  return std::clamp<std::int64_t>(time.tv_sec, -kMaxSeconds, kMaxSeconds) * kBillion + time.tv_nsec;
}

FileIdentity identity_from(const struct stat& st) {
#ifdef __APPLE__
  const timespec &modified = st.st_mtimespec, &changed = st.st_ctimespec;
#else
  const timespec &modified = st.st_mtim, &changed = st.st_ctim;
#endif
  return {static_cast<std::uint64_t>(st.st_dev), static_cast<std::uint64_t>(st.st_ino),
          static_cast<std::uint64_t>(std::max<std::int64_t>(st.st_size, 0)), nanoseconds(modified),
          nanoseconds(changed)};
}

FileInfo info_from(const struct stat& st) {
  FileInfo info;
  info.size = static_cast<std::uint64_t>(std::max<std::int64_t>(st.st_size, 0));
  info.modified = local_from_unix(st.st_mtime);
  info.owner = st.st_uid;
  info.group = st.st_gid;
  info.mode = st.st_mode & 07777U;
  info.regular = S_ISREG(st.st_mode);
  info.directory = S_ISDIR(st.st_mode);
  info.link = S_ISLNK(st.st_mode);
  info.identity = identity_from(st);
#ifdef __APPLE__
  info.locked = (st.st_flags & (UF_IMMUTABLE | SF_IMMUTABLE | UF_APPEND | SF_APPEND)) != 0;
#endif
  return info;
}

class DiskFile final : public OpenFile {
 public:
  DiskFile(Fd fd, const FileInfo& info, std::string name)
      : fd_(std::move(fd)), info_(info), name_(std::move(name)) {}
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::pread(fd_.get(), to, size, static_cast<off_t>(offset));
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return failed(name_, errno);
    }
  }

 private:
  Fd fd_;
  FileInfo info_;
  std::string name_;
};

class InputStream final : public OpenFile {
 public:
  InputStream() {
    struct stat st {};
    if (::fstat(STDIN_FILENO, &st) == 0) info_ = info_from(st);
    if (!info_.regular) info_.modified = local_from_unix(std::time(nullptr));
    info_.size = 0;  // not known: read to the end
  }
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t /*offset*/, char* to, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::read(STDIN_FILENO, to, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return failed("standard input", errno);
    }
  }

 private:
  FileInfo info_;
};

std::string kind_of(const struct stat& st) {
  if (S_ISDIR(st.st_mode)) return "is a folder, not a file";
  if (S_ISFIFO(st.st_mode)) return "is a FIFO, not a file";
  if (S_ISLNK(st.st_mode)) return "is a symbolic link, which is not followed";
  return "is not a regular file";
}

// Takes an open descriptor (or -1 and errno) to a regular file.
Reading<std::unique_ptr<OpenFile>> regular_file(Fd fd, const std::string& name) {
  if (fd.get() < 0) {
    if (errno == ENOENT) return Absent{};
    return failed(name, errno);
  }
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return failed(name, errno);
  if (!S_ISREG(st.st_mode)) return Unreadable{name + ": " + kind_of(st)};
  FileInfo info = info_from(st);
  info.acl_lets_write = acl_lets_write(fd.get());
  return std::unique_ptr<OpenFile>(std::make_unique<DiskFile>(std::move(fd), info, name));
}

Reading<std::vector<std::string>> names_in(Fd fd, const std::string& name, bool mark_folders) {
  DIR* dir = ::fdopendir(fd.get());
  if (dir == nullptr) return failed(name, errno);
  (void)fd.release();  // closedir closes it
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(dir)) {
    std::string item = entry->d_name;
    if (item == "." || item == "..") continue;
    if (mark_folders) {
      struct stat st {};
      // A name that cannot be looked at is kept: opening it will say why.
      if (::fstatat(::dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)) {
        item += '/';
      }
    }
    names.push_back(std::move(item));
    errno = 0;
  }
  const int error = errno;
  ::closedir(dir);
  if (error != 0) return failed(name, error);
  std::sort(names.begin(), names.end());
  return names;
}

// O_NONBLOCK: opening a FIFO must not wait for a writer.
constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

class RealHost final : public Host {
 public:
  RealHost(Fd root, std::string name, ToolsEnd tools_end)
      : root_(std::move(root)), name_(std::move(name)), tools_end_(tools_end) {
    struct stat here {
    }, slash{};
    running_ = ::fstat(root_.get(), &here) == 0 && ::stat("/", &slash) == 0 && here.st_dev == slash.st_dev &&
               here.st_ino == slash.st_ino;
    if (!running_) return;
    ::unsetenv("TZ");  // the caller's; what the Mac writes is in the Mac's own zone
    ::tzset();
  }

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override {
    return regular_file(open_below(root_.get(), path, kReadFlags), shown(path));
  }

  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    const auto slash = path.rfind('/');
    const std::string part(path == "/" ? "." : path.substr(slash + 1));
    if (part == "..") return Absent{};  // as in walk()
    const Fd folder =
        open_below(root_.get(), slash == 0 ? "/" : path.substr(0, slash), kReadFlags | O_DIRECTORY);
    struct stat st {};
    if (folder.get() >= 0 && ::fstatat(folder.get(), part.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0) {
      FileInfo info = info_from(st);
      if (info.link) info.target = link_target(folder.get(), part);
#ifdef __APPLE__
      if (info.regular || info.directory) {
        const Fd item(::openat(folder.get(), part.c_str(), kReadFlags | O_NOFOLLOW));
        info.acl_lets_write = item.get() < 0 || acl_lets_write(item.get());
      }
#endif
      return info;
    }
    if (errno == ENOENT) return Absent{};
    return failed(shown(path), errno);
  }

  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    Fd folder = open_below(root_.get(), path, kReadFlags | O_DIRECTORY);
    if (folder.get() < 0) {
      if (errno == ENOENT) return Absent{};
      return failed(shown(path), errno);
    }
    return names_in(std::move(folder), shown(path), false);
  }

  [[nodiscard]] LocalTime now() const override { return local_now(); }

  [[nodiscard]] Reading<LocalTime> booted() const override {
    if (!running_) return Absent{};
#ifdef __APPLE__
    timeval boot{};
    std::size_t size = sizeof boot;
    int name[2] = {CTL_KERN, KERN_BOOTTIME};
    if (::sysctl(name, 2, &boot, &size, nullptr, 0) != 0) return failed("kern.boottime", errno);
    return local_from_unix(boot.tv_sec);
#else
    timespec up{};
    if (::clock_gettime(CLOCK_BOOTTIME, &up) != 0) return failed("boot time", errno);
    return local_from_unix(std::time(nullptr) - up.tv_sec);
#endif
  }

  [[nodiscard]] std::int64_t now_unix() const override { return std::time(nullptr); }

  [[nodiscard]] Reading<std::string> hardware_uuid() const override {
    return running_ ? this_hardware_uuid() : Absent{};
  }

  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return local_from_unix(unix_seconds);
  }
  [[nodiscard]] bool is_running_system() const override { return running_; }

  [[nodiscard]] Ran run(const Command& command) const override {
    if (!running_) return NotStarted{std::string(kAnotherVolume)};
    if (::geteuid() == 0 && is_unsafe_program(root_.get(), command.tool)) {
      return NotStarted{command.tool +
                        ": not run, since others than root may write it or a folder on its way"};
    }
    if (!tools_end_) return run_here(command);
    const auto rest =
        std::chrono::ceil<std::chrono::milliseconds>(*tools_end_ - std::chrono::steady_clock::now());
    if (rest.count() <= 0) return NotStarted{command.tool + ": not run, since the time of all tools is over"};
    Command within = command;
    within.limit = std::min(command.limit, rest);
    return run_here(within);
  }

  [[nodiscard]] Reading<std::vector<Process>> processes() const override {
    return running_ ? processes_here() : Absent{};
  }

 private:
  [[nodiscard]] std::string shown(std::string_view path) const {
    return name_ == "/" ? std::string(path) : name_ + std::string(path);
  }

  Fd root_;
  std::string name_;
  ToolsEnd tools_end_;
  bool running_ = false;
};

}  // namespace

Reading<std::unique_ptr<Host>> open_host(const std::string& root, ToolsEnd tools_end) {
  Fd fd(::open(root.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (fd.get() < 0) return failed(root, errno);
  std::string name = root;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  return std::unique_ptr<Host>(std::make_unique<RealHost>(std::move(fd), std::move(name), tools_end));
}

LocalTime local_now() { return local_from_unix(std::time(nullptr)); }
LocalTime local_time(std::int64_t unix_seconds) { return local_from_unix(unix_seconds); }

Reading<std::unique_ptr<OpenFile>> open_named_file(const std::string& path) {
  Fd fd(::open(path.c_str(), kReadFlags));
  // Whether a person named a file or a folder is found out by looking for what the folder would hold.
  if (fd.get() < 0 && errno == ENOTDIR) return Absent{};
  return regular_file(std::move(fd), path);
}

Reading<std::vector<std::string>> list_named_folder(const std::string& path) {
  Fd fd(::open(path.c_str(), kReadFlags | O_DIRECTORY));
  if (fd.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Absent{};
    return failed(path, errno);
  }
  return names_in(std::move(fd), path, true);
}

std::unique_ptr<OpenFile> standard_input() { return std::make_unique<InputStream>(); }

}  // namespace enrolkit
