#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 7> kCodes{"Never",   "Repaired", "Failed", "BackingOff",
                                                 "Refused", "Running",  "Unknown"};
constexpr std::array<std::string_view, 4> kKeys{"step", "attempts", "next", "at"};

Finding answer(Mac& mac) { return mac.repair(); }

}  // namespace

extern const Attribute kRepairs{
    "repair", AttributeType::string, kCodes, kKeys, "What became of enrolkit-repair's last run?", answer};

}  // namespace enrolkit
