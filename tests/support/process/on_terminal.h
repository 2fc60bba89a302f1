// A program on a terminal of its own, and somebody who types.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace enrolkit::test {

class OnTerminal {
 public:
  OnTerminal(const std::string& program, const std::vector<std::string>& arguments)
      : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0)
      throw std::runtime_error("no terminal");
    const std::string name = ::ptsname(master_);
    kept_ = ::open(name.c_str(), O_RDWR | O_NOCTTY);  // so that it outlives the program
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    child_ = ::fork();
    if (child_ != 0) return;
    ::setsid();
    const int terminal = ::open(name.c_str(), O_RDWR);
    (void)::ioctl(terminal, TIOCSCTTY, 0);
    for (const int fd : {0, 1, 2}) ::dup2(terminal, fd);
    ::close(master_);
    ::close(kept_);
    for (const int key : {SIGINT, SIGQUIT})
      ::signal(key, SIG_DFL);  // the tests may run in a shell's background
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;
  ~OnTerminal() {
    if (child_ > 0) ::kill(child_, SIGKILL);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
    ::close(master_);
    ::close(kept_);
  }

  // Everything on the screen so far, once `text` is among it, or after 20 seconds.
  const std::string& until(const std::string& text) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (screen_.find(text) == std::string::npos && std::chrono::steady_clock::now() < end) look(100);
    return screen_;
  }
  void type(const std::string& text) { (void)!::write(master_, text.data(), text.size()); }
  [[nodiscard]] bool echoes() const {
    termios now{};
    return ::tcgetattr(kept_, &now) == 0 && (now.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
  }
  // Exit status, or 128 + signal; all that is left to be seen is on the screen then.
  int wait() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    int status = 0;
    while (::waitpid(child_, &status, WNOHANG) == 0) {
      look(20);
      if (std::chrono::steady_clock::now() > end) ::kill(child_, SIGKILL);
    }
    child_ = -1;
    while (look(20)) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] const std::string& screen() const { return screen_; }

 private:
  bool look(int ms) {
    pollfd end{master_, POLLIN, 0};
    if (::poll(&end, 1, ms) <= 0) return false;
    std::array<char, 4096> bytes{};
    const ssize_t got = ::read(master_, bytes.data(), bytes.size());
    if (got <= 0) return false;
    screen_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }

  int master_;
  int kept_ = -1;
  pid_t child_ = -1;
  std::string screen_;
};

}  // namespace enrolkit::test
