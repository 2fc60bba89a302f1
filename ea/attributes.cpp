#include "ea/attributes.h"

#include <array>

namespace enrolkit {

extern const Attribute kEnrolment, kEnrolmentFailedAt, kDeviceSignature, kLastContact, kManagementAccount,
    kSummary;

std::span<const Attribute* const> attributes() {
  static constexpr std::array<const Attribute*, 6> kAll{&kEnrolment,   &kEnrolmentFailedAt, &kDeviceSignature,
                                                        &kLastContact, &kManagementAccount, &kSummary};
  return kAll;
}

const Attribute* find_attribute(std::string_view name) {
  for (const Attribute* attribute : attributes()) {
    if (attribute->name == name) return attribute;
  }
  return nullptr;
}

}  // namespace enrolkit
