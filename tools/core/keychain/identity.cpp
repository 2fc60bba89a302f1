// What each verdict on the keychain means for signing.
#include "core/keychain/verdict.h"

namespace enrolkit {

Identity identity_of(KeychainState state) {
  switch (state) {
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

}  // namespace enrolkit
