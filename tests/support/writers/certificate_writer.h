// Writes X.509 certificates in DER for tests, byte by byte, so that any name can be in them. The key and the
// signature are filler of the right form, the same in every run: readers that check no signature accept them,
// and so do `openssl x509` and mbedTLS.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit::test {

struct NamePart {
  std::string oid;           // content bytes of the object identifier
  std::string value;         // any bytes
  unsigned char tag = 0x0C;  // UTF8String
};

[[nodiscard]] NamePart common_name(std::string_view value);   // CN
[[nodiscard]] NamePart organisation(std::string_view value);  // O
[[nodiscard]] NamePart country(std::string_view value);       // C

struct CertificateToWrite {
  std::vector<NamePart> subject;
  std::vector<NamePart> issuer;
  std::string serial = "\x01";       // content bytes of the INTEGER
  std::int64_t not_before_unix = 0;  // UTCTime from 1950 to 2049, else GeneralizedTime, as RFC 5280 asks
  std::int64_t not_after_unix = 0;
  std::uint32_t key = 1;                 // another number, another key
  bool authority = false;                // with basic constraints CA:TRUE
  bool unknown_critical = false;         // with a critical extension nobody knows
  std::string key_id, authority_key_id;  // with the extensions that name its key, and its issuer's
};

[[nodiscard]] std::string write_certificate(const CertificateToWrite& certificate);

// 20 bytes: SHA-1 of the bits of subjectPublicKey, as PublicKeyHash and Label have it.
[[nodiscard]] std::string public_key_hash(std::uint32_t key);

}  // namespace enrolkit::test
