// A process as the system lists it: data for the rules that must not touch the wrong one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/reading.h"

namespace enrolkit {

struct Process {
  std::int64_t pid = 0;
  std::int64_t parent = 0;
  // Of the program, as the system knows it. Absent: it has none, as what the system's kernel does itself.
  Reading<std::string> path = Unreadable{"not asked"};
  // Without the program's name. They may hold secrets: compare them, never print or keep them.
  Reading<std::vector<std::string>> arguments = Unreadable{"not asked"};
  // UTC seconds. With the pid it tells a process from a later one with the same number.
  std::int64_t started_unix = 0;
  // Whose rights it has (effective uid). A program of a name says nothing of who started it.
  std::uint32_t uid = 0;

  [[nodiscard]] std::string_view known_path() const {
    const auto* known = value_of(path);
    return known != nullptr ? std::string_view(*known) : std::string_view();
  }
  // Why nobody knows what program it is; nothing: it is known.
  [[nodiscard]] std::optional<std::string> why_nameless() const {
    const auto* why = why_unreadable(path);
    return why != nullptr ? std::optional("what program process " + std::to_string(pid) +
                                          " is could not be read: " + *why)
                          : std::nullopt;
  }

  [[nodiscard]] bool is_same(const Process& other) const {
    return pid == other.pid && started_unix == other.started_unix && path == other.path;
  }
};

}  // namespace enrolkit
