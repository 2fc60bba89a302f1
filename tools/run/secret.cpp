#include "run/secret.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "core/base/error_text.h"
#include "core/base/redact.h"
#include "core/base/text.h"
#include "host/fd.h"
#include "host/walk.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxSecretBytes = 4096, kMaxKeyBytes = 64U << 10U;

volatile sig_atomic_t g_caught = 0;
void note(int signal) { g_caught = signal; }

// True when there is something to read; false for a signal that is noted, or a fault. A wait may also end for nothing.
bool is_there(int fd, const sigset_t& while_waiting) {
  for (;;) {
    fd_set wanted;
    FD_ZERO(&wanted);
    FD_SET(fd, &wanted);
    if (::pselect(fd + 1, &wanted, nullptr, nullptr, nullptr, &while_waiting) >= 0) return true;
    if (errno != EINTR || g_caught != 0) return false;
  }
}

// Up to the end of the line; nothing when it is longer than any secret, when reading fails, or when a signal
// comes that `while_waiting` lets through and the rest of the program does not: then none is missed between a
// look and a wait.
std::optional<std::string> read_line(int fd, const sigset_t* while_waiting = nullptr) {
  std::string line;
  for (char c = 0; line.size() <= kMaxSecretBytes;) {
    if (while_waiting != nullptr && !is_there(fd, *while_waiting)) return std::nullopt;
    const ssize_t got = ::read(fd, &c, 1);
    if (got < 0) return std::nullopt;
    if (got == 0 || c == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    line += c;
  }
  return std::nullopt;
}

// Signals that would end or stop the program are held for as long as the terminal does not echo, and take
// effect afterwards: a shell that is left without echo looks broken.
class HeldSignals {
 public:
  HeldSignals() {
    g_caught = 0;
    struct sigaction action {};
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : kSignals) sigaddset(&held, signal);
    (void)::sigprocmask(SIG_BLOCK, &held, &usual_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) (void)::sigaction(kSignals[i], &action, &before_[i]);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() {
    (void)::sigprocmask(SIG_SETMASK, &usual_, nullptr);  // what came meanwhile is noted
    for (std::size_t i = 0; i < kSignals.size(); ++i) (void)::sigaction(kSignals[i], &before_[i], nullptr);
  }
  [[nodiscard]] const sigset_t& usual() const { return usual_; }

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
  std::array<struct sigaction, kSignals.size()> before_{};
  sigset_t usual_{};
};

// The question comes when nothing echoes any more, and what was typed before it is thrown away: who answers
// it is not seen, and not lost.
std::optional<std::string> read_line_unseen(const Fd& terminal, const termios& before,
                                            std::string_view prompt) {
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  const HeldSignals held;
  if (::tcsetattr(terminal.get(), TCSAFLUSH, &silent) != 0) return std::nullopt;
  (void)!::write(terminal.get(), prompt.data(), prompt.size());
  auto line = read_line(terminal.get(), &held.usual());
  (void)::tcsetattr(terminal.get(), TCSAFLUSH, &before);
  (void)!::write(terminal.get(), "\n", 1);
  return line;
}

Reading<std::string> ask(std::string_view prompt, bool echo) {
  const Fd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  termios before{};
  if (terminal.get() < 0 || ::tcgetattr(terminal.get(), &before) != 0) return Absent{};
  for (;;) {
    if (echo) (void)!::write(terminal.get(), prompt.data(), prompt.size());
    const auto line = echo ? read_line(terminal.get()) : read_line_unseen(terminal, before, prompt);
    const int caught = echo ? 0 : std::exchange(g_caught, 0);
    if (caught != 0) (void)::raise(caught);  // as a rule the end
    if (caught == SIGTSTP) continue;         // it was stopped, and goes on
    if (!line || line->empty()) return Absent{};
    return *line;
  }
}

// Its folder without links, then each component by itself: nobody else may be able to put another file there.
Fd open_secret_file(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(folder.c_str(), nullptr), &std::free);
  const Fd root(real == nullptr ? -1 : ::open("/", O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (root.get() < 0) return Fd(-1);
  const std::string whole =
      std::string(real.get()) + "/" + path.substr(slash == std::string::npos ? 0 : slash + 1);
  return open_below(root.get(), whole, O_RDONLY | O_CLOEXEC | O_NONBLOCK, Way::nobody_elses);
}

Unreadable unreadable(const std::string& path, std::string_view why) {
  return {printable(path) + ": " + std::string(why)};
}

// What `read` makes of the descriptor of such a file.
template <class Read>
Reading<std::string> from_secret_file(const std::string& path, const Read& read) {
  const Fd file = open_secret_file(path);
  if (file.get() < 0) {
    if (errno == ENOENT) return Absent{};
    if (errno == EPERM) {
      return unreadable(path,
                        "others may write a folder on its way, and exchange it; move it, or chmod go-w them");
    }
    return unreadable(path, errno == ELOOP ? "is a link; give the file itself" : error_text(errno));
  }
  struct stat st {};
  if (::fstat(file.get(), &st) != 0) return unreadable(path, error_text(errno));
  if (!S_ISREG(st.st_mode)) return unreadable(path, "is not a file");
  if (st.st_uid != ::geteuid()) return unreadable(path, "belongs to another user");
  if ((st.st_mode & 0077) != 0) return unreadable(path, "others may read it; chmod 600 it first");
  return read(file.get());
}

}  // namespace

std::optional<std::string> take_from_environment(const char* name) {
  std::string value = environment(name);
  if (value.empty()) return std::nullopt;
  ::unsetenv(name);
  remember_secret(value);
  return value;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Reading<std::string> read_secret_file(const std::string& path) {
  return from_secret_file(path, [&](int file) -> Reading<std::string> {
    const auto line = read_line(file);
    if (!line) return unreadable(path, "its first line is too long for a secret");
    if (line->empty()) return unreadable(path, "its first line is empty");
    remember_secret(*line);
    return *line;
  });
}

Reading<std::string> read_key_file(const std::string& path) {
  return from_secret_file(path, [&](int file) -> Reading<std::string> {
    std::string out(kMaxKeyBytes, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0 && size < out.size(); size += static_cast<std::size_t>(got)) {
      got = ::read(file, out.data() + size, out.size() - size);
      if (got < 0) return unreadable(path, error_text(errno));
    }
    if (size == out.size()) return unreadable(path, "is too large for a key");
    out.resize(size);
    return out;
  });
}

Reading<std::string> ask_secret(std::string_view prompt) {
  auto answer = ask(prompt, false);
  if (const auto* secret = value_of(answer)) remember_secret(*secret);
  return answer;
}
Reading<std::string> ask_line(std::string_view prompt) { return ask(prompt, true); }

}  // namespace enrolkit
