#include "core/assessment/summary.h"

#include <array>
#include <vector>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 2> kKeys{"cause", "findings"};
// In the order of the codes.
constexpr std::array<std::string_view, 3> kMeanings{"all is proven well", "something is wrong",
                                                    "something could not be told, the rest is well"};

Finding answer(Mac& mac) {
  std::vector<Finding> findings{enrolment_finding(mac.log_evidence(), mac.diagnosis()),
                                mac.device_signature().finding};
  // A tree that was collected without the keychain has none to judge; elsewhere, not to know is a finding.
  if (mac.keychain_collected()) findings.push_back(mac.jamf_keychain());
  // A site that names no Management Account has none to miss.
  if (mac.account_name()) findings.push_back(mac.management_account());
  // Without the system's own files it is no volume from which Jamf's could be missing; and of another volume
  // macOS reports nothing of MDM.
  if (mac.is_whole_volume()) findings.push_back(mac.framework().finding);
  if (mac.is_running_system()) findings.push_back(mac.mdm().finding);
  return summary_finding(findings);
}

}  // namespace

const Attribute kSummary{"summary",
                         AttributeType::string,
                         kSummaryStateNames.names,
                         kMeanings,
                         kKeys,
                         "Is anything wrong with this Mac's enrolment?",
                         answer};

}  // namespace enrolkit
