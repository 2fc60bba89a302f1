// One run of jamf: what its process said so far. The runs of a log are kept by their whole process id and their
// beginning, in bounded memory.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/log/messages.h"

namespace enrolkit {

// A success makes all before it history: it begins a new epoch. A run belongs to the epoch of its last count.
struct Run {
  std::uint32_t pid = 0;
  std::uint64_t began = 0;      // number of its first record
  std::uint64_t last = 0;       // and of its last
  std::int64_t last_clock = 0;  // see Line::clock
  bool head_seen = false;       // its first line was seen, and is one that a process prints first
  bool checks = false;          // it checks for policies
  bool recurring = false;       // as the recurring check-in
  bool lost_server = false;     // it said so: what follows is the cache's answer
  bool proved = false;          // the server answered it
  bool signature = false;       // it met a signature error, counted once
  bool daemon = false;          // it met XPC 4099, counted once
  bool inventory = false;       // it was refused its inventory, counted once
  // It failed (and no proof by itself came since), with the first reason that says anything.
  std::optional<Reason::Kind> failed;
  std::uint64_t failed_epoch = 0;  // in which it is counted as failed; 0 in none
  std::uint64_t open_epoch = 0;    // in which it is counted as without an end; 0 in none
};

// The runs that may still speak. When there are too many, those that were silent longest are forgotten.
class RunTable {
 public:
  static constexpr std::size_t kMaxRuns = 1024;

  RunTable() : slots_(kSlots, kFree) { runs_.reserve(kMaxRuns); }

  // The run that a record belongs to: a process id comes again, after a day's silence at the latest, or with a
  // line that a process prints first.
  Run& of(std::uint32_t pid, std::uint64_t record, std::int64_t clock, bool is_first_line);

 private:
  static constexpr std::size_t kSlots = 4096;
  static constexpr std::uint16_t kFree = 0xFFFF;
  [[nodiscard]] std::size_t slot_of(std::uint32_t pid) const;
  void forget_the_oldest();

  std::vector<Run> runs_;
  std::vector<std::uint16_t> slots_;  // open addressing: index into runs_
  std::size_t latest_ = 0;            // index of the run asked for last: mostly it is asked for again
};

}  // namespace enrolkit
