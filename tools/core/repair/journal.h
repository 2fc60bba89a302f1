// The journal of repairs, /var/db/enrolkit/journal.jsonl: one JSON object a line, schema enrolkit.journal/2.
// The line of an act is on the disk before the act begins, so that a Mac that dies in the middle knows it.
//
//   act      a step is about to be tried
//   result   what became of it, after a new look: repaired, helped, no-effect, failed, cancelled, tampered (done, and
//            undone by somebody), unreachable (the server, which had answered, was lost on the way)
//   handed   the rest of the run goes on in a launchd job of its own, under the same name
//   end      the run is over: repaired, failed, cancelled, tampered, unreachable
//   refused  a run did nothing, and why
//   found-healthy  found healthy without our doing
//   reset    a person said: forget what was
//   lost     an older journal could not be read, and was kept aside
//
// Its first line is written whole or not at all, each further one behind the others. So a crash leaves at least one
// whole line; a file that has none was damaged, and what was tried before is not known.
//
// It holds names, numbers and times. No argument, no output of a tool, no secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/settings/repair_step.h"

namespace enrolkit {

enum class EntryKind : std::uint8_t { act, result, end, refused, found_healthy, reset, lost, handed };
enum class StepOutcome : std::uint8_t {
  repaired,
  helped,
  no_effect,
  failed,
  cancelled,
  tampered,
  unreachable
};
inline constexpr EnumNames<EntryKind, 8> kEntryKindNames{
    {"act", "result", "end", "refused", "found-healthy", "reset", "lost", "handed"}};
inline constexpr EnumNames<StepOutcome, 7> kStepOutcomeNames{
    {"repaired", "helped", "no-effect", "failed", "cancelled", "tampered", "unreachable"}};
[[nodiscard]] constexpr std::string_view to_text(EntryKind kind) { return kEntryKindNames[kind]; }
[[nodiscard]] constexpr std::string_view to_text(StepOutcome outcome) { return kStepOutcomeNames[outcome]; }

struct JournalEntry {
  EntryKind kind = EntryKind::act;
  std::int64_t at_unix = 0;
  std::string run;                     // the same for all lines of a run
  std::string cause;                   // what the run set out to fix
  std::optional<RepairStep> step;      // act, result
  std::optional<StepOutcome> outcome;  // result; end, where repaired stands for repaired
  std::string detail;                  // result: in the same words for the same failure; refused: names
  // 0..999, drawn once a run: how far the next one is put off, so that a fleet does not come back as one.
  int jitter = 0;
  std::vector<std::string> enabled;  // result: labels of jobs that were disabled, and are no more
  bool operator==(const JournalEntry&) const = default;
};

struct Journal {
  std::vector<JournalEntry> entries;
  bool torn = false;     // the last line was being written when the Mac died: nothing was done by it
  bool corrupt = false;  // anything else is wrong: `entries` are those before it
  std::string why;       // where
};

inline constexpr std::size_t kMaxJournalBytes = 1U << 20U;
inline constexpr std::size_t kMaxEntryBytes = 2048;
inline constexpr std::size_t kMaxEnabled = 4;  // labels in an entry

// Never throws, whatever the bytes.
[[nodiscard]] Journal parse_journal(std::string_view bytes);

// What a crash may leave of a line that was being written: how it begins, and NULs where a lost block was to be.
[[nodiscard]] bool is_torn_line(std::string_view tail);

// One line with its newline, at most kMaxEntryBytes bytes.
[[nodiscard]] std::string journal_line(const JournalEntry& entry);

}  // namespace enrolkit
