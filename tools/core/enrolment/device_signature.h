// Does the server accept this Mac's signature? Two witnesses: the log (what happened) and the keychain (what
// there is to sign with).
//
//   Broken         a signature error since the last success, or nothing to sign with and no success in the log
//   Valid          a proven contact after the last error, and nothing since that puts it in doubt
//   Unproven       no line proves that the server answered, or the two contradict each other; both are shown
//   NeverEnrolled  Jamf was never on this volume
//   Unknown        neither could be looked at
#pragma once

#include <cstdint>

#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/enrolment/findings.h"
#include "core/keychain/verdict.h"

namespace enrolkit {

enum class SignatureState : std::uint8_t { valid, broken, unproven, never_enrolled, unknown };
// The closed set of codes of attribute `device-signature`.
inline constexpr EnumNames<SignatureState, 5> kSignatureStateNames{
    {"Valid", "Broken", "Unproven", "NeverEnrolled", "Unknown"}};

// `keychain` is null where there is none to ask: a log alone.
[[nodiscard]] Judgement<SignatureState> judge_device_signature(const LogEvidence& evidence,
                                                               const KeychainVerdict* keychain = nullptr);
[[nodiscard]] inline Finding device_signature_finding(const LogEvidence& evidence,
                                                      const KeychainVerdict* keychain = nullptr) {
  return judge_device_signature(evidence, keychain).finding;
}

}  // namespace enrolkit
