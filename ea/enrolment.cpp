#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"cause", "step", "at", "code"};
// In the order of the codes.
constexpr std::array<std::string_view, 6> kMeanings{"finished",    "ended in an error", "broken off",
                                                    "running now", "none, or removed",  "could not tell"};

Finding answer(Mac& mac) { return mac.of_log(enrolment_finding(mac.log_evidence(), mac.diagnosis())); }

}  // namespace

const Attribute kEnrolment{"enrolment",
                           AttributeType::string,
                           kStateNames.names,
                           kMeanings,
                           kKeys,
                           "What became of the enrolment, and why did it fail?",
                           answer};

}  // namespace enrolkit
