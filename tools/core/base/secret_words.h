// What redacted() knows of words: which keys name a secret, which words beside one are known to be none, and which
// values are.
#pragma once

#include <string_view>

namespace enrolkit {

// False: nothing in the text names a secret without a sign (: or =) behind it. Quick, for most lines tell of none.
[[nodiscard]] bool may_speak_of_a_secret(std::string_view text);

// "password", "client_secret", "X-Auth-Token", "Kennwort": whatever holds a word for a secret. `before` is the word in
// front of the key, or empty: "Recovery Key", "mot de passe". Letters without accents, as unescaped() leaves them.
[[nodiscard]] bool names_a_secret(std::string_view key, std::string_view before = {});

// Also without a sign behind it: not so "pass", "auth" and "session", which are words of every day.
[[nodiscard]] bool speaks_of_a_secret(std::string_view word, std::string_view before);

// Keys whose value is a whole line, with all its pairs: "Authorization", "Cookie".
[[nodiscard]] bool names_a_secret_line(std::string_view key);

// "key", "code", "signature": their value may be a secret, and stays only where it is a number, a name or a known word.
[[nodiscard]] bool may_name_a_secret(std::string_view key);

// Keys of a pair that is written as two: "name" and "value" of {"name":"password","value":"..."}.
[[nodiscard]] bool is_a_name(std::string_view key);
[[nodiscard]] bool is_a_value(std::string_view key);

// Words that stand beside a secret's name and are none: "is", "incorrect", "expired", "for", "admin".
[[nodiscard]] bool is_known_word(std::string_view word);

// Keys that have a value of their own, and so end another's: "Domain", "user".
[[nodiscard]] bool is_known_key(std::string_view word);

// Keys of Macs, tools and addresses whose value is no secret: "user", "subject", "CDHash", "NSURL". Not "text" or "value",
// which may hold anything.
[[nodiscard]] bool is_harmless_key(std::string_view key);

// Those, and elements of pages and property lists: "title", "string".
[[nodiscard]] bool is_harmless_element(std::string_view name);

// "CDHash", "sha256", "fingerprint": of what is public.
[[nodiscard]] bool names_a_hash(std::string_view key);

// Programs whose arguments may be secrets without a word that says so; with two words behind the program, which in a
// sentence about it are no arguments.
[[nodiscard]] bool takes_secrets(std::string_view program, std::string_view first, std::string_view second);

// true, no, null, (removed) and the like: a secret's key with such a value tells of no secret.
[[nodiscard]] bool is_no_value(std::string_view value);

// Words, numbers, dates, versions, paths, names of hosts and bundles, UUIDs, addresses; a hash where `key` says that it
// is one, a serial number. Short values always. Whatever else there is, it may be a secret.
[[nodiscard]] bool is_harmless_value(std::string_view value, std::string_view key);

// Whether nobody can have chosen it as a secret: nothing but known words, numbers, dates, versions, paths, names with dots,
// constants, UUIDs and addresses. All that may stay behind a key of which nothing is known.
[[nodiscard]] bool tells_no_secret(std::string_view value);

// A run of characters without a key before it that can only be a token: a JWT, a hash of crypt(3), 20 and more digits
// (an invitation), groups of capitals and digits (a recovery key), or 32 and more characters of all kinds.
[[nodiscard]] bool is_a_token(std::string_view word);

}  // namespace enrolkit
