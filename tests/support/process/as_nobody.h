// Runs a check without root's rights, in a child: to root no file is unreadable.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace enrolkit::test {

// True when `check` answered true as a user without rights. `check` must not print or assert.
template <class Check>
bool as_nobody(Check check) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0) {
#ifdef __linux__
      if (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0) ::_exit(77);
#else
      if (::setgid(static_cast<gid_t>(-2)) != 0 || ::setuid(static_cast<uid_t>(-2)) != 0) ::_exit(77);
#endif
    }
    ::_exit(check() ? 0 : 1);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace enrolkit::test
