// Requests over the real HTTPS client, to a port of this computer.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "jamfpro/http/poco_http.h"
#include "support/waiting.h"

namespace enrolkit::test {

inline std::unique_ptr<jamf::Http> client_of(std::uint16_t port, const jamf::HttpOptions& options,
                                             const std::string& host = "127.0.0.1") {
  auto http = jamf::poco_http({host, port, ""}, options);
  if (!http.ok()) throw std::runtime_error(http.error().why);
  return std::move(http).value();
}

inline jamf::Request get_request(std::chrono::seconds limit = std::chrono::seconds(1)) {
  jamf::Request request;
  request.target = "/api/v1/jamf-pro-version";
  request.limit = limit;
  return request;
}

inline jamf::NoReply none(const jamf::Outcome& outcome) {
  const auto* none = std::get_if<jamf::NoReply>(&outcome);
  if (none == nullptr) ADD_FAILURE() << "a reply: " << std::get<jamf::Reply>(outcome).status;
  return none == nullptr ? jamf::NoReply{} : *none;
}

inline std::chrono::duration<double> since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::steady_clock::now() - begin;
}

}  // namespace enrolkit::test
