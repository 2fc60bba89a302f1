#include "common/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "common/failure.h"
#include "core/base/error_text.h"

namespace enrolkit {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw Failure(fmt::format("{}: {}: {}", path.string(), what, error_text(errno)));
}

struct Descriptor {
  int fd = -1;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "cannot write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0) fail(path, "cannot open");
  struct stat status = {};
  if (::fstat(file.fd, &status) != 0) fail(path, "cannot look at");
  if (!S_ISREG(status.st_mode)) throw Failure(path.string() + ": is not a regular file");
  std::string bytes;
  std::array<char, 65536> block{};
  while (true) {
    const ssize_t n = ::read(file.fd, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "cannot read");
    if (n == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(n));
  }
}

void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    throw Failure(path.string() + ": is there already, and is not a regular file");
  }
  std::string beside = path.string() + ".XXXXXX";
  const Descriptor file{::mkstemp(beside.data())};
  if (file.fd < 0) fail(path, "cannot write");
  try {
    write_all(file.fd, bytes, path);
    if (::fchmod(file.fd, static_cast<mode_t>(mode)) != 0 || ::fsync(file.fd) != 0)
      fail(path, "cannot write");
    if (std::rename(beside.c_str(), path.c_str()) != 0) fail(path, "cannot write");
  } catch (const Failure&) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace enrolkit
