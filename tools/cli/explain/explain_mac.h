// From what a person gave - a log, a volume, an archive, standard input - to a Mac, explained.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/explain/inputs.h"
#include "host/host.h"
#include "host/memory_budget.h"
#include "report/explained_mac.h"

namespace enrolkit {

struct ExplainMacOptions {
  std::optional<std::string> account;  // the Management Account's name
  std::optional<LocalTime> as_of;
  bool unknown_lines = false;  // see ReadOptions
  MemoryBudget* archives =
      nullptr;  // what the archives that are explained at one time share; null: each its own
};

inline constexpr std::string_view kNoAccountOfALog =
    "--account: a log alone names no accounts; give the Mac (--root DIR), or what enrolkit collect wrote";

// A Mac, or what was collected of one.
[[nodiscard]] ExplainedMac explain_host(const std::string& source, const Host& host,
                                        const ExplainMacOptions& options);

// Reads and judges one subject. Throws nothing but std::bad_alloc.
[[nodiscard]] ExplainedMac explain_mac(const Subject& subject, const ExplainMacOptions& options);

}  // namespace enrolkit
