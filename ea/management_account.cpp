#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kCodes{"Present", "Absent", "Unknown"};
constexpr std::array<std::string_view, 7> kKeys{"name",  "uid",     "admin",  "hidden",
                                                "token", "made-by", "created"};

Finding answer(Mac& mac) { return mac.management_account(); }

}  // namespace

extern const Attribute kManagementAccount{"management-account",
                                          AttributeType::string,
                                          kCodes,
                                          kKeys,
                                          "Does the Management Account exist, by its exact record name?",
                                          answer};

}  // namespace enrolkit
