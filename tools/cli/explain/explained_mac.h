// One Mac, explained: what was read, what it means, and the findings.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/explain/inputs.h"
#include "core/assessment/assessment.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/advice.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"
#include "host/host.h"
#include "host/memory_budget.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ExplainedMac {
  std::string source;
  Reading<LogRead> log = Absent{};
  Diagnosis diagnosis;            // of a Mac without a log: Unknown or NotEnrolled
  std::vector<Finding> findings;  // the first one is `enrolment`
  std::string serial;             // of the Mac; empty where it could not be asked
  std::string trouble;            // why nothing could be read; empty when something was
  Finding log_finding;  // how far the log itself can be trusted: a damaged line is no fault of the Mac
  // What the findings add up to. The exit status, the headline and every page follow its health.
  [[nodiscard]] Assessment verdict() const;
  [[nodiscard]] Exit exit() const { return exit_of(verdict().health); }
  // What its advice is filled in with.
  [[nodiscard]] AdviceFacts advice() const;
  // What is shown to a person: the findings, and that of the log.
  [[nodiscard]] std::vector<Finding> shown() const;
};

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
