// The few shapes that requests to Jamf Pro have.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "jamfpro/http/failure.h"
#include "jamfpro/http/json.h"

namespace enrolkit::jamf {

inline Request get_request(std::string target, std::vector<std::string> privileges, bool sticky = false) {
  Request request;
  request.target = std::move(target);
  request.privileges = std::move(privileges);
  request.sticky = sticky;
  return request;
}

// A null body is none.
inline Request write_request(Method method, std::string target, const Json& body,
                             std::vector<std::string> privileges) {
  Request request = get_request(std::move(target), std::move(privileges), true);
  request.method = method;
  if (body.is_null()) return request;
  request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  request.content_type = "application/json";
  return request;
}

inline Failure unexpected_reply(const std::string& path, const char* what) {
  return Failure{Failure::Kind::not_jamf, 200, "GET " + path + ": " + what, false};
}

}  // namespace enrolkit::jamf
