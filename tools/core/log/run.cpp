#include "core/log/run.h"

#include <algorithm>

namespace enrolkit {
namespace {

constexpr std::int64_t kMaxSilenceSeconds = 86'400;

}  // namespace

std::size_t RunTable::slot_of(std::uint32_t pid) const {
  std::size_t slot = (pid * 2'654'435'761U) >> 20U;
  while (slots_[slot] != kFree && runs_[slots_[slot]].pid != pid) slot = (slot + 1) % kSlots;
  return slot;
}

Run& RunTable::of(std::uint32_t pid, std::uint64_t record, std::int64_t clock, bool is_first_line) {
  if (runs_.empty() || runs_[latest_].pid != pid) {
    std::size_t slot = slot_of(pid);
    if (slots_[slot] == kFree) {
      if (runs_.size() == kMaxRuns) {
        forget_the_oldest();
        slot = slot_of(pid);
      }
      slots_[slot] = static_cast<std::uint16_t>(runs_.size());
      runs_.emplace_back();
      runs_.back().pid = pid;
    }
    latest_ = slots_[slot];
  }
  Run& run = runs_[latest_];
  const bool is_new = run.began == 0 || is_first_line || clock - run.last_clock > kMaxSilenceSeconds;
  if (is_new) {
    run = Run{};
    run.pid = pid;
    run.began = record;
    run.head_seen = is_first_line;
  }
  run.last = record;
  run.last_clock = clock;
  return run;
}

void RunTable::forget_the_oldest() {
  const auto middle = runs_.begin() + static_cast<std::ptrdiff_t>(kMaxRuns / 2);
  std::nth_element(runs_.begin(), middle, runs_.end(),
                   [](const Run& a, const Run& b) { return a.last > b.last; });
  runs_.resize(kMaxRuns / 2);
  std::fill(slots_.begin(), slots_.end(), kFree);
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    slots_[slot_of(runs_[i].pid)] = static_cast<std::uint16_t>(i);
  }
}

}  // namespace enrolkit
