#include "report/explained_mac.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/base/url.h"
#include "core/enrolment/findings.h"
#include "core/enrolment/install_findings.h"
#include "evidence/findings.h"

namespace enrolkit {

Assessment ExplainedMac::verdict() const {
  const EnrolmentVerdict enrolment = enrolment_of(diagnosis);
  return assess(findings, &enrolment);
}

AdviceFacts ExplainedMac::advice() const {
  AdviceFacts facts = advice_facts(diagnosis);
  facts.serial = serial;
  const auto says = [&](std::string_view id, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.id == id && finding.code == code; });
  };
  facts.identity_works = says("device-signature", "Valid") && says("check-in", "Working");
  if (facts.server.empty()) facts.server = address_of(server).value_or("");
  return facts;
}

std::string ExplainedMac::dated_headline(const Assessment& verdict) const {
  if (verdict.health != Health::healthy) return verdict.headline;
  const auto contact = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.id == "last-contact" && !finding.code.empty();
  });
  return contact == findings.end() ? verdict.headline : verdict.headline + " as of " + contact->code;
}

std::string ExplainedMac::sentence(const Assessment& verdict) const {
  return diagnosis.sentence + (verdict.besides.empty() || diagnosis.sentence.empty() ? "" : " ") +
         verdict.besides;
}

std::vector<Finding> ExplainedMac::shown() const {
  std::vector<Finding> all = findings;
  all.push_back(log_finding);
  return all;
}

namespace {

std::string server_of(Mac& mac) {
  if (const auto given = mac.settings().server_url()) return std::string(*given);
  const auto* url = value_of(mac.jamf_preferences().jss_url);
  return url != nullptr ? *url : "";
}

}  // namespace

ExplainedMac explained(const std::string& source, Mac& mac) {
  ExplainedMac c;
  c.source = source;
  if (const auto* why = why_unreadable(mac.log())) c.trouble = printable(*why);
  c.diagnosis = mac.diagnosis();
  c.findings = findings_of(mac);
  c.unasked = unasked_of(mac);
  for (Finding& finding : c.findings) {
    if (finding.id == "framework" && finding.health == Health::unhealthy)
      add_delivery(finding, mac.install_log());
  }
  c.log_finding = log_finding(mac.log_evidence());
  for (const std::string& warning : mac.settings().warnings) {
    c.findings.front().evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
  c.log = mac.log();
  if (const auto* serial = value_of(mac.serial())) c.serial = *serial;
  c.server = server_of(mac);
  // What the Mac could not be asked is told beside what the log could not.
  if (auto* read = std::get_if<LogRead>(&c.log)) {
    for (UnreadablePath& one : mac.take_unreadable_paths()) {
      auto& faults = read->faults;
      if (std::find(faults.begin(), faults.end(), one.why) == faults.end()) faults.push_back(one.why);
    }
  }
  return c;
}

}  // namespace enrolkit
