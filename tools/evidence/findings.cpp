#include "evidence/findings.h"

#include <initializer_list>

#include "core/enrolment/refine_form.h"
#include "core/log/form.h"

namespace enrolkit {

std::vector<Finding> log_findings(const LogEvidence& evidence, const Diagnosis& diagnosis,
                                  const KeychainVerdict* keychain) {
  const auto* read = value_of(evidence.log);
  if (read == nullptr || decides(read->history.quality.form)) {
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
    undecided.push_back(unknown(id, about_form(read->history)));
  }
  return undecided;
}

std::vector<Finding> findings_of(Mac& mac, Ask ask) {
  std::vector<Finding> all = log_findings(mac.log_evidence(), mac.diagnosis(), &mac.keychain());
  if (mac.keychain_collected()) {
    all.push_back(mac.jamf_keychain());
    all.push_back(mac.certificate_expiry());
  }
  if (mac.account_name() || mac.why_no_account_name()) {
    all.push_back(mac.management_account());
    all.push_back(mac.account_conflict().finding);
  }
  if (mac.is_whole_volume()) {
    all.push_back(mac.framework().finding);
    all.push_back(mac.tampering().finding);
    all.push_back(mac.repair());
  }
  if (auto wrong = server_address_finding(mac.own_servers())) all.push_back(std::move(*wrong));
  if (mac.is_running_system() && ask == Ask::all) all.push_back(mac.mdm().finding);
  return all;
}

std::vector<Unasked> unasked_of(Mac& mac) {
  std::vector<Unasked> unasked;
  const auto add = [&](std::initializer_list<std::string_view> ids, const std::string& why) {
    for (const std::string_view id : ids) unasked.push_back({std::string(id), why});
  };
  if (!mac.keychain_collected())
    add({"jamf-keychain", "certificate-expiry"}, "their folder was not collected");
  if (!mac.account_name() && !mac.why_no_account_name()) {
    add({"management-account", "account-conflict"},
        "nothing names the Management Account: --account NAME, or the setting ManagementAccount");
  }
  if (!mac.is_whole_volume())
    add({"framework", "tampering", "repair"}, "the system's own files were not collected");
  if (!mac.is_running_system()) add({"mdm"}, "macOS tells it of the Mac that runs alone");
  return unasked;
}

}  // namespace enrolkit
