// /proc, as proc(5) describes it.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <string>

#include "core/base/error_text.h"
#include "core/base/take_until.h"
#include "host/fd.h"
#include "host/gather_processes.h"
#include "host/processes.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

// A file of /proc has no size; it is read to its end, or to a limit. Absent: the process has ended.
Reading<std::string> read(const std::string& path) {
  const auto failed = [&path]() -> Reading<std::string> {
    if (errno == ENOENT || errno == ESRCH) return Absent{};
    return Unreadable{path + ": " + error_text(errno)};
  };
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return failed();
  std::string text(kMaxBytes, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "btime" of /proc/stat: when the computer started.
std::int64_t boot_unix() {
  const auto read_text = read("/proc/stat");
  const std::string text = value_of(read_text) != nullptr ? *value_of(read_text) : "";
  const auto at = text.find("\nbtime ");
  if (at == std::string::npos) return 0;
  const std::string_view rest = std::string_view(text).substr(at + 7);
  return number(rest.substr(0, rest.find('\n'))).value_or(0);
}

Reading<Process> find(std::int64_t pid, std::int64_t booted) {
  const std::string folder = "/proc/" + std::to_string(pid);
  const auto stat = read(folder + "/stat");
  if (const auto* why = why_unreadable(stat)) return Unreadable{*why};
  if (value_of(stat) == nullptr) return Absent{};
  // "PID (NAME) S PPID ...": the name may hold anything; field 22 is the start, in ticks since boot.
  std::string_view rest = *value_of(stat);
  const auto name = rest.find('('), name_end = rest.rfind(") ");
  if (name_end == std::string_view::npos || name >= name_end)
    return Unreadable{folder + "/stat is not understood"};
  const std::string program(
      rest.substr(name + 1, name_end - name - 1));  // the file's name, its first 15 bytes
  rest.remove_prefix(name_end + 2);
  Process process;
  process.pid = pid;
  struct stat st {};
  if (::stat(folder.c_str(), &st) != 0) return Absent{};  // it ended meanwhile
  process.uid = st.st_uid;
  for (int field = 3; field <= 22 && !rest.empty(); ++field) {
    const auto value = number(take_until(rest, ' '));
    if (field == 4) process.parent = value.value_or(0);
    if (field == 22) process.started_unix = booted + value.value_or(0) / ::sysconf(_SC_CLK_TCK);
  }
  std::array<char, 4096> path{};
  const ssize_t length = ::readlink((folder + "/exe").c_str(), path.data(), path.size());
  if (length > 0) {
    process.path = std::string(path.data(), static_cast<std::size_t>(length));
  } else if (errno == ENOENT || errno == ESRCH) {
    process.path = Absent{};  // the kernel's own, or it has just ended
  } else if (errno == EACCES) {
    process.path = program;  // of a container's host: where the file lies is closed, and its name is not
  } else {
    process.path = Unreadable{folder + "/exe: " + error_text(errno)};
  }
  const auto line = read(folder + "/cmdline");
  if (value_of(line) == nullptr) {
    process.arguments = Unreadable{folder + "/cmdline could not be read"};
    return process;
  }
  std::vector<std::string> words;
  for (std::string_view left = *value_of(line); !left.empty();) words.emplace_back(take_until(left, '\0'));
  if (!words.empty()) words.erase(words.begin());
  process.arguments = std::move(words);
  return process;
}

}  // namespace

Reading<Process> process_here(std::int64_t pid) { return find(pid, boot_unix()); }

Reading<std::vector<Process>> processes_here() {
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return Unreadable{std::string("/proc: ") + error_text(errno)};
  std::vector<std::int64_t> pids;
  while (const dirent* entry = ::readdir(folder)) {
    if (const auto pid = number(entry->d_name)) pids.push_back(*pid);
  }
  ::closedir(folder);
  return gather_processes(pids, [booted = boot_unix()](std::int64_t pid) { return find(pid, booted); });
}

std::int64_t own_pid() { return ::getpid(); }
unsigned own_uid() { return ::geteuid(); }

}  // namespace enrolkit
