// Preloaded into a program that runs in a chroot: Linux cannot start a Mach-O program, so a script stands in
// for jamf.
#include <dlfcn.h>
#include <spawn.h>

#include <cstring>

using Spawn = int (*)(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                      char* const[], char* const[]);

extern "C" __attribute__((visibility("default"))) int posix_spawn(pid_t* pid, const char* path,
                                                                  const posix_spawn_file_actions_t* actions,
                                                                  const posix_spawnattr_t* attributes,
                                                                  char* const arguments[],
                                                                  char* const environment[]) noexcept {
  static const auto real = reinterpret_cast<Spawn>(::dlsym(RTLD_NEXT, "posix_spawn"));
  const bool jamf = std::strcmp(path, "/usr/local/jamf/bin/jamf") == 0;
  return real(pid, jamf ? "/jamf" : path, actions, attributes, arguments, environment);
}
