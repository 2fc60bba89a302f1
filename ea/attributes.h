// Every extension attribute there is.
#pragma once

#include <span>

#include "ea/attribute.h"

namespace enrolkit {

// One file each, of the same name.
extern const Attribute kManagementAccount;
extern const Attribute kAccountConflict;
extern const Attribute kJamfKeychain;
extern const Attribute kDeviceSignature;
extern const Attribute kEnrolment;
extern const Attribute kMdm;
extern const Attribute kFramework;
extern const Attribute kRepairs;
extern const Attribute kSummary;
extern const Attribute kLastContact;
extern const Attribute kCertificateExpiry;
extern const Attribute kEnrolmentFailedAt;

[[nodiscard]] std::span<const Attribute* const> attributes();
[[nodiscard]] const Attribute* find_attribute(std::string_view name);  // null: there is none

}  // namespace enrolkit
