#include "evidence/findings.h"

#include "core/enrolment/refine_form.h"
#include "core/log/form.h"

namespace enrolkit {

std::vector<Finding> log_findings(const LogEvidence& evidence, const Diagnosis& diagnosis,
                                  const KeychainVerdict* keychain) {
  const auto* read = value_of(evidence.log);
  const LogForm form = read != nullptr ? read->history.quality.form : LogForm::whole;
  if (decides(form)) {
    return {enrolment_finding(evidence, diagnosis),
            device_signature_finding(evidence, keychain),
            last_contact_finding(evidence),
            check_in_finding(evidence),
            inventory_finding(evidence),
            enrolment_failed_at_finding(evidence, diagnosis)};
  }
  std::vector<Finding> undecided;
  for (const std::string_view id :
       {"enrolment", "device-signature", "last-contact", "check-in", "inventory", "enrolment-failed-at"}) {
    undecided.push_back(unknown(id, about(form)));
  }
  return undecided;
}

std::vector<Finding> findings_of(Mac& mac, Ask ask) {
  std::vector<Finding> all = log_findings(mac.log_evidence(), mac.diagnosis(), &mac.keychain());
  if (mac.keychain_collected()) {
    all.push_back(mac.jamf_keychain());
    all.push_back(mac.certificate_expiry());
  }
  if (mac.account_name()) {
    all.push_back(mac.management_account());
    all.push_back(mac.account_conflict().finding);
  }
  if (mac.is_whole_volume()) {
    all.push_back(mac.framework().finding);
    all.push_back(mac.tampering().finding);
    all.push_back(mac.repair());
  }
  if (mac.is_running_system() && ask == Ask::all) all.push_back(mac.mdm().finding);
  return all;
}

}  // namespace enrolkit
