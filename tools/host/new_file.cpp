#include "host/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/base/error_text.h"

namespace enrolkit {
namespace {

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}
constexpr const char* kThere = "is there already; --force replaces it";
constexpr int kFolder = O_RDONLY | O_CLOEXEC | O_DIRECTORY;

Fd open_folder(const std::string& path, Way way) {
  if (way == Way::any || ::geteuid() != 0) return Fd(::open(path.c_str(), kFolder));
  const Fd top(::open("/", kFolder));
  return open_below(top.get(), path, kFolder, way);
}

}  // namespace

std::variant<NewFile, Unreadable> NewFile::begin(const std::string& path, bool replace, Way way) {
  const auto failed = [&](std::string_view why) { return Unreadable{fmt::format("{}: {}", path, why)}; };
  const std::string name = name_in(path);
  if (name.empty() || name == "." || name == "..") return failed("is not a name for a file");
  if (way == Way::roots_own && !path.starts_with('/')) return failed("must be a whole path, from / on");
  Fd folder = open_folder(folder_of(path), way);
  if (folder.get() < 0 && way == Way::roots_own && (errno == EPERM || errno == ELOOP))
    return failed(
        "its folder, or one on the way, is a link, belongs to another user, or may be written by others");
  if (folder.get() < 0) return failed(error_text(errno));
  struct stat there {};
  if (::fstatat(folder.get(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
    if (S_ISDIR(there.st_mode)) return failed("is a folder");
    if (!replace) return failed(kThere);
    // A link, a device or a FIFO stands there for a reason: root would break the system with /dev/full.
    if (!S_ISREG(there.st_mode)) return failed("is not a regular file, and only such a file is replaced");
  }
  auto file = AtomicFile::begin(std::move(folder), name);
  if (!file) return failed(error_text(errno));
  return NewFile(std::move(*file), path, replace);
}

std::string NewFile::failed() const { return fmt::format("{}: {}", path_, error_text(errno)); }

std::optional<std::string> NewFile::write(std::string_view bytes) {
  return file_.write(bytes) ? std::nullopt : std::optional(failed());
}

std::optional<std::string> NewFile::put_in_place() {
  if (file_.put_in_place(replace_)) return std::nullopt;
  return errno == EEXIST ? fmt::format("{}: {}", path_, kThere) : failed();
}

std::string this_computers_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "";
  const std::string whole(name.data());
  return whole.substr(0, whole.find('.'));
}

}  // namespace enrolkit
