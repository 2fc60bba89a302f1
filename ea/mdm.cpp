#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"approved", "automated", "server"};

Finding answer(Mac& mac) { return mac.mdm().finding; }

}  // namespace

const Attribute kMdm{"mdm",
                     AttributeType::string,
                     kMdmStateNames.names,
                     kKeys,
                     "Is the Mac enrolled in MDM, and with the jamf binary's own server?",
                     answer};

}  // namespace enrolkit
