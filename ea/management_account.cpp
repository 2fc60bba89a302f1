#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 7> kKeys{"name",  "uid",     "admin",  "hidden",
                                                "token", "made-by", "created"};

Finding answer(Mac& mac) { return mac.management_account(); }

}  // namespace

const Attribute kManagementAccount{"management-account",
                                   AttributeType::string,
                                   kAccountStateNames.names,
                                   kKeys,
                                   "Does the Management Account exist, by its exact record name?",
                                   answer};

}  // namespace enrolkit
