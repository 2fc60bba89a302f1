#include "core/enrolment/refine.h"

#include "core/base/text.h"

namespace enrolkit {

void refine_with_framework(Diagnosis& diagnosis, FrameworkPresence presence) {
  if (presence == FrameworkPresence::some || diagnosis.state != State::complete) return;
  if (presence == FrameworkPresence::unknown) {
    diagnosis.state = State::unknown;
    diagnosis.sentence =
        "The log shows an enrolment; whether Jamf's framework is still there could not be looked at.";
    diagnosis.missing = "The right to look at Jamf's files: run it as root.";
    return;
  }
  diagnosis.state = State::not_enrolled;
  diagnosis.cause = Cause::framework_missing;
  diagnosis.confidence = Confidence::certain;
  diagnosis.step = "removal";
  diagnosis.at.reset();
  diagnosis.code.reset();
  diagnosis.sentence =
      "The log shows an enrolment, but nothing of Jamf's framework is on this volume any more.";
  diagnosis.missing.clear();
  diagnosis.supports = {"neither the jamf binary nor its preferences nor its keychain is there"};
}

void refine_with_keychain(Diagnosis& diagnosis, const KeychainVerdict& keychain) {
  if (keychain.state == KeychainState::unknown || !diagnosis.cause) return;
  const bool open = diagnosis.cause == Cause::signature_lost;
  const auto settle = [&](Cause cause) {
    if (!open) return;
    diagnosis.cause = cause;
    diagnosis.confidence = Confidence::certain;
  };
  switch (keychain.state) {
    case KeychainState::expired: settle(Cause::certificate_expired); break;
    case KeychainState::empty:
    case KeychainState::corrupt:
    case KeychainState::missing: settle(Cause::keychain_damaged); break;
    // A signature that was lost without a word, and a certificate of another Mac: Migration Assistant, a restored image, a
    // moved virtual machine or a new logic board. WrongIssuer is none: the built-in authority may have been renewed.
    case KeychainState::wrong_mac: settle(Cause::foreign_identity); break;
    case KeychainState::no_key:
    case KeychainState::no_certificate:
    case KeychainState::not_yet_valid: break;
    // A sound identity contradicts nothing that is known of the server's side.
    case KeychainState::healthy:
    case KeychainState::expires_soon:
    case KeychainState::several:
    case KeychainState::wrong_issuer:
    case KeychainState::unknown: return;
  }
  diagnosis.supports.push_back("JAMF.keychain (" + std::string(to_text(keychain.state)) +
                               "): " + printable(keychain.detail));
}

void refine_with_issuer(Diagnosis& diagnosis, const IssuerCheck& issuer) {
  if (diagnosis.cause != Cause::untrusted_server) return;
  if (issuer.state != IssuerCheck::State::absent && issuer.state != IssuerCheck::State::other_key) return;
  diagnosis.supports.push_back("System.keychain: " + printable(issuer.said));
}

}  // namespace enrolkit
