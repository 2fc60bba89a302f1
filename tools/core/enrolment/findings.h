// The findings that rest on jamf.log: pure functions from what was read (or not) to an answer.
//
// No log, an unreadable log and a log without a line that answers are three different things, and none of
// them is healthy. A proof of contact makes older errors history; an attempt proves nothing.
#pragma once

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"

namespace enrolkit {

struct LogEvidence {
  const Reading<LogRead>& log;
  FrameworkPresence framework_presence = FrameworkPresence::unknown;
  std::optional<Uptime> uptime = std::nullopt;
  std::optional<LocalTime> delivered = std::nullopt;  // see delivered_since()
};

// The diagnosis of a Mac whose log is not there or cannot be read.
[[nodiscard]] Diagnosis diagnose_without_log(const LogEvidence& evidence);

[[nodiscard]] Finding enrolment_finding(const LogEvidence& evidence, const Diagnosis& diagnosis);
[[nodiscard]] Finding enrolment_failed_at_finding(const LogEvidence& evidence, const Diagnosis& diagnosis);
[[nodiscard]] Finding last_contact_finding(const LogEvidence& evidence);

// What the runs since the last success add up to. One failed check-in is no finding. Codes: Working, Failing,
// Unknown; see check_ins.h.
[[nodiscard]] Finding check_in_finding(const LogEvidence& evidence);

// Inventory that is refused while check-ins go on. Codes: Taken (the output of jamf recon is in the log, with the number
// of the record), Refused, NotDelivered (the server was not reached), Unknown, and kInventoryNotShown: unknown, too, for jamf.log has no line that an inventory was
// taken (reference: only its start and its errors are written). Needs the whole log: a check-in that works does not make
// it history.
inline constexpr std::string_view kInventoryNotShown = "NotShown";
// A single time-out before a check-in that worked is none, either.
[[nodiscard]] Finding inventory_finding(const LogEvidence& evidence);

// How far the log itself can be trusted. Codes: those of LogForm (Whole, Reversed, Mixed, ...), Edited, Damaged, Unknown.
[[nodiscard]] Finding log_finding(const LogEvidence& evidence);

}  // namespace enrolkit
