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

// The entry that tells how the last repair went. One that the user put off was none: what was before it counts.
const JournalEntry* last_that_counts(const std::vector<JournalEntry>& entries) {
  const JournalEntry* last = nullptr;
  std::string put_off;
  for (auto it = entries.rbegin(); it != entries.rend() && last == nullptr; ++it) {
    if (it->kind == EntryKind::end && it->outcome == StepOutcome::cancelled) {
      put_off = it->run;
    } else if (put_off.empty() || it->run != put_off) {
      last = &*it;
    }
  }
  return last;
}

struct Answer {
  RepairState state = RepairState::unknown;
  Health health = Health::unknown;
  std::string detail;
};

// Of the last entry. `standing` is that of its cause.
Answer answer_of(const JournalEntry& last, const Standing& standing, const RepairRecord& record) {
  const bool due = standing.next_unix <= record.now_unix;
  const auto failed = [&](std::string detail) {
    const bool waits = !due && standing.failed < record.settings.attempts;
    return Answer{waits ? RepairState::backing_off : RepairState::failed, Health::unhealthy,
                  std::move(detail)};
  };
  switch (last.kind) {
    case EntryKind::found_healthy:
      return {RepairState::repaired, Health::healthy, "The Mac was found healthy since."};
    case EntryKind::reset:
      return {RepairState::never, Health::healthy, "None since a person reset the journal."};
    case EntryKind::lost:
      return {RepairState::unknown, Health::unknown, "An older journal could not be read."};
    case EntryKind::refused:
      return {RepairState::refused, Health::unhealthy,
              "Something is wrong, and nothing may be done: " + last.detail};
    case EntryKind::end:
      if (last.outcome == StepOutcome::repaired) {
        return {RepairState::repaired, Health::healthy, "The last repair ended with a proven repair."};
      }
      if (last.outcome == StepOutcome::tampered) {
        return {RepairState::failed, Health::unhealthy, "Somebody undoes what a repair does: " + last.detail};
      }
      return failed(last.outcome == StepOutcome::unreachable
                        ? "The last repair lost the Jamf Pro server on its way."
                        : "The last repair did not repair it.");
    case EntryKind::handed:
    case EntryKind::act:
    case EntryKind::result: break;
  }
  const std::int64_t age = record.now_unix - last.at_unix;
  const bool handed = last.kind == EntryKind::handed;
  if (age >= 0 && age <= kMaxActSeconds) {
    return {RepairState::running, Health::unknown,
            handed ? "The repair was handed to launchd." : "A repair is at work."};
  }
  return failed(handed ? "The last repair was handed to launchd, and did not go on."
                       : "The last repair was cut off in the middle.");
}

}  // namespace

Finding repair_finding(const RepairRecord& record) {
  if (const auto* why = why_unreadable(record.journal)) return unknown(kId, *why);
  const auto* journal = value_of(record.journal);
  if (journal == nullptr || (journal->entries.empty() && !journal->corrupt)) {
    return make_finding(kId, Health::healthy, kRepairStateNames[RepairState::never], {},
                        "No repair was tried.");
  }
  if (journal->corrupt) return unknown(kId, "the journal is damaged: " + journal->why);
  const JournalEntry* counts = last_that_counts(journal->entries);
  if (counts == nullptr) {
    return make_finding(kId, Health::healthy, kRepairStateNames[RepairState::never], {},
                        "The user put each repair off.");
  }
  const JournalEntry& last = *counts;
  const Standing standing =
      standing_of(journal->entries, last.cause, "", record.settings.back_off_minutes, record.now_unix);
  const Answer answer = answer_of(last, standing, record);
  if (answer.state == RepairState::unknown) return unknown(kId, answer.detail);
  Finding finding = make_finding(kId, answer.health, kRepairStateNames[answer.state], {}, answer.detail);
  if (last.kind == EntryKind::reset) return finding;
  const JournalEntry* act = last_act(journal->entries, last.run);
  const auto date = [&](std::int64_t at) { return to_text(record.to_local(at)); };
  const bool waits = answer.state == RepairState::backing_off;
  finding.pairs = {{"step", act != nullptr ? std::string(to_text(*act->step)) : ""},
                   {"attempts", standing.attempts > 0 ? fmt::format("{}", standing.attempts) : ""},
                   {"next", waits ? date(standing.next_unix) : ""},
                   {"at", date(last.at_unix)}};
  return finding;
}

}  // namespace enrolkit
