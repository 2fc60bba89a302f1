// The findings that rest on JAMF.keychain. verdict.h has the rule.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/finding.h"
#include "core/base/time.h"
#include "core/keychain/verdict.h"

namespace enrolkit {

struct KeychainEvidence {
  const KeychainVerdict& verdict;
  std::string_view path;
  std::optional<std::uint32_t> mode,
      owner;                         // of the file; nothing when there is none, or it could not be asked
  std::optional<LocalTime> expires;  // the chosen certificate's end, on the Mac's clock
  std::optional<Evidence> issuer = std::nullopt;  // what System.keychain says of its issuer
};

[[nodiscard]] Finding jamf_keychain_finding(const KeychainEvidence& evidence);
[[nodiscard]] Finding certificate_expiry_finding(const KeychainEvidence& evidence);

}  // namespace enrolkit
