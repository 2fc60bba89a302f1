#include "core/log/run.h"

#include <algorithm>
#include <utility>

namespace enrolkit {

std::size_t RunTable::Generation::slot_of(std::uint32_t pid) const {
  std::size_t slot = (pid * 2'654'435'761U) >> 21U;
  while (slots[slot] != kFree && runs[slots[slot]].pid != pid) slot = (slot + 1) % kSlots;
  return slot;
}

std::size_t RunTable::index_of(std::uint32_t pid) {
  std::size_t slot = young_.slot_of(pid);
  if (young_.slots[slot] != kFree) return young_.slots[slot];
  if (young_.runs.size() == kMaxRuns) {
    std::swap(young_, old_);
    young_.runs.clear();
    std::fill(young_.slots.begin(), young_.slots.end(), kFree);
    slot = young_.slot_of(pid);
  }
  const std::uint16_t before = old_.slots[old_.slot_of(pid)];
  young_.slots[slot] = static_cast<std::uint16_t>(young_.runs.size());
  young_.runs.push_back(before != kFree ? old_.runs[before] : Run{});
  young_.runs.back().pid = pid;
  return young_.slots[slot];
}

}  // namespace enrolkit
