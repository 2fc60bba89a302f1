// One Mac, explained: what was read, what it means, and the findings.
#pragma once

#include <string>
#include <vector>

#include "core/assessment/assessment.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/advice.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"
#include "evidence/mac.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ExplainedMac {
  std::string source;
  Reading<LogRead> log = Absent{};
  Diagnosis diagnosis;            // of a Mac without a log: Unknown or NotEnrolled
  std::vector<Finding> findings;  // the first one is `enrolment`
  std::vector<Unasked> unasked;   // of a whole Mac: what is not among them, and why
  std::string serial;             // of the Mac; empty where it could not be asked
  std::string server;             // the address that the Mac's settings name; empty where they don't
  std::string trouble;            // why nothing could be read; empty when something was
  Finding log_finding;  // how far the log itself can be trusted: a damaged line is no fault of the Mac
  // What the findings add up to. The exit status, the headline and every page follow its health.
  [[nodiscard]] Assessment verdict() const;
  [[nodiscard]] Exit exit() const { return exit_of(verdict().health); }
  // The headline; of a healthy Mac with the date up to which that is proven.
  [[nodiscard]] std::string dated_headline(const Assessment& verdict) const;
  // What happened, in words, and what else is wrong now.
  [[nodiscard]] std::string sentence(const Assessment& verdict) const;
  // What its advice is filled in with.
  [[nodiscard]] AdviceFacts advice() const;
  // What is shown to a person: the findings, and that of the log.
  [[nodiscard]] std::vector<Finding> shown() const;
};

// A Mac, or what was collected of one, asked all there is. Of one that was not opened with `whole_log` the lines have no
// numbers. `source`: as a person named it.
[[nodiscard]] ExplainedMac explained(const std::string& source, Mac& mac);

}  // namespace enrolkit
