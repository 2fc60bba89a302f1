// May a cause be tried again, and when? From the journal alone, so that it survives reboots.
//
// The first failed run is followed by BackOffMinutes, each further one of the same cause by twice as much, up
// to a day; up to a quarter is added, by the run's jitter. A failed run of another cause puts off by one
// BackOffMinutes: a cause that changes its name is no way round. A proven repair, or a reset by a person, makes
// everything before it history.
//
// A run that was cut off, or lost the server on its way, waits like one that failed, and no more: whoever restarts the Mac
// or takes it off the network, which every user may, must not end its repairs for good.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/repair/journal.h"
#include "core/settings/repair_step.h"

namespace enrolkit {

struct Standing {
  int attempts = 0;            // runs of this cause that acted, and did not repair it
  int failed = 0;              // of these, the ones that came to their end: they are used up some time
  std::int64_t next_unix = 0;  // not before; 0: at any time
  // Failed twice in the same way: not again. Cut off twice: not for a day, so that another step has its turn.
  std::array<bool, kRepairStepNames.size()> exhausted{};
  std::array<bool, kRepairStepNames.size()> tried{};  // in this very run
};

inline constexpr std::int64_t kMaxBackOffSeconds = 24 * 60 * 60;

// `run` is the one that asks; its own acts are no earlier attempts. An entry more than a day later than
// `now_unix` is from before the clock was set back: it counts as an attempt, and puts nothing off, for nobody
// knows when that day comes.
[[nodiscard]] Standing standing_of(const std::vector<JournalEntry>& entries, std::string_view cause,
                                   std::string_view run, int back_off_minutes, std::int64_t now_unix);

// The index of the first entry that is not history.
[[nodiscard]] std::size_t since_last_repair(const std::vector<JournalEntry>& entries);

}  // namespace enrolkit
