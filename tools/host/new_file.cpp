#include "host/new_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

namespace enrolkit {
namespace {

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}
constexpr const char* kThere = "is there already; --force replaces it";

// ".enrolkit-PID-N.partial" of a process that is no more: it was killed. One of another computer that shares the folder
// looks the same, so an hour must have passed.
void sweep(int folder) {
  constexpr std::time_t kOldSeconds = 3600;
  constexpr std::string_view kHead = ".enrolkit-", kTail = ".partial";
  const int again = ::openat(folder, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  DIR* listing = again >= 0 ? ::fdopendir(again) : nullptr;
  if (listing == nullptr) {
    if (again >= 0) ::close(again);
    return;
  }
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name(static_cast<const char*>(entry->d_name));
    if (!name.starts_with(kHead) || !name.ends_with(kTail)) continue;
    const long pid = std::strtol(name.c_str() + kHead.size(), nullptr, 10);
    struct stat there {};
    if (pid <= 0 || ::kill(static_cast<pid_t>(pid), 0) == 0 || errno != ESRCH) continue;
    if (::fstatat(folder, name.c_str(), &there, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(there.st_mode) ||
        there.st_uid != ::geteuid() || std::time(nullptr) - there.st_mtime < kOldSeconds) {
      continue;
    }
    (void)::unlinkat(folder, name.c_str(), 0);
  }
  ::closedir(listing);
}

}  // namespace

std::variant<NewFile, Unreadable> NewFile::begin(const std::string& path, bool replace) {
  const auto failed = [&](const char* why) { return Unreadable{fmt::format("{}: {}", path, why)}; };
  const std::string name = name_in(path);
  if (name.empty() || name == "." || name == "..") return failed("is not a name for a file");
  Fd folder(::open(folder_of(path).c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (folder.get() < 0) return failed(std::strerror(errno));
  struct stat there {};
  if (::fstatat(folder.get(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
    if (!replace) return failed(kThere);
    if (S_ISDIR(there.st_mode)) return failed("is a folder");
  }
  sweep(folder.get());
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const std::string temporary = fmt::format(".enrolkit-{}-{}.partial", ::getpid(), i);
    Fd file(::openat(folder.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     0600));
    if (file.get() >= 0) return NewFile(std::move(folder), std::move(file), path, temporary, replace);
    if (errno != EEXIST) break;
  }
  return failed(std::strerror(errno));
}

NewFile::NewFile(NewFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      file_(std::move(other.file_)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, "")),
      replace_(other.replace_) {}

NewFile::~NewFile() {
  if (!temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
}

std::string NewFile::name() const { return name_in(path_); }
std::string NewFile::failed() const { return fmt::format("{}: {}", path_, std::strerror(errno)); }

std::optional<std::string> NewFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file_.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed();
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return std::nullopt;
}

std::optional<std::string> NewFile::put_in_place() {
  if (::fsync(file_.get()) != 0) return failed();
  const int folder = folder_.get();
  const std::string target = name();
  if (replace_) {
    if (::renameat(folder, temporary_.c_str(), folder, target.c_str()) != 0) return failed();
    temporary_.clear();
  } else if (::linkat(folder, temporary_.c_str(), folder, target.c_str(), 0) != 0) {
    if (errno == EEXIST) return fmt::format("{}: {}", path_, kThere);
    // A file system without second names (FAT, some servers): nobody else is expected to make this very name
    // between the look and the act.
    struct stat there {};
    if (::fstatat(folder, target.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0)
      return fmt::format("{}: {}", path_, kThere);
    if (::renameat(folder, temporary_.c_str(), folder, target.c_str()) != 0) return failed();
    temporary_.clear();
  }
  (void)::fsync(folder);  // not every file system lets a folder be synced
  return std::nullopt;
}

std::string this_computers_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "";
  const std::string whole(name.data());
  return whole.substr(0, whole.find('.'));
}

}  // namespace enrolkit
