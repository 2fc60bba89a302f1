// Meanings: RFC 9110, RFC 6585 (429, 511), and Cloudflare's documentation of its own numbers (525, 526).
#include "core/enrolment/http_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace enrolkit {
namespace {

struct Status {
  int number;
  bool network;
  std::string_view words;  // in front of " (HTTP 407)"
  std::string_view advice;
};

constexpr std::array kStatuses{
    Status{
        404, false, "the server has no such page",
        "Check the server's address on the Mac (`defaults read /Library/Preferences/com.jamfsoftware.jamf jss_url`), and "
        "that Jamf Pro has started there: HTTP 404 comes from a web server that does not know the page."},
    Status{
        407, true, "a proxy on the Mac's network wants a login",
        "Exempt the Jamf Pro server from the proxy's login: HTTP 407 comes from a proxy on the Mac's network, and the jamf "
        "binary has no name and password for it."},
    Status{
        413, false, "what the Mac sent was too large",
        "Allow larger requests in the proxy or load balancer before Jamf Pro, or in its Tomcat: HTTP 413 says that what the "
        "Mac sent was too large."},
    Status{
        429, false, "too many requests were sent",
        "Wait, and enrol fewer Macs at a time: HTTP 429 says that too many requests came. A load balancer or a firewall "
        "before Jamf Pro may set that limit."},
    Status{
        511, true, "the network wants a login first, as a captive portal does",
        "Sign in to the network, or take another: HTTP 511 comes from a captive portal on the Mac's network."},
    Status{
        525, false, "the CDN before the server could not set up TLS with it",
        "Look at the server behind the CDN first: HTTP 525 says that the CDN could not set up TLS with it."},
    Status{
        526, false, "the CDN before the server does not trust its certificate",
        "Renew the certificate of the server behind the CDN: HTTP 526 says that the CDN does not trust it."},
};

const Status* status_of(int number) {
  const auto found = std::find_if(kStatuses.begin(), kStatuses.end(),
                                  [&](const Status& status) { return status.number == number; });
  return found != kStatuses.end() ? &*found : nullptr;
}

}  // namespace

std::string http_words(int status) {
  if (const Status* known = status_of(status)) return fmt::format("{} (HTTP {})", known->words, status);
  return fmt::format("the server answered with HTTP {}", status);
}

std::string http_advice(int status) {
  constexpr int kBadGateway = 502, kGatewayTimeout = 504;
  if (status == 0 || (status >= kBadGateway && status <= kGatewayTimeout)) return "";
  if (const Status* known = status_of(status)) return std::string(known->advice);
  return fmt::format(
      "Repair the server first: JAMFSoftwareServer.log, and the log of the load balancer or proxy, say for that minute why it "
      "answered with HTTP {}.",
      status);
}

bool is_of_network(int status) {
  const Status* known = status_of(status);
  return known != nullptr && known->network;
}

bool is_inferred(int status) { return status_of(status) != nullptr; }

}  // namespace enrolkit
