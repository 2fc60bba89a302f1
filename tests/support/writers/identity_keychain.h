// A keychain as `jamf` leaves it after an enrolment: the certificate of one Mac, and its private key.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit::test {

// Valid from a minute before `now_unix`, for about two years.
inline std::string identity_keychain(const std::string& uuid, const std::string& serial,
                                     std::int64_t now_unix) {
  CertificateToWrite certificate;
  certificate.subject = {common_name(uuid)};
  certificate.issuer = {common_name("JSS Built-in Certificate Authority")};
  certificate.serial = serial;
  certificate.not_before_unix = now_unix - 60;
  certificate.not_after_unix = now_unix + 700 * kDay;
  KeychainWriter writer;
  writer.certificate(write_certificate(certificate), public_key_hash(1));
  writer.private_key(public_key_hash(1));
  return writer.bytes();
}

}  // namespace enrolkit::test
