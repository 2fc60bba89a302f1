// The second stage of a repair: what can be done, once, to a Mac that the management framework alone did not
// repair. Each only where the user asked for it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/base/enum_names.h"

namespace enrolkit::jamf {

enum class RepairAct {
  renew_mdm,       // a new MDM profile, with a new identity
  deploy_package,  // a package of the user's, as a rule enrolkit's own
  blank_push,      // a reminder to fetch what waits; last, so that it serves the others, too
};

inline constexpr std::array kRepairActs{RepairAct::renew_mdm, RepairAct::deploy_package,
                                        RepairAct::blank_push};

inline constexpr EnumNames<RepairAct, 3> kRepairActNames{{"renew-mdm", "deploy-package", "blank-push"}};
[[nodiscard]] constexpr std::string_view to_text(RepairAct act) { return kRepairActNames[act]; }

}  // namespace enrolkit::jamf
