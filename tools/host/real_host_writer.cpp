#include "host/real_host_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "core/base/error_text.h"
#include "host/acl.h"
#include "host/atomic_file.h"
#include "host/fd.h"
#include "host/processes.h"
#include "host/real_run.h"
#include "host/walk.h"

namespace enrolkit {
namespace {

Error failed(std::string_view path, int error) {
  if (error == EPERM) {
    return {fmt::format(
        "{}: refused: others than root may write a folder on the way, or the system forbids it", path)};
  }
  return {fmt::format("{}: {}", path, error_text(error))};
}

constexpr std::uint32_t kOthersWrite = 0022;

// A folder, open, and a name in it.
struct Place {
  Fd folder;
  std::string name;
};

class DiskLock final : public HeldLock {
 public:
  explicit DiskLock(Fd fd) : fd_(std::move(fd)) {}

 private:
  Fd fd_;
};

class RealHostWriter final : public HostWriter {
 public:
  explicit RealHostWriter(Fd root) : root_(std::move(root)) {}

  [[nodiscard]] Status write_file(std::string_view path, std::string_view bytes,
                                  const Access& access) override {
    auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    auto file = AtomicFile::begin(std::move(place.folder), place.name);
    const bool done = file && file->write(bytes) && ::fchown(file->fd(), access.owner, access.group) == 0 &&
                      ::fchmod(file->fd(), static_cast<mode_t>(access.mode)) == 0 && file->put_in_place(true);
    return done ? Status() : Status(failed(path, errno));
  }

  [[nodiscard]] Status append(std::string_view path, std::string_view bytes, const Access& access) override {
    const auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    constexpr int kHow = O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    const Fd file(::openat(place.folder.get(), place.name.c_str(), kHow));
    // Its first bytes are there whole or not at all: a crash leaves no empty file.
    if (file.get() < 0 && errno == ENOENT) return write_file(path, bytes, access);
    struct stat st {};
    if (file.get() < 0 || ::fstat(file.get(), &st) != 0) return failed(path, errno);
    if (!S_ISREG(st.st_mode)) return Error{std::string(path) + ": is not a regular file"};
    if (st.st_uid != ::geteuid() || (st.st_mode & kOthersWrite) != 0)
      return Error{std::string(path) + ": others may write it"};
    if (!write_all(file.get(), bytes) || !settle(file.get())) {
      const int error = errno;
      (void)!::ftruncate(file.get(), st.st_size);  // a disk that is full took half a line
      return failed(path, error);
    }
    return {};
  }

  [[nodiscard]] Status make_folder(std::string_view path, const Access& access) override {
    const auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    if (::mkdirat(place.folder.get(), place.name.c_str(), 0700) != 0) {
      struct stat st {};
      const bool is_folder =
          errno == EEXIST &&
          ::fstatat(place.folder.get(), place.name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISDIR(st.st_mode);
      if (!is_folder && errno == EEXIST) return Error{std::string(path) + ": is not a folder: move it aside"};
      return is_folder ? Status() : Status(failed(path, errno));
    }
    const Fd folder(
        ::openat(place.folder.get(), place.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder.get() < 0 || ::fchown(folder.get(), access.owner, access.group) != 0 ||
        ::fchmod(folder.get(), static_cast<mode_t>(access.mode)) != 0) {
      return failed(path, errno);
    }
    return settled(place, path);
  }

  [[nodiscard]] Status set_access(std::string_view path, const Access& access) override {
    const Fd file =
        open_below(root_.get(), path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, Way::roots_own);
    struct stat st {};
    if (file.get() < 0 || ::fstat(file.get(), &st) != 0) return failed(path, errno);
    if (!S_ISREG(st.st_mode)) return Error{std::string(path) + ": is not a regular file"};
    // A second name may be anybody's, and so may the file. Of one that only root writes it is harmless: a user who may
    // make such a name must not keep the file from being set right.
    if (st.st_nlink != 1 &&
        (st.st_uid != ::geteuid() || (st.st_mode & kOthersWrite) != 0 || acl_lets_write(file.get()))) {
      return Error{std::string(path) + ": has more than one name, and others may write it"};
    }
#ifdef __APPLE__
    constexpr unsigned kLocked = UF_IMMUTABLE | SF_IMMUTABLE | UF_APPEND | SF_APPEND;
    if ((st.st_flags & kLocked) != 0 && ::fchflags(file.get(), st.st_flags & ~kLocked) != 0) {
      return failed(path, errno);
    }
#endif
    if (::fchown(file.get(), access.owner, access.group) != 0 ||
        ::fchmod(file.get(), static_cast<mode_t>(access.mode)) != 0 || !settle(file.get())) {
      return failed(path, errno);
    }
    return {};
  }

  [[nodiscard]] Status set_link(std::string_view path, std::string_view target) override {
    const auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    if (!put_link_in_place(place.folder, place.name, std::string(target))) return failed(path, errno);
    return {};
  }

  [[nodiscard]] Status remove(std::string_view path) override {
    const auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    if (::unlinkat(place.folder.get(), place.name.c_str(), 0) != 0 && errno != ENOENT)
      return failed(path, errno);
    return settled(place, path);
  }

  [[nodiscard]] Status rename(std::string_view from, std::string_view to) override {
    const auto old = place_of(from), fresh = place_of(to);
    if (old.folder.get() < 0 || fresh.folder.get() < 0 ||
        ::renameat(old.folder.get(), old.name.c_str(), fresh.folder.get(), fresh.name.c_str()) != 0) {
      return failed(from, errno);
    }
    return settled(fresh, to);
  }

  [[nodiscard]] Status end_process(const Process& process, std::chrono::milliseconds patience) override {
    constexpr std::chrono::milliseconds kNap{50};
    const auto is_there = [&] {
      const auto now = process_here(process.pid);
      const auto* found = value_of(now);
      return found != nullptr && found->is_same(process);
    };
    const auto say = [&](int signal) {
      return ::kill(static_cast<pid_t>(process.pid), signal) == 0 || errno == ESRCH;
    };
    const auto gone_after = [&](std::chrono::milliseconds time) {
      for (; is_there(); time -= kNap) {
        if (time.count() <= 0) return false;
        pause(kNap);
      }
      return true;
    };
    if (process.pid <= 1 || process.known_path().empty()) return Error{"no process that may be ended"};
    if (!is_there()) return {};
    if (!say(SIGTERM)) return failed("SIGTERM", errno);
    if (gone_after(patience)) return {};
    if (is_there() && !say(SIGKILL)) return failed("SIGKILL", errno);
    if (gone_after(std::chrono::seconds(2))) return {};
    return Error{fmt::format("process {} is still there", process.pid)};
  }

  [[nodiscard]] Ran run(const Command& command) override {
    if (is_unsafe_program(root_.get(), command.tool)) return unsafe(command);
    return run_here(command);
  }
  [[nodiscard]] std::variant<std::unique_ptr<Started>, NotStarted> start(const Command& command) override {
    if (is_unsafe_program(root_.get(), command.tool)) return unsafe(command);
    return start_here(command, std::chrono::seconds(2));
  }
  void tell_system_log(std::string_view line) override {
    ::openlog("enrolkit-repair", LOG_PID, LOG_DAEMON);
    ::syslog(LOG_NOTICE, "%s", std::string(line).c_str());
  }
  void pause(std::chrono::milliseconds time) override { std::this_thread::sleep_for(time); }

  [[nodiscard]] std::variant<std::unique_ptr<HeldLock>, Busy, Error> lock(std::string_view path) override {
    const auto place = place_of(path);
    if (place.folder.get() < 0) return failed(path, errno);
    Fd file(::openat(place.folder.get(), place.name.c_str(),
                     O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
    if (file.get() < 0) return failed(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) return Busy{};
      return failed(path, errno);
    }
    return std::unique_ptr<HeldLock>(std::make_unique<DiskLock>(std::move(file)));
  }

 private:
  [[nodiscard]] static NotStarted unsafe(const Command& command) {
    return {command.tool + ": not run, since others than root may write it or a folder on its way"};
  }
  [[nodiscard]] Place place_of(std::string_view path) const {
    const auto slash = path.rfind('/');
    const std::string name(path.substr(slash + 1));
    if (slash == std::string_view::npos || name.empty() || name == "." || name == "..") {
      errno = EINVAL;
      return {Fd(-1), name};
    }
    return {open_below(root_.get(), slash == 0 ? "/" : path.substr(0, slash),
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC, Way::roots_own),
            name};
  }

  [[nodiscard]] static Status settled(const Place& place, std::string_view path) {
    if (!settle_folder(place.folder.get())) return failed(path, errno);
    return {};
  }

  Fd root_;
};

}  // namespace

Reading<std::unique_ptr<HostWriter>> open_host_writer(const std::string& root) {
  Fd fd(::open(root.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (fd.get() < 0) return Unreadable{failed(root, errno).why};
  return std::unique_ptr<HostWriter>(std::make_unique<RealHostWriter>(std::move(fd)));
}

void leave_callers_surroundings() {
  ::umask(022);
  (void)!::chdir("/");
}

}  // namespace enrolkit
