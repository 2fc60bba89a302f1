#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kCodes{"None", "Conflict", "Likely", "Unknown"};
constexpr std::array<std::string_view, 3> kKeys{"name", "why", "with"};

Finding answer(Mac& mac) { return mac.account_conflict(); }

}  // namespace

extern const Attribute kAccountConflict{"account-conflict",
                                        AttributeType::string,
                                        kCodes,
                                        kKeys,
                                        "Does the Management Account duplicate a local administrator?",
                                        answer};

}  // namespace enrolkit
