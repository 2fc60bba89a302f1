// Does the Mac hold the certificate authority that issued its device certificate? The jamf binary and MDM put
// it into System.keychain. Evidence only: whether that authority is trusted, and for what, no file says.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/reading.h"
#include "core/format/certificate.h"

namespace enrolkit {

struct IssuerCheck {
  enum class State : std::uint8_t {
    unknown,    // the keychain could not be read
    present,    // by its name, and by its key where both certificates name one
    other_key,  // one of that name, but with another key: of another server, or of an authority made anew
    absent,
  };
  State state = State::unknown;
  std::string said;  // one sentence for a person; may hold bytes of certificates, which may be hostile
};

// `system_keychain` is the whole content of System.keychain.
[[nodiscard]] IssuerCheck find_issuer(const Certificate& device, const Reading<std::string>& system_keychain);

}  // namespace enrolkit
