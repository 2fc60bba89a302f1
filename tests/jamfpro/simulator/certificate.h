// A certificate authority and a server's certificate, made for one run of the tests: no key is kept anywhere.
#pragma once

#include <string>

namespace enrolkit::test {

struct ServerCertificate {
  std::string ca_pem;           // to be trusted with --ca-file
  std::string certificate_pem;  // signed by it
  std::string key_pem;
};

// For a DNS name; `days` may be negative, for one that has expired.
[[nodiscard]] ServerCertificate make_certificate(const std::string& host, int days = 2);

}  // namespace enrolkit::test
