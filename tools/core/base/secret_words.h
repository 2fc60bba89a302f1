// What redacted() knows of words: which keys name a secret, and which values are known to be none.
#pragma once

#include <string_view>

namespace enrolkit {

// "password", "client_secret", "X-Auth-Token", "sshPassphrase": whatever holds a word for a secret. `before` is the word
// in front of the key, or empty: "Recovery Key".
[[nodiscard]] bool names_a_secret(std::string_view key, std::string_view before = {});

// Keys whose value is a whole line: "Authorization", "Cookie", "passphrase".
[[nodiscard]] bool names_a_secret_line(std::string_view key);

// "invitation" and its ids.
[[nodiscard]] bool names_an_invitation(std::string_view key);

// true, no, null, (removed) and the like: a secret's key with such a value tells of no secret.
[[nodiscard]] bool is_no_value(std::string_view value);

// Words, numbers, dates, versions, paths, names of hosts and bundles, UUIDs, addresses; a hash where `key` says that it
// is one, a serial number. Short values always. Whatever else there is, it may be a secret.
[[nodiscard]] bool is_harmless_value(std::string_view value, std::string_view key);

// A run of characters without a key before it that can only be a token: a JWT, or 32 and more of all kinds.
[[nodiscard]] bool is_a_token(std::string_view word);

}  // namespace enrolkit
