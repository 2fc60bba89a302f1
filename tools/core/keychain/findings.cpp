#include "core/keychain/findings.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace enrolkit {
namespace {

Health health_of(KeychainState state) {
  switch (state) {
    case KeychainState::healthy: return Health::healthy;
    case KeychainState::unknown: return Health::unknown;
    case KeychainState::expires_soon:
    case KeychainState::expired:
    case KeychainState::not_yet_valid:
    case KeychainState::wrong_mac:
    case KeychainState::wrong_issuer:
    case KeychainState::several:
    case KeychainState::no_key:
    case KeychainState::no_certificate:
    case KeychainState::empty:
    case KeychainState::corrupt:
    case KeychainState::missing: return Health::unhealthy;
  }
  return Health::unknown;
}

void add_evidence(Finding& finding, const KeychainEvidence& evidence) {
  finding.detail = printable(evidence.verdict.detail);
  for (const std::string& line : evidence.verdict.evidence) {
    finding.evidence.push_back({std::string(evidence.path), "", std::nullopt, printable(line)});
  }
  if (evidence.issuer) finding.evidence.push_back(*evidence.issuer);
}

}  // namespace

Finding jamf_keychain_finding(const KeychainEvidence& evidence) {
  constexpr std::string_view kId = "jamf-keychain";
  const KeychainVerdict& verdict = evidence.verdict;
  if (verdict.state == KeychainState::unknown) {
    Finding finding = unknown(kId, printable(verdict.detail));
    add_evidence(finding, evidence);
    return finding;
  }
  std::vector<Pair> pairs;
  if (verdict.certificate) {
    pairs = {{"expires", evidence.expires ? to_text(*evidence.expires) : ""},
             {"issuer", verdict.certificate->issuer_cn},
             {"serial", verdict.certificate->serial}};
  }
  if (evidence.mode) {
    std::string mode = fmt::format("{:04o}", *evidence.mode);
    if (evidence.owner && *evidence.owner != 0) mode += fmt::format(" of uid {}", *evidence.owner);
    pairs.push_back({"mode", std::move(mode)});
  }
  Finding finding = make_finding(kId, health_of(verdict.state), to_text(verdict.state), std::move(pairs), "");
  add_evidence(finding, evidence);
  return finding;
}

Finding certificate_expiry_finding(const KeychainEvidence& evidence) {
  constexpr std::string_view kId = "certificate-expiry";
  if (evidence.verdict.state == KeychainState::unknown)
    return unknown(kId, printable(evidence.verdict.detail));
  Finding finding = make_finding(kId, health_of(evidence.verdict.state),
                                 evidence.expires ? to_text(*evidence.expires) : "", {}, "");
  add_evidence(finding, evidence);
  return finding;
}

}  // namespace enrolkit
