// The simulated Jamf Pro behind TLS on a port of this computer, on 127.0.0.1 and ::1.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "jamfpro/simulator/certificate.h"
#include "jamfpro/simulator/fake_jamf.h"

namespace enrolkit::test {

class SimServer {
 public:
  // `now` gives the world's time, UTC seconds; the certificate's files are written to `folder` and may be
  // removed at once.
  SimServer(FakeJamf& jamf, const ServerCertificate& certificate, const std::string& folder,
            std::function<std::int64_t()> now);
  SimServer(const SimServer&) = delete;
  SimServer& operator=(const SimServer&) = delete;
  ~SimServer();

  [[nodiscard]] std::string url() const;  // https://127.0.0.1:PORT
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] int most_connections() const;  // at a time, so far
  std::mutex& mutex();                         // holds every request; lock it to look into the FakeJamf

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace enrolkit::test
