// The second stage of a healing: what can be done, once, to a Mac that the management framework alone did not
// cure. Each only where the user asked for it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace enrolkit::jamf {

enum class HealAct {
  renew_mdm,       // a new MDM profile, with a new identity
  deploy_package,  // a package of the user's, as a rule enrolkit's own
  blank_push,      // a reminder to fetch what waits; last, so that it serves the others, too
};

inline constexpr std::array kHealActs{HealAct::renew_mdm, HealAct::deploy_package, HealAct::blank_push};

[[nodiscard]] constexpr std::string_view to_text(HealAct act) {
  switch (act) {
    case HealAct::renew_mdm: return "renew-mdm";
    case HealAct::deploy_package: return "deploy-package";
    case HealAct::blank_push: return "blank-push";
  }
  return "renew-mdm";
}

}  // namespace enrolkit::jamf
