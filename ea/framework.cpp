#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 6> kCodes{"Healthy",  "Missing",    "Damaged",
                                                 "Unsigned", "DaemonDown", "Unknown"};
constexpr std::array<std::string_view, 2> kKeys{"version", "what"};

Finding answer(Mac& mac) { return mac.framework(); }

}  // namespace

extern const Attribute kFramework{"framework",
                                  AttributeType::string,
                                  kCodes,
                                  kKeys,
                                  "Is Jamf's management framework on the Mac, and whole?",
                                  answer};

}  // namespace enrolkit
