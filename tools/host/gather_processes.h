// A list of processes that is whole, or not believed: one that is left out might be the enrolment that runs.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/process.h"
#include "core/base/reading.h"

namespace enrolkit {

// `list(to, room)` writes up to `room` numbers and answers how many it wrote, or 0 or less when it failed. It is
// asked with more room until some is left, since a full list may have been cut. Absent: it failed. Unreadable: there
// are more than any computer has.
template <class Pid, class List>
Reading<std::vector<Pid>> list_pids(List list) {
  constexpr std::size_t kMaxPids = 1U << 20U;
  for (std::size_t room = 4096; room <= kMaxPids; room *= 2) {
    std::vector<Pid> pids(room);
    const auto count = list(pids.data(), room);
    if (count <= 0) return Absent{};
    if (static_cast<std::size_t>(count) >= room) continue;
    pids.resize(static_cast<std::size_t>(count));
    return pids;
  }
  return Unreadable{"the list of processes has no end"};
}

// Every process that `find(pid)` answers for. One that has ended (Absent) is left out; one that may not be asked makes
// the whole list unreadable.
template <class Pids, class Find>
Reading<std::vector<Process>> gather_processes(const Pids& pids, Find find) {
  std::vector<Process> processes;
  for (const auto pid : pids) {
    Reading<Process> process = find(pid);
    if (auto* refused = std::get_if<Unreadable>(&process)) return std::move(*refused);
    if (auto* found = std::get_if<Process>(&process)) processes.push_back(std::move(*found));
  }
  if (processes.empty()) return Unreadable{"no process was found"};
  return processes;
}

}  // namespace enrolkit
