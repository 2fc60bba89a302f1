// What a fuzz target promises of every input: a broken promise names its line and ends the target, as a crash does.
#pragma once

#include <cstdio>

inline void demand(bool promise, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (promise) return;
  std::fprintf(stderr, "%s:%d: a promise is broken\n", file, line);
  __builtin_trap();
}
