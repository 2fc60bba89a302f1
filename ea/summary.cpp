#include "core/assessment/summary.h"

#include <array>
#include <vector>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kCodes{"Healthy", "Attention", "Unknown"};
constexpr std::array<std::string_view, 2> kKeys{"cause", "findings"};

Finding answer(Mac& mac) {
  std::vector<Finding> findings{enrolment_finding(mac.log_evidence(), mac.diagnosis()),
                                mac.device_signature()};
  // A tree that was collected without the keychain has none to judge; elsewhere, not to know is a finding.
  if (mac.keychain_collected()) findings.push_back(mac.jamf_keychain());
  // A site that names no Management Account has none to miss.
  if (mac.account_name()) findings.push_back(mac.management_account());
  // Without the system's own files it is no volume from which Jamf's could be missing; and of another volume
  // macOS tells nothing of MDM.
  if (mac.is_whole_volume()) findings.push_back(mac.framework());
  if (mac.is_running_system()) findings.push_back(mac.mdm());
  return summary_finding(findings);
}

}  // namespace

extern const Attribute kSummary{
    "summary", AttributeType::string, kCodes, kKeys, "Is anything wrong with this Mac's enrolment?", answer};

}  // namespace enrolkit
