#include "core/enrolment/device_signature.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/enrolment/check_ins.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "device-signature";

std::string date(const std::optional<LogReference>& reference) {
  return reference && reference->at ? to_text(*reference->at) : std::string();
}

// What the keychain has to sign with.
enum class Identity { sound, none, not_known };

Identity identity_of(const KeychainVerdict* keychain) {
  if (keychain == nullptr) return Identity::not_known;
  switch (keychain->state) {
    case KeychainState::healthy:
    case KeychainState::expires_soon:
    case KeychainState::several: return Identity::sound;
    case KeychainState::expired:
    case KeychainState::not_yet_valid:
    case KeychainState::wrong_mac:
    case KeychainState::no_key:
    case KeychainState::no_certificate:
    case KeychainState::empty:
    case KeychainState::corrupt:
    case KeychainState::missing: return Identity::none;
    // Which authority the server has is a setting that may be wrong: no verdict on the signature.
    case KeychainState::wrong_issuer:
    case KeychainState::unknown: return Identity::not_known;
  }
  return Identity::not_known;
}

Finding without_log(const LogEvidence& evidence, Identity identity) {
  const auto* why = why_unreadable(evidence.log);
  if (identity == Identity::none &&
      (why != nullptr || evidence.framework_presence == FrameworkPresence::some)) {
    return make_finding(kId, Health::unhealthy, "Broken", {}, "The keychain holds nothing to sign with.");
  }
  if (why != nullptr) return unknown(kId, *why);
  if (evidence.framework_presence == FrameworkPresence::none) {
    return make_finding(kId, Health::unhealthy, "NeverEnrolled", {},
                        "No jamf.log, and nothing of Jamf's framework on this volume.");
  }
  return unknown(kId, "there is no jamf.log");
}

// Why a success, or a sound identity, proves nothing any more: what came after it, and is not known to spare the
// signature.
std::optional<std::string> doubt_of(const History& h, const CheckIns& check_ins) {
  if (h.removed) return "jamf removed its framework, and no run of jamf was answered since.";
  if (check_ins.unexplained != 0) {
    return fmt::format("Since the last success {} run{} of jamf failed, and no line rules the signature out.",
                       check_ins.unexplained, check_ins.unexplained == 1 ? "" : "s");
  }
  if (h.contact && check_ins.unlike_habit) {
    return "The last success is older than runs of jamf that failed or came to no end: " + check_ins.what +
           ".";
  }
  return std::nullopt;
}

Finding from_both(const LogRead& log, Identity identity) {
  const History& h = log.history;
  if (h.signature.count > 0) {
    Finding finding =
        make_finding(kId, Health::unhealthy, "Broken",
                     {{"since", date(h.signature.first)},
                      {"last-success", date(h.contact)},
                      {"count", fmt::format("{}", h.signature.count)}},
                     fmt::format("{} run{} of jamf without a valid signature since the last success.",
                                 h.signature.count, h.signature.count == 1 ? "" : "s"));
    finding.evidence.push_back(evidence_of(*h.signature.first, log));
    if (h.signature.count > 1) finding.evidence.push_back(evidence_of(*h.signature.last, log));
    if (h.contact) finding.evidence.push_back(evidence_of(*h.contact, log));
    return finding;
  }
  const CheckIns check_ins = judge_check_ins(h);
  if (const auto doubt = doubt_of(h, check_ins)) {
    Finding finding =
        make_finding(kId, Health::unknown, "Unproven", {{"last-success", date(h.contact)}}, *doubt);
    if (check_ins.last) finding.evidence.push_back(evidence_of(*check_ins.last, log));
    if (h.contact) finding.evidence.push_back(evidence_of(*h.contact, log));
    return finding;
  }
  const bool edited = h.edited && (!h.contact || is_after(*h.edited, *h.contact));
  if (h.contact && !edited) {
    if (identity == Identity::none) {
      return make_finding(
          kId, Health::unknown, "Unproven", {{"last-success", date(h.contact)}},
          "The log ends with a contact and no error, but the keychain holds nothing to sign with.");
    }
    Finding finding = make_finding(
        kId, Health::healthy, "Valid", {{"last-success", date(h.contact)}},
        h.signature.before == 0
            ? std::string("A proven contact, and no signature error in the log.")
            : fmt::format("A proven contact after the last of {} signature errors, which are history.",
                          h.signature.before));
    finding.evidence.push_back(evidence_of(*h.contact, log));
    if (h.signature.last_before) finding.evidence.push_back(evidence_of(*h.signature.last_before, log));
    return finding;
  }
  if (edited) {
    Finding finding =
        make_finding(kId, Health::unknown, "Unproven", {{"last-success", date(h.contact)}},
                     "Somebody's tool deleted signature errors from this log: their absence means nothing.");
    finding.evidence.push_back(evidence_of(*h.edited, log));
    return finding;
  }
  switch (identity) {
    case Identity::sound:
      return make_finding(kId, Health::healthy, "Valid", {},
                          "A sound identity, and no signature error in the log.");
    case Identity::none:
      return make_finding(kId, Health::unhealthy, "Broken", {},
                          "No proven contact, and the keychain holds nothing to sign with.");
    case Identity::not_known: break;
  }
  return make_finding(kId, Health::unknown, "Unproven", {},
                      "No signature error, but no proven contact either.");
}

}  // namespace

Finding device_signature_finding(const LogEvidence& evidence, const KeychainVerdict* keychain) {
  const Identity identity = identity_of(keychain);
  const auto* log = value_of(evidence.log);
  Finding finding;
  if (log == nullptr) {
    finding = without_log(evidence, identity);
  } else if (!log->history.last) {
    finding = identity == Identity::none ? make_finding(kId, Health::unhealthy, "Broken", {},
                                                        "The keychain holds nothing to sign with.")
                                         : unknown(kId, "no line of jamf in the log");
  } else {
    finding = from_both(*log, identity);
  }
  if (keychain != nullptr && keychain->state != KeychainState::unknown) {
    finding.evidence.push_back(
        {"JAMF.keychain", std::string(to_text(keychain->state)), std::nullopt, printable(keychain->detail)});
  }
  return finding;
}

}  // namespace enrolkit
