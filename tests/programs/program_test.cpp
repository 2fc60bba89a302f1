#include "programs/program_test.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>

extern char** environ;

namespace enrolkit::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe(ends.data()) == 0) {
      for (const int fd : ends) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
  }
  ~Pipe() { close_both(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t i) {
    if (ends[i] >= 0) ::close(ends[i]);
    ends[i] = -1;
  }
  void close_both() {
    close_end(0);
    close_end(1);
  }
};

// One round over the pipes: gives input, takes output. False when both outputs have ended.
bool pump(Pipe& in, std::string_view& input, Pipe& out, Pipe& err, Ran& ran) {
  std::array<pollfd, 3> fds{pollfd{out.ends[0], POLLIN, 0}, pollfd{err.ends[0], POLLIN, 0},
                            pollfd{in.ends[1], POLLOUT, 0}};
  ::poll(fds.data(), fds.size(), 100);
  for (std::size_t i = 0; i < 2; ++i) {
    if (fds[i].fd < 0 || fds[i].revents == 0) continue;
    std::array<char, 65536> bytes{};
    const ssize_t got = ::read(fds[i].fd, bytes.data(), bytes.size());
    std::string& to = i == 0 ? ran.out : ran.err;
    if (got > 0) {
      to.append(bytes.data(), std::min(static_cast<std::size_t>(got), kMaxKeptBytes - to.size()));
    } else {
      (i == 0 ? out : err).close_end(0);
    }
  }
  if (fds[2].fd >= 0 && fds[2].revents != 0) {
    const ssize_t put =
        input.empty() ? -1 : ::write(fds[2].fd, input.data(), std::min<std::size_t>(input.size(), 4096));
    if (put > 0) input.remove_prefix(static_cast<std::size_t>(put));
    if (put <= 0 || input.empty()) in.close_end(1);
  }
  return out.ends[0] >= 0 || err.ends[0] >= 0;
}

}  // namespace

Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                const RunOptions& options) {
  if (options.memory_mb != 0) {  // by a shell: posix_spawn sets no limits
    std::vector<std::string> limited{
        "-c", fmt::format("ulimit -v {} && exec \"$0\" \"$@\"", options.memory_mb * 1024), program};
    limited.insert(limited.end(), arguments.begin(), arguments.end());
    RunOptions rest = options;
    rest.memory_mb = 0;
    return run_program("/bin/sh", limited, rest);
  }
  // What a test expects hangs on neither the zone nor the language of who runs it.
  ::setenv("TZ", "UTC", 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  Pipe in, out, err;
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  if (options.input.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, options.input_file.c_str(), O_RDONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  }
  if (options.output_file.empty()) {
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, options.output_file.c_str(), O_WRONLY, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  if (options.reader_gone) out.close_end(0);

  Ran ran;
  pid_t child = -1;
  const auto begin = Clock::now();
  const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    ran.err = program + ": " + std::strerror(failed);
    return ran;
  }
  in.close_end(0);
  out.close_end(1);
  err.close_end(1);
  if (options.input.empty()) in.close_end(1);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  bool late = false;
  for (std::string_view input = options.input; pump(in, input, out, err, ran);) {
    late = Clock::now() - begin > options.limit;
    if (late) ::kill(child, SIGKILL);
    if (late) break;
  }
  (void)std::signal(SIGPIPE, before);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  ran.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
#ifdef __APPLE__
  ran.peak_kb = usage.ru_maxrss / 1024;
#else
  ran.peak_kb = usage.ru_maxrss;
#endif
  ran.status = late ? 1000 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

std::string program_under_test() {
  const char* other = ::getenv("ENROLKIT_UNDER_TEST");
  return other != nullptr && *other != '\0' ? other : ENROLKIT_PROGRAM;
}

Ran enrolkit(const std::vector<std::string>& arguments, const RunOptions& options) {
  return run_program(program_under_test(), arguments, options);
}

Ran enrolkit_ea(const std::vector<std::string>& arguments, const RunOptions& options) {
  return run_program(ENROLKIT_EA_PROGRAM, arguments, options);
}

std::string told(const Ran& ran) {
  return fmt::format("status {}, {} ms, {} kB\n--- stdout\n{}\n--- stderr\n{}", ran.status, ran.took.count(),
                     ran.peak_kb, ran.out, ran.err);
}

}  // namespace enrolkit::test
