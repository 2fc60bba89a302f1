// A keychain file without its secrets, for the same verdict: what parse_keychain() reads stays where it is,
// every other byte becomes zero. So structure, certificates, and names and labels of private keys stay; key
// blobs, stored passwords and their accounts, comments and indexes, and the database's own key go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// As long as the original. Nothing when parse_keychain() would not say the same of the result, word for word:
// the file is damaged in a place where what to keep is not known.
[[nodiscard]] std::optional<std::string> redacted_keychain(std::string_view bytes);

}  // namespace enrolkit
