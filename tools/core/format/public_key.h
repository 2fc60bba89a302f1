// The hash by which macOS pairs a certificate with its private key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// SHA-1 of the bits of the certificate's public key (RSA: of the PKCS#1 key), 20 bytes. Nothing: `der` is not understood.
[[nodiscard]] std::optional<std::string> hash_of_public_key(std::string_view der);

}  // namespace enrolkit
