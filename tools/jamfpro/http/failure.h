// Why a call to the server gave nothing, in one line for a person, and what kind it is for the caller.
#pragma once

#include <string>

#include "core/base/result.h"
#include "jamfpro/http/http.h"

namespace enrolkit::jamf {

struct Failure {
  enum class Kind {
    unreachable,   // no connection
    untrusted,     // the certificate does not hold
    timed_out,     // no answer in time (also a gateway's 504): the server may still be at work
    unauthorised,  // the credentials are refused
    forbidden,     // a privilege is missing
    not_found,
    conflict,  // 409: somebody else changed it meanwhile
    refused,   // the server does not like the request (400, 422, ...)
    server,    // 5xx, maintenance
    not_jamf,  // an answer, but not Jamf Pro's: a login page of a proxy, a redirection, no JSON
    stopped,   // the user asked to stop
  };
  Kind kind = Kind::server;
  int status = 0;  // of HTTP, or 0
  std::string why;
  // A write that the server may have carried out all the same: read again, never send again.
  bool maybe_applied = false;
  bool is_web_page = false;  // a page for people said so: as a rule a firewall or a proxy, and not Jamf Pro
};

// The next request would meet it as well.
[[nodiscard]] inline bool ends_the_run(const Failure& failure) {
  using Kind = Failure::Kind;
  return failure.kind == Kind::unreachable || failure.kind == Kind::untrusted ||
         failure.kind == Kind::unauthorised || failure.kind == Kind::stopped;
}

// Its sentence without the hints, for a place inside another line.
[[nodiscard]] inline std::string brief(const Failure& failure) {
  return failure.why.substr(0, failure.why.find('\n'));
}

template <class T>
using Result = enrolkit::Result<T, Failure>;
using Status = Result<void>;

// What a reply that is no success means. Knows ApiError, OAuth's form, Classic's HTML pages and empty bodies.
[[nodiscard]] Failure failure_of(const Request& request, const Reply& reply);
[[nodiscard]] Failure failure_of(const Request& request, const NoReply& none);

// An answer with status 200 that is a page for people where data was asked for.
[[nodiscard]] bool is_a_web_page(const Reply& reply);

// The sentence in an HTML error page; empty when there is none.
[[nodiscard]] std::string text_of_page(std::string_view html);

}  // namespace enrolkit::jamf
