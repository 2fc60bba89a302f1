#include "core/enrolment/findings.h"

namespace enrolkit {

Diagnosis diagnose_without_log(const LogEvidence& evidence) {
  Diagnosis d;
  if (const auto* why = why_unreadable(evidence.log)) {
    d.sentence = *why;
    d.missing = "The log: it could not be read.";
  } else if (evidence.framework_presence == FrameworkPresence::none) {
    d.state = State::not_enrolled;
    d.sentence = "There is no jamf.log, and nothing of Jamf's framework on this volume.";
  } else {
    d.sentence = "There is no jamf.log.";
    d.missing = "The log: it was deleted, rotated away, or not collected.";
  }
  return d;
}

}  // namespace enrolkit
