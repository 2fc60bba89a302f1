// All findings of a Mac in one list. `summary`, `explain` and enrolkit-repair judge by it, through core/assessment.
#pragma once

#include <cstdint>
#include <vector>

#include "core/assessment/assessment.h"
#include "core/base/finding.h"
#include "evidence/mac.h"

namespace enrolkit {

// What may be asked: `files` runs no tool of macOS for MDM, and so leaves `mdm` out.
enum class Ask : std::uint8_t { files, all };

// Those that rest on jamf.log; `keychain` is null where there is none to ask. The first one is `enrolment`. Of a log
// whose form does not decide anything (see LogForm) each is unknown.
[[nodiscard]] std::vector<Finding> log_findings(const LogEvidence& evidence, const Diagnosis& diagnosis,
                                                const KeychainVerdict* keychain);

// Every attribute but `summary`, and what else the log tells (check-in, inventory). Left out is only what cannot be
// asked of what was given: the account where nobody names it; the keychain, the framework and the repairs of a folder
// that was collected without them; MDM of another volume.
[[nodiscard]] std::vector<Finding> findings_of(Mac& mac, Ask ask = Ask::all);
// What is left out of them, each with the reason.
[[nodiscard]] std::vector<Unasked> unasked_of(Mac& mac);

}  // namespace enrolkit
