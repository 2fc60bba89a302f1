#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"name", "why", "with"};

Finding answer(Mac& mac) { return mac.account_conflict().finding; }

}  // namespace

const Attribute kAccountConflict{"account-conflict",
                                 AttributeType::string,
                                 kConflictStateNames.names,
                                 kKeys,
                                 "Does the Management Account duplicate a local administrator?",
                                 answer};

}  // namespace enrolkit
