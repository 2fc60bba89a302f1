#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kCodes{"Enrolled", "OtherServer", "NotEnrolled", "Unknown"};
constexpr std::array<std::string_view, 3> kKeys{"approved", "automated", "server"};

Finding answer(Mac& mac) { return mac.mdm(); }

}  // namespace

extern const Attribute kMdm{"mdm",
                            AttributeType::string,
                            kCodes,
                            kKeys,
                            "Is the Mac enrolled in MDM, and with the jamf binary's own server?",
                            answer};

}  // namespace enrolkit
