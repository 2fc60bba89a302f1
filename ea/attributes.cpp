#include "ea/attributes.h"

#include <array>

namespace enrolkit {

std::span<const Attribute* const> attributes() {
  static constexpr std::array kAll{&kManagementAccount, &kAccountConflict,   &kJamfKeychain,
                                   &kDeviceSignature,   &kEnrolment,         &kMdm,
                                   &kFramework,         &kRepairs,           &kSummary,
                                   &kLastContact,       &kCertificateExpiry, &kEnrolmentFailedAt};
  return kAll;
}

const Attribute* find_attribute(std::string_view name) {
  for (const Attribute* attribute : attributes()) {
    if (attribute->name == name) return attribute;
  }
  return nullptr;
}

}  // namespace enrolkit
