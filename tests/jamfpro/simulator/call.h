// What the parts of the simulated server share: a request taken apart, and the forms of its replies.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "jamfpro/simulator/fake_jamf.h"

namespace enrolkit::test {

struct FakeJamf::Call {
  const jamf::Request& request;
  std::int64_t now = 0;  // by the server's clock
  std::string path;
  std::multimap<std::string, std::string> query;
  bool other_node = false;

  [[nodiscard]] std::string get(const std::string& key, const std::string& otherwise = "") const {
    const auto found = query.find(key);
    return found == query.end() ? otherwise : found->second;
  }
};

[[nodiscard]] inline jamf::Json time_or_null(const std::optional<std::int64_t>& time) {
  return time ? jamf::Json(jamf::utc_text(*time)) : jamf::Json(nullptr);
}
[[nodiscard]] Answered empty_reply(int status);
[[nodiscard]] Answered json_reply(int status, const jamf::Json& body);
[[nodiscard]] Answered page_reply(int status, const std::string& text);
[[nodiscard]] Answered api_error(int status, const std::string& code, const std::string& what);

// A PreStage as a server lists it, from the parts that matter: the schema requires all the rest.
[[nodiscard]] jamf::Json whole_prestage(const jamf::Json& partial);

}  // namespace enrolkit::test
