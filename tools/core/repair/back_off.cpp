#include "core/repair/back_off.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/base/time.h"

namespace enrolkit {
namespace {

struct PastRun {
  std::string cause;
  std::int64_t last_unix = 0;
  int jitter = 0;
  bool acted = false;
  bool cancelled = false;
  bool ended = false;
};

// What became of the last two tries of a step.
struct Tries {
  std::vector<std::string> failures;  // since the last success
  bool open = false;                  // an act without a result
  std::int64_t last_unix = 0;         // the newest act
};

constexpr const char* kCutOff = "cut off";

std::int64_t wait_of(int attempts, int minutes, int jitter) {
  std::int64_t wait = std::int64_t{minutes} * 60;
  for (int i = 1; i < attempts && wait < kMaxBackOffSeconds; ++i) wait *= 2;
  wait = std::min(wait, kMaxBackOffSeconds);
  return wait + wait * jitter / 4000;
}

void follow(Tries& tries, const JournalEntry& entry) {
  if (entry.kind == EntryKind::act) {
    if (tries.open) tries.failures.emplace_back(kCutOff);
    tries.open = true;
    tries.last_unix = entry.at_unix;
    return;
  }
  tries.open = false;
  switch (*entry.outcome) {
    case StepOutcome::repaired:
    case StepOutcome::helped: tries.failures.clear(); break;
    case StepOutcome::cancelled: break;  // a person said not now: no failure
    case StepOutcome::unreachable: tries.failures.emplace_back(kCutOff); break;
    case StepOutcome::tampered:
    case StepOutcome::no_effect:
    case StepOutcome::failed:
      tries.failures.push_back(std::string(to_text(*entry.outcome)) + " " + entry.detail);
  }
}

bool is_exhausted(const Tries& tries, bool of_this_run, std::int64_t now_unix) {
  std::vector<std::string> failures = tries.failures;
  if (tries.open && !of_this_run) failures.emplace_back(kCutOff);
  const std::size_t count = failures.size();
  if (count < 2 || failures[count - 1] != failures[count - 2]) return false;
  const std::int64_t age = now_unix - tries.last_unix;
  return failures.back() != kCutOff || (age >= -kDay && age < kMaxBackOffSeconds);
}

}  // namespace

std::size_t since_last_repair(const std::vector<JournalEntry>& entries) {
  for (std::size_t i = entries.size(); i > 0; --i) {
    const JournalEntry& entry = entries[i - 1];
    const bool repaired = (entry.kind == EntryKind::end || entry.kind == EntryKind::result) &&
                          entry.outcome == StepOutcome::repaired;
    if (repaired || entry.kind == EntryKind::found_healthy || entry.kind == EntryKind::reset) return i;
  }
  return 0;
}

Standing standing_of(const std::vector<JournalEntry>& entries, std::string_view cause, std::string_view run,
                     int back_off_minutes, std::int64_t now_unix) {
  Standing standing;
  std::map<std::string, PastRun> runs;
  std::array<Tries, kRepairStepNames.size()> tries;
  std::array<bool, kRepairStepNames.size()> open_here{};
  std::size_t lost = 0;
  for (std::size_t i = since_last_repair(entries); i < entries.size(); ++i) {
    const JournalEntry& entry = entries[i];
    if (entry.step) {
      const auto step = static_cast<std::size_t>(*entry.step);
      follow(tries[step], entry);
      open_here[step] = entry.kind == EntryKind::act && entry.run == run;
      if (entry.kind == EntryKind::act && entry.run == run) standing.tried[step] = true;
    }
    if (entry.kind == EntryKind::lost) {
      runs["lost " + std::to_string(lost++)] = {.cause = std::string(cause),
                                                .last_unix = entry.at_unix,
                                                .jitter = entry.jitter,
                                                .acted = true,
                                                .ended = true};
    }
    if (entry.run == run) continue;
    if (entry.kind != EntryKind::act && entry.kind != EntryKind::result && entry.kind != EntryKind::end)
      continue;
    PastRun& past = runs[entry.run];
    past.cause = entry.cause;
    past.last_unix = std::max(past.last_unix, entry.at_unix);
    past.jitter = entry.jitter;
    past.acted |= entry.kind == EntryKind::act;
    past.cancelled |= entry.outcome == StepOutcome::cancelled;
    past.ended |= entry.kind == EntryKind::end && entry.outcome != StepOutcome::unreachable;
  }
  std::int64_t last_unix = 0;
  int jitter = 0;
  for (const auto& [name, past] : runs) {
    if (!past.acted) continue;
    const std::int64_t at = past.last_unix > now_unix + kDay ? 0 : past.last_unix;
    standing.next_unix = std::max(standing.next_unix, at + wait_of(1, back_off_minutes, past.jitter));
    if (past.cause != cause || past.cancelled) continue;
    ++standing.attempts;
    if (past.ended) ++standing.failed;
    if (at >= last_unix) {
      last_unix = at;
      jitter = past.jitter;
    }
  }
  if (standing.attempts > 0) {
    standing.next_unix =
        std::max(standing.next_unix, last_unix + wait_of(standing.attempts, back_off_minutes, jitter));
  }
  for (std::size_t i = 0; i < tries.size(); ++i)
    standing.exhausted[i] = is_exhausted(tries[i], open_here[i], now_unix);
  return standing;
}

}  // namespace enrolkit
