// One request to a Jamf Pro server and what became of it, as plain values. The only thing that sends is
// behind `Http`: the real one (poco_http.h), and the simulated server of the tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"
#include "jamfpro/http/ats.h"

namespace enrolkit::jamf {

enum class Method { get, post, put, del };

[[nodiscard]] constexpr std::string_view to_text(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::del: return "DELETE";
  }
  return "GET";
}

struct Request {
  Method method = Method::get;
  std::string target;  // path and query below the server's context path, already encoded: "/api/v1/auth"
  std::string body;
  std::string content_type;                      // empty: no body
  std::string_view accept = "application/json";  // form of the answer
  // What it needs, as the server spells it; told to the user when the server answers 403.
  std::vector<std::string> privileges;
  // Stay on one member of the server's cluster (see Session): for reads that follow a write, and for writes.
  bool sticky = false;
  // A 500 is an answer to this question, not a passing trouble of the server's: it is not asked again.
  bool final_500 = false;
  // From the look-up of the host to the beginning of the answer, 1xx replies left aside; all of it may take three times
  // as long. Must exceed the 90 s of Jamf Cloud's edge.
  std::chrono::seconds limit{120};

  // Filled in by the session; never printed.
  std::string authorization;
  std::string cookie;
};

struct Reply {
  int status = 0;
  std::string content_type;
  std::string body;
  std::string location;                     // of a redirection, which is never followed
  std::optional<std::int64_t> retry_after;  // seconds
  std::optional<std::int64_t> date;         // the server's clock, UTC seconds
  std::vector<std::string> set_cookies;     // "name=value", attributes left out
};

// There is no answer. `sent`: the server may have got the request, and may still be working on it.
struct NoReply {
  enum class Why { unreachable, untrusted, timed_out, cut, too_large };
  Why why = Why::unreachable;
  bool sent = false;
  std::string text;  // for a person; without secrets
};

using Outcome = std::variant<Reply, NoReply>;

class Http {
 public:
  Http() = default;
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;
  virtual ~Http() = default;
  virtual Outcome send(const Request& request) = 0;
  // A connection more to the same server, for another thread. Nothing: there is only this one.
  [[nodiscard]] virtual std::unique_ptr<Http> another() { return nullptr; }
  // How the server speaks TLS, by a connection of its own. Absent: there is no TLS here.
  [[nodiscard]] virtual Reading<TlsFacts> look_at_tls() { return Absent{}; }
};

// The clocks and waiting; virtual in the tests.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  virtual std::int64_t now() = 0;  // UTC seconds; somebody may set it while a run lasts
  // Seconds since some moment, never set: paces, lifetimes and waits go by it.
  virtual std::int64_t steady_now() = 0;
  // False when the user asked to stop meanwhile, or before.
  virtual bool wait(std::int64_t seconds) = 0;
};

}  // namespace enrolkit::jamf
