// Does somebody undo what repairs do? A public tool takes the rights of Jamf's programs away several times a second and
// disables their jobs. To repair against it for ever helps nobody: a person must look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/repair/facts.h"
#include "core/repair/journal.h"

namespace enrolkit {

// What a repair did and somebody undid, since the last proven repair; nothing: none.
[[nodiscard]] std::optional<std::string> undone_by_somebody(const std::vector<JournalEntry>& journal);

// Why nothing more is done; nothing: nobody is known to. What a repair did was undone at once, since the last proven
// repair; or a job is disabled that a repair had enabled, since a person last said reset.
[[nodiscard]] std::optional<std::string> tampering_of(const RepairFacts& facts,
                                                      const std::vector<JournalEntry>& journal);

}  // namespace enrolkit
