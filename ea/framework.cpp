#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 2> kKeys{"version", "what"};

Finding answer(Mac& mac) { return mac.framework().finding; }

}  // namespace

const Attribute kFramework{"framework",
                           AttributeType::string,
                           kFrameworkStateNames.names,
                           kKeys,
                           "Is Jamf's management framework on the Mac, and whole?",
                           answer};

}  // namespace enrolkit
