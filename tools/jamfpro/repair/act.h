// The second stage of a repair: what can be done, once, to a Mac that the management framework alone did not
// repair. Each only where the user asked for it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace enrolkit::jamf {

enum class RepairAct {
  renew_mdm,       // a new MDM profile, with a new identity
  deploy_package,  // a package of the user's, as a rule enrolkit's own
  blank_push,      // a reminder to fetch what waits; last, so that it serves the others, too
};

inline constexpr std::array kRepairActs{RepairAct::renew_mdm, RepairAct::deploy_package,
                                        RepairAct::blank_push};

[[nodiscard]] constexpr std::string_view to_text(RepairAct act) {
  switch (act) {
    case RepairAct::renew_mdm: return "renew-mdm";
    case RepairAct::deploy_package: return "deploy-package";
    case RepairAct::blank_push: return "blank-push";
  }
  return "renew-mdm";
}

}  // namespace enrolkit::jamf
