#include "core/repair/status.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/repair/back_off.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "repair";

const JournalEntry* last_act(const std::vector<JournalEntry>& entries, const std::string& run) {
  const auto it = std::find_if(entries.rbegin(), entries.rend(), [&](const JournalEntry& entry) {
    return entry.kind == EntryKind::act && entry.run == run;
  });
  return it == entries.rend() ? nullptr : &*it;
}

struct Answer {
  std::string_view code;
  Health health = Health::unknown;
  std::string detail;
};

// Of the last entry. `standing` is that of its cause.
Answer answer_of(const JournalEntry& last, const Standing& standing, const RepairRecord& record) {
  const bool due = standing.next_unix <= record.now_unix;
  const auto failed = [&](std::string detail) {
    const bool waits = !due && standing.attempts < record.settings.attempts;
    return Answer{waits ? "BackingOff" : "Failed", Health::unhealthy, std::move(detail)};
  };
  switch (last.kind) {
    case EntryKind::found_healthy: return {"Repaired", Health::healthy, "The Mac was found healthy since."};
    case EntryKind::reset: return {"Never", Health::healthy, "None since a person reset the journal."};
    case EntryKind::lost: return {"Unknown", Health::unknown, "An older journal could not be read."};
    case EntryKind::refused:
      return {"Refused", Health::unhealthy, "Something is wrong, and nothing may be done: " + last.detail};
    case EntryKind::end:
      if (last.outcome == StepOutcome::repaired) {
        return {"Repaired", Health::healthy, "The last repair ended with a proven repair."};
      }
      if (last.outcome == StepOutcome::cancelled) {
        return {"Refused", Health::unhealthy, "The user put the last repair off."};
      }
      return failed("The last repair did not repair it.");
    case EntryKind::handed:
    case EntryKind::act:
    case EntryKind::result: break;
  }
  const std::int64_t age = record.now_unix - last.at_unix;
  const bool handed = last.kind == EntryKind::handed;
  if (age >= 0 && age <= kMaxActSeconds) {
    return {"Running", Health::unknown,
            handed ? "The repair was handed to launchd." : "A repair is at work."};
  }
  return failed(handed ? "The last repair was handed to launchd, and did not go on."
                       : "The last repair was cut off in the middle.");
}

}  // namespace

Finding repair_finding(const RepairRecord& record) {
  if (const auto* why = why_unreadable(record.journal)) return unknown(kId, *why);
  Finding finding;
  finding.id = kId;
  const auto* journal = value_of(record.journal);
  if (journal == nullptr || (journal->entries.empty() && !journal->corrupt)) {
    finding.code = "Never";
    finding.health = Health::healthy;
    finding.detail = "No repair was tried.";
    return finding;
  }
  if (journal->corrupt) return unknown(kId, "the journal is damaged: " + journal->why);
  const JournalEntry& last = journal->entries.back();
  const Standing standing =
      standing_of(journal->entries, last.cause, "", record.settings.back_off_minutes, record.now_unix);
  const Answer answer = answer_of(last, standing, record);
  if (answer.code == "Unknown") return unknown(kId, answer.detail);
  finding.code = answer.code;
  finding.health = answer.health;
  finding.detail = answer.detail;
  if (last.kind == EntryKind::reset) return finding;
  const JournalEntry* act = last_act(journal->entries, last.run);
  const auto date = [&](std::int64_t at) { return to_text(record.to_local(at)); };
  const bool waits = finding.code == "BackingOff";
  finding.pairs = {{"step", act != nullptr ? std::string(to_text(*act->step)) : ""},
                   {"attempts", standing.attempts > 0 ? fmt::format("{}", standing.attempts) : ""},
                   {"next", waits ? date(standing.next_unix) : ""},
                   {"at", date(last.at_unix)}};
  return finding;
}

}  // namespace enrolkit
