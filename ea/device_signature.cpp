#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 5> kCodes{"Valid", "Broken", "Unproven", "NeverEnrolled", "Unknown"};
constexpr std::array<std::string_view, 3> kKeys{"since", "last-success", "count"};

Finding look(Mac& mac) { return device_signature_finding(mac.log_evidence()); }

}  // namespace

extern const Attribute kDeviceSignature{
    "device-signature",
    AttributeType::string,
    kCodes,
    kKeys,
    "Does the server accept the Mac's device signature, and since when not?",
    look};

}  // namespace enrolkit
