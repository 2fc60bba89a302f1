#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"name", "why", "with"};
// In the order of the codes.
constexpr std::array<std::string_view, 4> kMeanings{"no", "yes, proven", "by all signs, not proven",
                                                    "could not look"};

Finding answer(Mac& mac) { return mac.account_conflict().finding; }

}  // namespace

const Attribute kAccountConflict{"account-conflict",
                                 AttributeType::string,
                                 kConflictStateNames.names,
                                 kMeanings,
                                 kKeys,
                                 "Does the Management Account duplicate a local administrator?",
                                 answer};

}  // namespace enrolkit
