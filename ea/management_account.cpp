#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 8> kKeys{"name",  "uid",      "admin",   "hidden",
                                                "token", "disabled", "made-by", "created"};
// In the order of the codes.
constexpr std::array<std::string_view, 3> kMeanings{"it exists", "no such account", "could not look"};

Finding answer(Mac& mac) { return mac.management_account(); }

}  // namespace

const Attribute kManagementAccount{"management-account",
                                   AttributeType::string,
                                   kAccountStateNames.names,
                                   kMeanings,
                                   kKeys,
                                   "Does the Management Account exist, by its exact record name?",
                                   answer};

}  // namespace enrolkit
