#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"approved", "automated", "server", "compared"};
// In the order of the codes.
constexpr std::array<std::string_view, 4> kMeanings{"yes", "yes, with another server", "no MDM profile",
                                                    "could not look"};

Finding answer(Mac& mac) { return mac.mdm().finding; }

}  // namespace

const Attribute kMdm{"mdm",
                     AttributeType::string,
                     kMdmStateNames.names,
                     kMeanings,
                     kKeys,
                     "Is the Mac enrolled in MDM, and with the jamf binary's own server?",
                     answer};

}  // namespace enrolkit
