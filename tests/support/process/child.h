// Runs a piece of code in a child of its own, and keeps what it wrote and how it ended.
#pragma once

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

namespace enrolkit::test {

struct ChildResult {
  std::string out, err;
  int status = -1;  // exit status, or 128 + signal
  std::chrono::milliseconds took{0};
};

enum class Stdout { pipe, closed, reader_gone };

template <class Body>
ChildResult in_child(Body body, Stdout how = Stdout::pipe) {
  std::array<int, 2> out{}, err{};
  if (::pipe(out.data()) != 0 || ::pipe(err.data()) != 0) return {};
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int fd : {out[0], out[1], err[0], err[1]}) ::close(fd);
    if (how == Stdout::closed) ::close(STDOUT_FILENO);
    if (how == Stdout::reader_gone) ::usleep(50'000);  // until the parent has closed its end
    body();
    ::_exit(0);
  }
  ::close(out[1]);
  ::close(err[1]);
  if (how == Stdout::reader_gone) {
    ::close(out[0]);
    out[0] = -1;
  }
  ChildResult result;
  std::array<pollfd, 2> ends{pollfd{out[0], POLLIN, 0}, pollfd{err[0], POLLIN, 0}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (::poll(ends.data(), ends.size(), 60'000) <= 0) break;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      std::array<char, 4096> bytes{};
      const ssize_t got = ::read(ends[i].fd, bytes.data(), bytes.size());
      if (got > 0) {
        (i == 0 ? result.out : result.err).append(bytes.data(), static_cast<std::size_t>(got));
      } else {
        ::close(ends[i].fd);
        ends[i].fd = -1;
      }
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  return result;
}

}  // namespace enrolkit::test
