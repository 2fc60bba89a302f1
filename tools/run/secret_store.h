// A secret that the system keeps for its user: the keychain of macOS, or the Secret Service of Linux (GNOME
// Keyring, KWallet). Its own tool is asked, by its absolute path: which secret is wanted goes into the tool's
// arguments, and the secret comes out of its standard output alone.
#pragma once

#include <string>

#include "core/base/reading.h"
#include "core/base/result.h"

namespace enrolkit {

struct SecretStore {
  enum class Kind { keychain, secret_service };
  Kind kind;
  std::string tool;
};

[[nodiscard]] SecretStore system_secret_store();
// "the keychain", "the Secret Service".
[[nodiscard]] std::string in_words(const SecretStore& store);

// The secret of `account` at `server`, an address: a secret is bound to the server it is meant for. Absent:
// there is no such tool, or no such secret. Unreadable: the store is locked, or did not answer in a minute,
// in which the user may be asked to unlock it.
[[nodiscard]] Reading<std::string> stored_secret(const SecretStore& store, const std::string& server,
                                                 const std::string& account);

[[nodiscard]] bool has_tool(const SecretStore& store);

// Puts it there, in the place of the one before. The tool gets it by its standard input, since other users see arguments;
// `security` asks for a password on a terminal alone, so it is told the whole command there (`security -i`, the secret in
// hexadecimal digits: add-generic-password -X). The Secret Service is read back. A keychain is only asked whether it has
// such an item: for the secret it would ask its user.
[[nodiscard]] Status store_secret(const SecretStore& store, const std::string& server,
                                  const std::string& account, const std::string& secret);

// How to put it there, as a line for a shell; the tool asks for the secret itself.
[[nodiscard]] std::string how_to_store(const SecretStore& store, const std::string& server,
                                       const std::string& account);

}  // namespace enrolkit
