#include <array>

#include "core/repair/status.h"
#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"step", "attempts", "next", "at"};

Finding answer(Mac& mac) { return mac.repair(); }

}  // namespace

const Attribute kRepairs{"repair",
                         AttributeType::string,
                         kRepairStateNames.names,
                         kKeys,
                         "What became of enrolkit-repair's last run?",
                         answer};

}  // namespace enrolkit
