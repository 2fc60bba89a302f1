#include "host/real_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/error_text.h"
#include "host/fd.h"

namespace enrolkit {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxInputBytes = 4096;

struct Pipe {
  Fd read, write;
};

// Close-on-exec, and never in the place of a standard stream that somebody closed.
std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return std::nullopt;
  const Fd read(ends[0]), write(ends[1]);
  Pipe pipe{Fd(::fcntl(read.get(), F_DUPFD_CLOEXEC, 3)), Fd(::fcntl(write.get(), F_DUPFD_CLOEXEC, 3))};
  const bool sound = pipe.write.get() >= 0 && ::fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK) == 0;
  return sound ? std::optional(std::move(pipe)) : std::nullopt;
}

// A pipe that holds all of a command's input, and its end.
std::optional<Pipe> input_of(const Command& command) {
  if (command.input.empty()) return Pipe{Fd(-1), Fd(-1)};
  auto pipe = make_pipe();
  if (!pipe || command.input.size() > kMaxInputBytes) return std::nullopt;
  const ssize_t written = ::write(pipe->write.get(), command.input.data(), command.input.size());
  if (written != static_cast<ssize_t>(command.input.size())) return std::nullopt;
  pipe->write = Fd(-1);
  return pipe;
}

// The groups of tools at work, for a handler: 0 is a free place.
std::array<std::atomic<pid_t>, 64> running_groups;

void note_group(pid_t from, pid_t to) {
  for (auto& place : running_groups) {
    pid_t expected = from;
    if (place.compare_exchange_strong(expected, to)) return;
  }
}

// How many threads are between a tool's start and its entry in that list. In that time no handler of the same thread may
// come, and one of another thread waits.
std::atomic<int> starting{0};

class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all{};
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
    ++starting;
  }
  ~SignalsHeld() {
    --starting;
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_{};
};

// A child that is never left running, and never left unreaped unless no signal ends it: what waits for a disk or a server
// that does not answer does not die before that answers, and must not hold its parent. Whoever adopts it reaps it then.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) { note_group(0, pid); }
  Child(Child&&) = delete;
  ~Child() {
    if (pid_ < 0) return;
    ::kill(-pid_, SIGKILL);
    constexpr std::chrono::milliseconds kToDie{2000};
    if (has_ended_within(kToDie)) {
      (void)reap();
    } else {
      note_group(pid_, 0);
    }
  }
  void ask_to_end() const { ::kill(-pid_, SIGTERM); }
  [[nodiscard]] bool has_ended() const {  // and stays a zombie, so that its number is not given away
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid != 0;
  }
  [[nodiscard]] bool has_ended_within(std::chrono::milliseconds time) const {
    constexpr std::chrono::milliseconds kNap{10};
    for (; time.count() > 0 && !has_ended(); time -= kNap) std::this_thread::sleep_for(kNap);
    return has_ended();
  }
  // Nothing when the system kept no status, as it does where the parent ignores SIGCHLD.
  std::optional<int> reap() {
    note_group(pid_, 0);  // first: once it is reaped, its number may be another's
    int status = 0;
    pid_t got = -1;
    for (errno = EINTR; got < 0 && errno == EINTR;) got = ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return got < 0 ? std::nullopt : std::optional{status};
  }

 private:
  pid_t pid_;
};

// 0 or an errno; the child's id in `pid`.
// `in`: none where it is negative.
int spawn(const Command& command, const std::vector<std::string>& more, int in, int out, int err,
          pid_t& pid) {
  std::vector<char*> arguments{const_cast<char*>(command.tool.c_str())};
  for (const std::string& argument : command.arguments)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  std::string path = "PATH=/usr/bin:/bin:/usr/sbin:/sbin", locale = "LC_ALL=C";
  std::vector<char*> environment{path.data(), locale.data()};
  for (const std::string& variable : more) environment.push_back(const_cast<char*>(variable.c_str()));
  environment.push_back(nullptr);

  posix_spawn_file_actions_t streams{};
  posix_spawnattr_t how{};
  int error = ::posix_spawn_file_actions_init(&streams);
  const auto then = [&error](int result) { error = error != 0 ? error : result; };
  then(::posix_spawnattr_init(&how));
  auto flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  sigset_t none, defaults;  // on macOS the calls for them are macros, which :: would break
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGCHLD);
  if (in < 0) {
    then(::posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
  } else {
    then(::posix_spawn_file_actions_adddup2(&streams, in, STDIN_FILENO));
  }
  then(::posix_spawn_file_actions_adddup2(&streams, out, STDOUT_FILENO));
  then(::posix_spawn_file_actions_adddup2(&streams, err, STDERR_FILENO));
#if defined(__APPLE__)
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#elif defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)  // in a line of its own: musl has no such macro, and would not parse it
  then(::posix_spawn_file_actions_addclosefrom_np(&streams, STDERR_FILENO + 1));
#endif
#endif
  then(::posix_spawnattr_setflags(&how, static_cast<short>(flags)));
  then(::posix_spawnattr_setpgroup(&how, 0));
  then(::posix_spawnattr_setsigmask(&how, &none));
  then(::posix_spawnattr_setsigdefault(&how, &defaults));
  if (error == 0)
    error = ::posix_spawn(&pid, command.tool.c_str(), &streams, &how, arguments.data(), environment.data());
  ::posix_spawnattr_destroy(&how);
  ::posix_spawn_file_actions_destroy(&streams);
  return error;
}

class StartedChild final : public Started {
 public:
  StartedChild(pid_t pid, std::chrono::milliseconds patience) : child_(pid), patience_(patience) {}
  ~StartedChild() override {
    child_.ask_to_end();  // sudo passes this on to what it runs, and cannot pass on SIGKILL
    (void)child_.has_ended_within(patience_);
  }
  StartedChild(const StartedChild&) = delete;
  StartedChild& operator=(const StartedChild&) = delete;

 private:
  Child child_;
  std::chrono::milliseconds patience_;
};

}  // namespace

std::variant<std::unique_ptr<Started>, NotStarted> start_here(const Command& command,
                                                              std::chrono::milliseconds patience) {
  const std::string& tool = command.tool;
  if (!tool.starts_with('/')) return NotStarted{tool + ": not an absolute path"};
  const Fd opened(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const Fd nowhere(::fcntl(opened.get(), F_DUPFD_CLOEXEC, 3));  // never in the place of a standard stream
  if (nowhere.get() < 0) return NotStarted{fmt::format("/dev/null: {}", error_text(errno))};
  pid_t pid = -1;
  if (const int error = spawn(command, {}, -1, nowhere.get(), nowhere.get(), pid))
    return NotStarted{fmt::format("{}: {}", tool, error_text(error))};
  return std::unique_ptr<Started>(std::make_unique<StartedChild>(pid, patience));
}

void kill_running_tools() {
  constexpr int kMaxWaits = 200;  // of a millisecond; a start takes one or two
  for (int i = 0; i < kMaxWaits && starting.load() > 0; ++i) (void)::poll(nullptr, 0, 1);
  for (const auto& place : running_groups) {
    if (const pid_t group = place.load(); group > 0) ::kill(-group, SIGKILL);
  }
}

Ran run_here(const Command& command, const std::vector<std::string>& more) {
  const std::string& tool = command.tool;
  if (!tool.starts_with('/')) return NotStarted{tool + ": not an absolute path"};
  auto out = make_pipe(), err = make_pipe(), in = input_of(command);
  if (!out || !err || !in) return NotStarted{fmt::format("{}: no pipe: {}", tool, error_text(errno))};
  const auto deadline = Clock::now() + command.limit;
  pid_t pid = -1;
  std::optional<Child> started;
  {
    const SignalsHeld held;
    if (const int error = spawn(command, more, in->read.get(), out->write.get(), err->write.get(), pid))
      return NotStarted{fmt::format("{}: {}", tool, error_text(error))};
    started.emplace(pid);
  }
  Child& child = *started;
  in->read = Fd(-1);
  out->write = Fd(-1);
  err->write = Fd(-1);

  std::array<pollfd, 2> ends{pollfd{out->read.get(), POLLIN, 0}, pollfd{err->read.get(), POLLIN, 0}};
  std::array<std::string, 2> said;
  std::vector<char> buffer(64 * 1024);
  for (bool done = false; !done;) {
    const bool ended = child.has_ended();  // asked first: all that it wrote is then in the pipes
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (rest.count() <= 0)
      return Stopped{fmt::format("{}: not done after {} ms", tool, command.limit.count())};
    const int nap = ended ? 0 : ends[0].fd >= 0 || ends[1].fd >= 0 ? 50 : 5;
    const int ready = ::poll(ends.data(), ends.size(), static_cast<int>(std::min<long>(nap, rest.count())));
    if (ready < 0 && errno != EINTR) return Stopped{fmt::format("{}: {}", tool, error_text(errno))};
    for (std::size_t i = 0; ready > 0 && i < ends.size(); ++i) {
      if (ends[i].revents == 0) continue;
      const ssize_t got = ::read(ends[i].fd, buffer.data(), buffer.size());
      if (got > 0) said[i].append(buffer.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) ends[i].fd = -1;
    }
    if (said[0].size() + said[1].size() > command.max_output)
      return Stopped{fmt::format("{}: more than {} bytes of output", tool, command.max_output)};
    done = ended && ready == 0;
  }
  const auto status = child.reap();
  if (!status) return Stopped{tool + ": how it ended is not known"};
  if (WIFSIGNALED(*status)) return Stopped{fmt::format("{}: ended by signal {}", tool, WTERMSIG(*status))};
  return Finished{WEXITSTATUS(*status), std::move(said[0]), std::move(said[1])};
}

}  // namespace enrolkit
