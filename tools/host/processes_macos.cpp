// libproc (libproc.h) and sysctl KERN_PROCARGS2 (sys/sysctl.h; its layout as ps(1) of Apple's adv_cmds reads
// it: an int with the number of arguments, the program's path, NULs, then the arguments, each with a NUL).
#include <libproc.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/base/error_text.h"
#include "core/base/take_until.h"
#include "host/gather_processes.h"
#include "host/processes.h"

namespace enrolkit {
namespace {

// How it was started: by which path, and with what after it.
struct Start {
  std::string path;
  std::vector<std::string> arguments;
};

Reading<Start> start_of(pid_t pid) {
  std::array<int, 3> name{CTL_KERN, KERN_PROCARGS2, pid};
  std::string bytes(256 * 1024, '\0');
  std::size_t size = bytes.size();
  if (::sysctl(name.data(), static_cast<u_int>(name.size()), bytes.data(), &size, nullptr, 0) != 0) {
    return Unreadable{std::string("KERN_PROCARGS2: ") + error_text(errno)};
  }
  bytes.resize(size);
  int count = 0;
  if (bytes.size() < sizeof count) return Unreadable{"KERN_PROCARGS2: too short"};
  std::memcpy(&count, bytes.data(), sizeof count);
  std::string_view rest = std::string_view(bytes).substr(sizeof count);
  Start start;
  start.path = rest.substr(0, rest.find('\0'));
  rest.remove_prefix(start.path.size());
  rest.remove_prefix(std::min(rest.find_first_not_of('\0'), rest.size()));  // the path's padding
  for (int i = 0; i < count; ++i) {
    if (rest.empty()) return Unreadable{"KERN_PROCARGS2: cut short"};
    const std::string_view word = take_until(rest, '\0');
    if (i > 0) start.arguments.emplace_back(word);
  }
  return start;
}

// proc_pidpath fails where the program's file is gone, as after an update under a run: then the path that it was started
// by tells. What even that does not name may be any program.
Reading<std::string> path_of(pid_t pid, const Reading<Start>& start) {
  std::array<char, PROC_PIDPATHINFO_MAXSIZE> path{};
  errno = 0;
  const int length = ::proc_pidpath(pid, path.data(), static_cast<std::uint32_t>(path.size()));
  if (length > 0) return std::string(path.data(), static_cast<std::size_t>(length));
  const std::string why = std::string("proc_pidpath: ") + error_text(errno);
  if (pid == 0) return Absent{};  // the kernel
  const auto* known = value_of(start);
  if (known != nullptr && known->path.starts_with('/')) return known->path;
  return Unreadable{why};
}

bool has_ended(pid_t pid) {
  proc_bsdinfo info{};
  const int size = ::proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, sizeof info);
  return size != static_cast<int>(sizeof info) || (info.pbi_flags & PROC_FLAG_INEXIT) != 0;
}

// Absent: it has ended, or is the kernel itself.
Reading<Process> find(pid_t pid) {
  proc_bsdinfo info{};
  errno = 0;
  if (::proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, sizeof info) != static_cast<int>(sizeof info)) {
    if (pid == 0 || errno == ESRCH) return Absent{};
    return Unreadable{"process " + std::to_string(pid) + ", proc_pidinfo: " + error_text(errno)};
  }
  Process process;
  process.pid = pid;
  process.parent = info.pbi_ppid;
  process.uid = info.pbi_uid;
  process.started_unix = static_cast<std::int64_t>(info.pbi_start_tvsec);
  const auto start = start_of(pid);
  process.path = path_of(pid, start);
  if (why_unreadable(process.path) != nullptr && has_ended(pid)) return Absent{};
  process.arguments = match(
      start, [](const Start& known) -> Reading<std::vector<std::string>> { return known.arguments; },
      [](const auto& other) -> Reading<std::vector<std::string>> { return other; });
  return process;
}

}  // namespace

Reading<Process> process_here(std::int64_t pid) { return find(static_cast<pid_t>(pid)); }

Reading<std::vector<Process>> processes_here() {
  const auto pids = list_pids<pid_t>([](pid_t* to, std::size_t room) {
    return ::proc_listallpids(to, static_cast<int>(room * sizeof(pid_t)));
  });
  if (const auto* why = why_unreadable(pids)) return Unreadable{*why};
  const auto* known = value_of(pids);
  if (known == nullptr) return Unreadable{std::string("proc_listallpids: ") + error_text(errno)};
  return gather_processes(*known, find);
}

std::int64_t own_pid() { return ::getpid(); }
unsigned own_uid() { return ::geteuid(); }

}  // namespace enrolkit
