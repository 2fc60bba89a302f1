// A simulated server behind TLS, for as long as a test lasts. Time is real.
#pragma once

#include <chrono>

#include "jamfpro/simulator/sim_server.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

inline std::int64_t real_now() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

struct TlsBench {
  explicit TlsBench(const CertificateWish& wish = {})
      : certificate(make_certificate(wish)), server(jamf, certificate, folder.path(), real_now) {
    ca_file = folder.write("ca.pem", certificate.ca_pem);
  }

  TempFolder folder;
  FakeJamf jamf;
  ServerCertificate certificate;
  SimServer server;
  std::string ca_file;
};

}  // namespace enrolkit::test
