// A server that answers one question with a text of the test's.
#pragma once

#include <string>
#include <utility>

#include "jamfpro/http/http.h"

namespace enrolkit::test {

// Answers all below a path with one text; the rest is the simulator's.
struct OneAnswer : jamf::Http {
  OneAnswer(jamf::Http& simulator, std::string of, std::string text)
      : under(simulator), path(std::move(of)), body(std::move(text)) {}
  jamf::Outcome send(const jamf::Request& request) override {
    if (request.target.find(path) == std::string::npos) return under.send(request);
    const char* type = body.starts_with("<") ? "application/xml" : "application/json";
    return jamf::Reply{200, type, body, "", {}, {}, {}};
  }
  jamf::Http& under;
  std::string path, body;
};

}  // namespace enrolkit::test
