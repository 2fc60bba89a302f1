#include <array>

#include "core/repair/status.h"
#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"step", "attempts", "next", "at"};
// In the order of the codes.
constexpr std::array<std::string_view, 7> kMeanings{
    "never ran",   "proven well", "not repaired",  "waits for its next try",
    "may not act", "runs now",    "could not look"};

Finding answer(Mac& mac) { return mac.repair(); }

}  // namespace

const Attribute kRepairs{"repair",
                         AttributeType::string,
                         kRepairStateNames.names,
                         kMeanings,
                         kKeys,
                         "What became of enrolkit-repair's last run?",
                         answer};

}  // namespace enrolkit
