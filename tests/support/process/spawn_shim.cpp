// Preloaded into a program that runs in a chroot: Linux cannot start a Mach-O program, so a script stands in
// for jamf. macho-run starts a Mach-O program by itself: "macho-run ... -- PROGRAM ARGUMENTS".
#include <dlfcn.h>
#include <spawn.h>
#include <unistd.h>

#include <cstring>

using Spawn = int (*)(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                      char* const[], char* const[]);
using Exec = int (*)(const char*, char* const[], char* const[]);

static bool is_jamf(const char* path) { return std::strcmp(path, "/usr/local/jamf/bin/jamf") == 0; }

extern "C" __attribute__((visibility("default"))) int posix_spawn(pid_t* pid, const char* path,
                                                                  const posix_spawn_file_actions_t* actions,
                                                                  const posix_spawnattr_t* attributes,
                                                                  char* const arguments[],
                                                                  char* const environment[]) noexcept {
  static const auto real = reinterpret_cast<Spawn>(::dlsym(RTLD_NEXT, "posix_spawn"));
  return real(pid, is_jamf(path) ? "/jamf" : path, actions, attributes, arguments, environment);
}

extern "C" __attribute__((visibility("default"))) int execve(const char* path, char* const arguments[],
                                                             char* const environment[]) noexcept {
  static const auto real = reinterpret_cast<Exec>(::dlsym(RTLD_NEXT, "execve"));
  for (char* const* one = arguments; one[0] != nullptr && one[1] != nullptr; ++one) {
    if (std::strcmp(one[0], "--") == 0 && is_jamf(one[1])) return real("/jamf", one + 1, environment);
  }
  return real(path, arguments, environment);
}
