#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"since", "last-success", "count"};
// In the order of the codes.
constexpr std::array<std::string_view, 5> kMeanings{"accepted", "refused", "neither proven",
                                                    "no enrolment in the log", "could not look"};

Finding answer(Mac& mac) { return mac.device_signature().finding; }

}  // namespace

const Attribute kDeviceSignature{"device-signature",
                                 AttributeType::string,
                                 kSignatureStateNames.names,
                                 kMeanings,
                                 kKeys,
                                 "Does the server accept the Mac's device signature, and since when not?",
                                 answer};

}  // namespace enrolkit
