// One X.509 certificate in DER in, what the rules ask of it out. mbedTLS reads it (2.28 and 3.x). No
// signature, chain or trust is checked: whether the Jamf server accepts a certificate, only the server can
// say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace enrolkit {

inline constexpr std::size_t kMaxCertificateBytes = 64 * 1024;  // bytes; a device certificate has about 1,000

// Texts are the certificate's own bytes: they may hold control characters, NUL or invalid UTF-8, and a name
// in BMPString stays UTF-16. Compare them as they are; clean them where they are printed, not here.
struct Certificate {
  // Of several common names the last, as names go from the general to the specific; empty if there is none.
  std::string subject_cn;
  std::string issuer_cn;
  // In one line and in its own order: "C=GB, O=Example, CN=Example CA". A ',', '+' or '\' in a value has a
  // '\' before it; a type without a common short name is "oid." and its bytes in hex.
  std::string issuer;
  // The number's bytes in upper-case hex, "0AB1", without the zero byte that only keeps it positive.
  std::string serial;
  std::int64_t not_before_unix = 0;       // seconds since 1970-01-01 UTC; valid from this second
  std::int64_t not_after_unix = 0;        // valid to the end of this second
  bool is_ca = false;                     // basic constraints say that it may issue certificates
  std::string subject_name, issuer_name;  // the whole names, in DER: an issuer's is its certificate's subject
  // Bytes by which a certificate names its own key, and that of its issuer (RFC 5280, 4.2.1.1 and 4.2.1.2);
  // empty where it does not.
  std::string key_id, authority_key_id;
  // SHA-1 of the bits of its public key (RSA: of the PKCS#1 key), 20 bytes, by which macOS pairs it with a private key;
  // empty where these are not whole bytes.
  std::string public_key_hash;
  bool operator==(const Certificate&) const = default;
};

struct CertificateFault {
  enum class Kind : std::uint8_t {
    damaged,      // not the DER of a certificate, or not that alone
    unsupported,  // may be sound, but has a version, key, signature or size that this reader does not know
  };
  Kind kind = Kind::damaged;
  std::string why;  // for a person; printable ASCII, never bytes of the certificate
};

// The bytes must be the certificate and nothing else.
[[nodiscard]] std::variant<Certificate, CertificateFault> parse_certificate(std::string_view der);

}  // namespace enrolkit
