// A legacy macOS keychain file ("kych", such as JAMF.keychain) in, its certificates and private keys out.
//
// Nothing is decrypted and no password is needed: certificates, names, key labels and sizes stand in the file
// in plain text. Passwords and secret bytes are never read. Layout: Apple's own reader and writer
// (apple-oss-distributions/Security: AppleDatabase.cpp, MetaRecord.cpp, ssblob.h), and libyal/dtformats,
// "MacOS keychain database file format".
//
// The reader believes no number of the file: it answers every input, whole, cut, damaged or hostile, in time
// and memory that grow with the input's length alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/keychain/fault.h"

namespace enrolkit {

inline constexpr std::uint32_t kNoIdleTimeout = 0x7FFFFFFF;  // "no-timeout" of `security show-keychain-info`

struct KeychainCertificate {
  std::string der;  // as stored; may be damaged or have a wrong length: parse_certificate() judges it
  std::string public_key_hash;  // SHA-1 of the public key's bits, 20 bytes when sound; empty: none stored
  std::string print_name;       // bytes as stored, without a final NUL
  bool operator==(const KeychainCertificate&) const = default;
};

struct KeychainPrivateKey {
  std::string label;  // hash of the public key it belongs to, 20 bytes when sound; empty: the item has none
  std::string print_name;          // bytes as stored, without a final NUL
  std::uint32_t type = 0;          // CSSM_ALGID: 42 is RSA; 0: the item does not say
  std::uint32_t size_in_bits = 0;  // 0: the item does not say
  bool operator==(const KeychainPrivateKey&) const = default;
};

// A certificate together with its private key; both are indexes into the Keychain's lists.
struct KeychainIdentity {
  std::size_t certificate = 0;
  std::size_t private_key = 0;
  bool operator==(const KeychainIdentity&) const = default;
};

// A file in which every rule of the format holds. It may still hold nothing.
struct Keychain {
  std::vector<KeychainCertificate> certificates;  // in the order of their slots
  std::vector<KeychainPrivateKey> private_keys;   // in the order of their slots
  // Every certificate whose public-key hash is a private key's label, as macOS pairs them; each certificate
  // once. After a renewal with the same key, two certificates share one key.
  std::vector<KeychainIdentity> identities;
  std::uint32_t commit_version = 0;  // counts the file's changes: tells two states of one keychain apart
  std::uint32_t blob_version = 0;    // 0x100 expected; 0x200 in a user's ~/Library/Keychains since 10.11.4
  std::uint32_t idle_timeout = 0;    // seconds until it locks itself; kNoIdleTimeout: never
};

[[nodiscard]] std::variant<Keychain, KeychainFault> parse_keychain(std::string_view bytes);

}  // namespace enrolkit
