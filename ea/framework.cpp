#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 2> kKeys{"version", "what"};
// In the order of the codes.
constexpr std::array<std::string_view, 6> kMeanings{
    "whole",         "not there", "parts are wrong", "the binary is not Jamf's", "the daemon does not answer",
    "could not look"};

Finding answer(Mac& mac) { return mac.framework().finding; }

}  // namespace

const Attribute kFramework{"framework",
                           AttributeType::string,
                           kFrameworkStateNames.names,
                           kMeanings,
                           kKeys,
                           "Is Jamf's management framework on the Mac, and whole?",
                           answer};

}  // namespace enrolkit
