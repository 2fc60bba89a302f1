#include "core/repair/tampering.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/repair/back_off.h"

namespace enrolkit {

std::optional<std::string> undone_by_somebody(const std::vector<JournalEntry>& journal) {
  for (std::size_t i = journal.size(); i > since_last_repair(journal); --i) {
    const JournalEntry& entry = journal[i - 1];
    if (entry.outcome == StepOutcome::tampered) return entry.detail;
  }
  return std::nullopt;
}

std::optional<std::string> tampering_of(const RepairFacts& facts, const std::vector<JournalEntry>& journal) {
  if (auto undone = undone_by_somebody(journal)) return undone;
  for (const Job& job : facts.jobs) {
    if (!job.is_disabled()) continue;
    for (auto entry = journal.rbegin(); entry != journal.rend() && entry->kind != EntryKind::reset; ++entry) {
      const auto& enabled = entry->enabled;
      if (std::find(enabled.begin(), enabled.end(), job.file.label) != enabled.end())
        return fmt::format("{} is disabled again, after a repair had enabled it", job.file.label);
    }
  }
  return std::nullopt;
}

}  // namespace enrolkit
