// What the journal says of repairs: the one rule behind the attribute `repair` and `enrolkit-repair status`.
//
//   Never       no repair was tried, or none since a person said reset
//   Repaired    the last one ended with a proven repair, or the Mac was found healthy since
//   Failed      the last one did not repair it, or was cut off; a person must look, or the next look may try again
//   BackingOff  likewise, and the next attempt is not due yet
//   Refused     the last one found something wrong and might do nothing, or the user put it off
//   Running     one is at work, or was handed to launchd
//   Unknown     the journal cannot be read, or an older one was lost
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/repair/journal.h"
#include "core/settings/settings.h"

namespace enrolkit {

enum class RepairState : std::uint8_t { never, repaired, failed, backing_off, refused, running, unknown };
// The closed set of codes of attribute `repair`.
inline constexpr EnumNames<RepairState, 7> kRepairStateNames{
    {"Never", "Repaired", "Failed", "BackingOff", "Refused", "Running", "Unknown"}};

struct RepairRecord {
  const Reading<Journal>& journal;
  const RepairSettings& settings;
  std::int64_t now_unix = 0;
  std::function<LocalTime(std::int64_t)> to_local;
};

// An act that has had no result for so long is over: the longest has half an hour.
inline constexpr std::int64_t kMaxActSeconds = 60 * 60;

[[nodiscard]] Finding repair_finding(const RepairRecord& record);

}  // namespace enrolkit
