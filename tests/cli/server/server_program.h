// The built program before a simulated server behind TLS, with its credentials in the environment.
#pragma once

#include <stdlib.h>

#include <string>
#include <vector>

#include "cli/server/fleet.h"
#include "jamfpro/http/tls_bench.h"
#include "programs/program_test.h"

namespace enrolkit::test {

struct ProgramBench : TlsBench {
  ProgramBench() {
    forget();
    if (const char* file = ::getenv("ENROLKIT_EXCHANGES")) jamf.record_to = file;  // contract.sh
  }
  ~ProgramBench() { forget(); }

  void connect_by_environment() const {
    ::setenv("ENROLKIT_URL", server_url.empty() ? TlsBench::server.url().c_str() : server_url.c_str(), 1);
    ::setenv("ENROLKIT_CLIENT_ID", jamf.client_id.c_str(), 1);
    ::setenv("ENROLKIT_CLIENT_SECRET", secret.empty() ? jamf.client_secret.c_str() : secret.c_str(), 1);
    ::setenv("ENROLKIT_CA_FILE", ca_file.c_str(), 1);
  }
  Ran server(std::vector<std::string> arguments, const RunOptions& options = {}) const {
    connect_by_environment();
    arguments.insert(arguments.begin(), "server");
    return enrolkit(arguments, options);
  }

  void fault(std::string request, Effect effect, int times = 1) {
    add_fault(jamf, std::move(request), effect, times);
  }

  // A PreStage of one id whose administrator has this name, with every Mac of the world in it.
  void add_prestage(const std::string& id, const std::string& name, const std::string& admin) {
    test::add_prestage(jamf, id, name, admin);
  }

  std::string server_url, secret;

 private:
  static void forget() {
    for (const char* name :
         {"ENROLKIT_URL", "ENROLKIT_CLIENT_ID", "ENROLKIT_CLIENT_SECRET", "ENROLKIT_CA_FILE", "ENROLKIT_USER",
          "ENROLKIT_PASSWORD", "ENROLKIT_SECRET_FILE", "https_proxy", "HTTPS_PROXY"}) {
      ::unsetenv(name);
    }
  }
};

}  // namespace enrolkit::test
