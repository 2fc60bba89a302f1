#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 5> kCodes{"Valid", "Broken", "Unproven", "NeverEnrolled", "Unknown"};
constexpr std::array<std::string_view, 3> kKeys{"since", "last-success", "count"};

Finding answer(Mac& mac) { return mac.device_signature(); }

}  // namespace

extern const Attribute kDeviceSignature{
    "device-signature",
    AttributeType::string,
    kCodes,
    kKeys,
    "Does the server accept the Mac's device signature, and since when not?",
    answer};

}  // namespace enrolkit
