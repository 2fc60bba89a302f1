// A process as the system lists it: data for the rules that must not touch the wrong one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/reading.h"

namespace enrolkit {

struct Process {
  std::int64_t pid = 0;
  std::int64_t parent = 0;
  std::string path;  // of the program, as the system knows it; empty when it may not be asked
  // Without the program's name. They may hold secrets: compare them, never print or keep them.
  Reading<std::vector<std::string>> arguments = Unreadable{"not asked"};
  // UTC seconds. With the pid it tells a process from a later one with the same number.
  std::int64_t started_unix = 0;
  // Whose rights it has (effective uid). A program of a name says nothing of who started it.
  std::uint32_t uid = 0;

  [[nodiscard]] bool is_same(const Process& other) const {
    return pid == other.pid && started_unix == other.started_unix && path == other.path;
  }
};

}  // namespace enrolkit
