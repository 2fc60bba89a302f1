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
  std::int64_t last_clock = 0;  // see Line::clock
  bool head_seen = false;       // its first line was seen, and is one that a process prints first
  bool checks = false;          // it checks for policies
  bool recurring = false;       // as the recurring check-in
  bool lost_server = false;     // it said so: what follows is the cache's answer
  bool proved = false;          // the server answered it
  bool partial = false;         // and then it failed, and came to no end
  bool signature = false;       // it met a signature error, counted once
  bool daemon = false;          // it met XPC 4099, counted once
  bool inventory = false;       // it was refused its inventory, counted once
  // It failed (and no proof by itself came since), with the first reason that says anything.
  std::optional<Reason::Kind> failed;
  std::uint64_t failed_epoch = 0;     // in which it is counted as failed; 0 in none
  std::uint64_t open_epoch = 0;       // in which it is counted as without an end; 0 in none
  std::uint64_t recurring_epoch = 0;  // the same, for recurring check-ins alone
};

// The runs that may still speak: at least the last kMaxRuns that spoke.
class RunTable {
 public:
  static constexpr std::size_t kMaxRuns = 512;

  // The run that a record belongs to: a process id comes again, after a day's silence at the latest, or with a
  // line that a process prints first.
  Run& of(std::uint32_t pid, std::uint64_t record, std::int64_t clock, bool is_first_line) {
    if (young_.runs.empty() || young_.runs[latest_].pid != pid) latest_ = index_of(pid);
    Run& run = young_.runs[latest_];
    if (run.began == 0 || is_first_line || clock - run.last_clock > kMaxSilenceSeconds) {
      run = Run{};
      run.pid = pid;
      run.began = record;
      run.head_seen = is_first_line;
    }
    run.last_clock = clock;
    return run;
  }

 private:
  static constexpr std::int64_t kMaxSilenceSeconds = 86'400;
  static constexpr std::size_t kSlots = 4 * kMaxRuns;
  static constexpr std::uint16_t kFree = 0xFFFF;

  struct Generation {
    std::vector<Run> runs;
    std::vector<std::uint16_t> slots =
        std::vector<std::uint16_t>(kSlots, kFree);  // open addressing: index into runs
    [[nodiscard]] std::size_t slot_of(std::uint32_t pid) const;
  };
  std::size_t index_of(std::uint32_t pid);  // in the young; makes one where there is none

  Generation young_,
      old_;  // who speaks is young; when there are too many, the young are the old, and these forgotten
  std::size_t latest_ = 0;  // index of the run asked for last: mostly it is asked for again
};

}  // namespace enrolkit
