// A certificate authority and a server's certificate, made for one run of the tests: no key is kept anywhere.
#pragma once

#include <string>

namespace enrolkit::test {

struct ServerCertificate {
  std::string ca_pem;           // to be trusted with --ca-file
  std::string certificate_pem;  // signed by it
  std::string key_pem;
};

struct CertificateWish {
  std::string host = "localhost";  // "localhost" has its addresses, too: a bare system may not know the name
  int from_days = -10, until_days = 2;  // from now
  bool alternative_names = true;        // else the host stands in the CN alone
};
[[nodiscard]] ServerCertificate make_certificate(const CertificateWish& wish = {});

}  // namespace enrolkit::test
