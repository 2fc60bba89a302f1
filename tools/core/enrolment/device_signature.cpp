#include "core/enrolment/device_signature.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/enrolment/check_ins.h"
#include "core/enrolment/silence.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "device-signature";

std::string date(const std::optional<LogReference>& reference) {
  return reference && reference->at ? to_text(*reference->at) : std::string();
}

using Answer = Judgement<SignatureState>;

Answer judged(SignatureState state, Health health, std::vector<Pair> pairs, std::string detail) {
  return {state, make_finding(kId, health, kSignatureStateNames[state], std::move(pairs), std::move(detail))};
}
Answer not_known(std::string_view why) { return {SignatureState::unknown, unknown(kId, why)}; }

Answer without_log(const LogEvidence& evidence, Identity identity) {
  const auto* why = why_unreadable(evidence.log);
  if (identity == Identity::none &&
      (why != nullptr || evidence.framework_presence == FrameworkPresence::some)) {
    return judged(SignatureState::broken, Health::unhealthy, {}, "The keychain holds nothing to sign with.");
  }
  if (why != nullptr) return not_known(*why);
  if (evidence.framework_presence == FrameworkPresence::none) {
    return judged(SignatureState::never_enrolled, Health::unhealthy, {},
                  "No jamf.log, and nothing of Jamf's framework on this volume.");
  }
  return not_known("there is no jamf.log");
}

// Why a success, or a sound identity, proves nothing any more: what came after it, and is not known to spare the
// signature.
std::optional<std::string> doubt_of(const History& h, const CheckIns& check_ins) {
  if (h.removed) return "jamf removed its framework, and no run of jamf was answered since.";
  if (check_ins.unexplained != 0) {
    return fmt::format("{} run{} of jamf failed{}, and no line rules the signature out.",
                       check_ins.unexplained, check_ins.unexplained == 1 ? "" : "s",
                       h.contact ? " since the last success" : "");
  }
  if (h.contact && (check_ins.silent || check_ins.recurring || check_ins.enrolling || check_ins.changed) &&
      check_ins.unlike_habit)
    return "The last success proves nothing of today: " + check_ins.what + ".";
  if (h.contact && check_ins.unlike_habit) {
    return "The last success is older than runs of jamf that failed or came to no end: " + check_ins.what +
           ".";
  }
  return std::nullopt;
}

Answer from_both(const LogRead& log, const LogEvidence& evidence, Identity identity) {
  const History& h = log.history;
  if (h.signature.count > 0) {
    Answer answer = judged(SignatureState::broken, Health::unhealthy,
                           {{"since", date(h.signature.first)},
                            {"last-success", date(h.contact)},
                            {"count", fmt::format("{}", h.signature.count)}},
                           fmt::format("{} run{} of jamf without a valid signature since the last success.",
                                       h.signature.count, h.signature.count == 1 ? "" : "s"));
    answer.finding.evidence.push_back(evidence_of(*h.signature.first, log));
    if (h.signature.count > 1) answer.finding.evidence.push_back(evidence_of(*h.signature.last, log));
    if (h.contact) answer.finding.evidence.push_back(evidence_of(*h.contact, log));
    return answer;
  }
  const CheckIns check_ins = judge_check_ins(h, evidence.uptime, evidence.delivered);
  if (const auto doubt = doubt_of(h, check_ins)) {
    Answer answer =
        judged(SignatureState::unproven, Health::unknown, {{"last-success", date(h.contact)}}, *doubt);
    if (check_ins.last) answer.finding.evidence.push_back(evidence_of(*check_ins.last, log));
    if (h.contact) answer.finding.evidence.push_back(evidence_of(*h.contact, log));
    return answer;
  }
  if (auto why = why_contact_to_come(h, evidence.uptime)) {
    Answer answer = judged(SignatureState::unproven, Health::unknown, {{"last-success", date(h.contact)}},
                           fmt::format("Nothing is proven: {}.", *why));
    answer.finding.evidence.push_back(evidence_of(*h.contact, log));
    return answer;
  }
  const bool edited = h.edited && (!h.contact || is_after(*h.edited, *h.contact));
  if (h.contact && !edited) {
    if (identity == Identity::none) {
      return judged(SignatureState::unproven, Health::unknown, {{"last-success", date(h.contact)}},
                    "The log ends with a contact and no error, but the keychain holds nothing to sign with.");
    }
    Answer answer =
        judged(SignatureState::valid, Health::healthy, {{"last-success", date(h.contact)}},
               h.signature.before == 0
                   ? std::string("A proven contact, and no signature error in the log.")
                   : fmt::format("A proven contact after the last of {} signature errors, which are history.",
                                 h.signature.before));
    answer.finding.evidence.push_back(evidence_of(*h.contact, log));
    if (h.signature.last_before)
      answer.finding.evidence.push_back(evidence_of(*h.signature.last_before, log));
    return answer;
  }
  if (edited) {
    Answer answer =
        judged(SignatureState::unproven, Health::unknown, {{"last-success", date(h.contact)}},
               "Somebody's tool deleted signature errors from this log: their absence means nothing.");
    answer.finding.evidence.push_back(evidence_of(*h.edited, log));
    return answer;
  }
  if (identity == Identity::none) {
    return judged(SignatureState::broken, Health::unhealthy, {},
                  "No proven contact, and the keychain holds nothing to sign with.");
  }
  // Whether the server takes a sound identity is the server's to say: no error is no proof.
  return judged(SignatureState::unproven, Health::unknown, {},
                identity == Identity::sound
                    ? "The keychain holds a sound identity, but no line proves that the server takes it."
                    : "No signature error, but no proven contact either.");
}

}  // namespace

Judgement<SignatureState> judge_device_signature(const LogEvidence& evidence,
                                                 const KeychainVerdict* keychain) {
  const Identity identity = keychain != nullptr ? identity_of(keychain->state) : Identity::not_known;
  const auto* log = value_of(evidence.log);
  Answer answer;
  if (log == nullptr) {
    answer = without_log(evidence, identity);
  } else if (!log->history.last) {
    answer = identity == Identity::none ? judged(SignatureState::broken, Health::unhealthy, {},
                                                 "The keychain holds nothing to sign with.")
                                        : not_known("no line of jamf in the log");
  } else {
    answer = from_both(*log, evidence, identity);
  }
  const bool was_read =
      keychain != nullptr && (keychain->state != KeychainState::unknown || keychain->certificate);
  if (was_read) {
    answer.finding.evidence.push_back(
        {"JAMF.keychain", std::string(to_text(keychain->state)), std::nullopt, printable(keychain->detail)});
  }
  return answer;
}

}  // namespace enrolkit
