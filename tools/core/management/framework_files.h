// What the files of Jamf's framework, and the signature of its binary, show by themselves.
#pragma once

#include <string>
#include <vector>

#include "core/management/framework.h"

namespace enrolkit {

struct FrameworkFaults {
  FrameworkParts parts;
  std::vector<Evidence> evidence;
  std::string details;     // each fault with its path, for people
  std::string unreadable;  // why something could not be looked at, the first reason; empty: everything was
};

[[nodiscard]] FrameworkFaults framework_faults(const FrameworkFacts& facts);

// The signature proves that the binary is not Jamf's, unchanged.
[[nodiscard]] bool is_not_jamfs(SignatureVerdict verdict);

}  // namespace enrolkit
