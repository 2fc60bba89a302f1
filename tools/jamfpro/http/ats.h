// How a server speaks TLS, and what macOS 27 would refuse of it. From that version on, MDM, automated enrolment, profiles
// and packages by MDM go only to servers that keep App Transport Security's rules (Apple 126655: TLS 1.2 or newer, ECDHE
// with AES-GCM, Extended Master Secret in TLS 1.2, certificates with SHA-256 and RSA of 2048 or EC of 256 bits). New Macs
// then do not enrol, and the server's log shows no request.
#pragma once

#include <string>
#include <vector>

namespace enrolkit::jamf {

struct TlsFacts {
  std::string version;                  // "TLSv1.3", as OpenSSL names it
  std::string suite;                    // "ECDHE-RSA-AES128-GCM-SHA256"
  bool ephemeral = false;               // its keys are agreed by ECDHE; always so in 1.3
  bool gcm = false;                     // AES-GCM, or in 1.3 any of its suites
  bool extended_master_secret = false;  // of TLS 1.2; 1.3 needs none
  std::string key;                      // of the server's certificate: "RSA", "EC", or another
  int key_bits = 0;
  std::string digest;  // of the certificate's signature: "SHA256"

  bool operator==(const TlsFacts&) const = default;
};

// Each a reason, for a person; none: macOS 27 has nothing against it. What is not known to be allowed is refused.
[[nodiscard]] std::vector<std::string> what_ats_refuses(const TlsFacts& facts);

// "TLSv1.2, ECDHE-RSA-AES128-GCM-SHA256, RSA 2048, SHA256": for a person.
[[nodiscard]] std::string to_text(const TlsFacts& facts);

}  // namespace enrolkit::jamf
