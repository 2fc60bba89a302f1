// The Host that answers from what was collected of a Mac: to a question that was asked then, the same answer;
// to any other, that it was not asked. Nothing is looked at on the computer that runs this.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/saved/manifest.h"
#include "host/host.h"
#include "host/memory_budget.h"

namespace enrolkit {

// `entries`: the archive's files by entry_name().
[[nodiscard]] std::unique_ptr<Host> archive_host(Manifest manifest,
                                                 std::map<std::string, std::string> entries,
                                                 MemoryBudget::Share memory = nullptr);

// Reads a whole archive that `enrolkit collect` wrote, from any source that can be read onwards. `name` is
// for messages. Unreadable: it is none, it is damaged, or it holds what such an archive does not: links,
// entries its manifest does not name, more bytes than kMaxUnpackedBytes, or than it says at its own end.
// `memory`: what all archives that are open at one time share; the Host holds its part, and this waits for it.
inline constexpr std::uint64_t kMaxUnpackedBytes = 320ULL << 20U;
[[nodiscard]] Reading<std::unique_ptr<Host>> open_archive(OpenFile& file, const std::string& name,
                                                          MemoryBudget* memory = nullptr);

}  // namespace enrolkit
