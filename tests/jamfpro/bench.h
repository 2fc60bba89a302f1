// A client before a simulated server, both in the test's own process.
#pragma once

#include "jamfpro/client/client.h"
#include "jamfpro/simulator/sim_http.h"

namespace enrolkit::test {

struct Bench {
  explicit Bench(bool user = false)
      : session(http, clock,
                user ? jamf::Credentials{jamf::Credentials::Kind::user, jamf.user, jamf.password}
                     : jamf::Credentials{jamf::Credentials::Kind::api_client, jamf.client_id,
                                         jamf.client_secret}) {}

  FakeJamf jamf;
  SimClock clock;
  SimHttp http{jamf, clock};
  jamf::Session session;
  jamf::Client client{session};

  void fault(std::string request, Effect effect, int first = 1, int times = 1, int every = 1) {
    jamf.faults.push_back({std::move(request), effect, first, every, times});
  }
  [[nodiscard]] int calls(const std::string& name) const {
    const auto found = jamf.calls.find(name);
    return found == jamf.calls.end() ? 0 : found->second;
  }
};

}  // namespace enrolkit::test
