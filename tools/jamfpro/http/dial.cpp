#include "jamfpro/http/dial.h"

#include <Poco/Exception.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;

struct Free {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

}  // namespace

enrolkit::Result<Addresses> addresses_of(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  const std::unique_ptr<addrinfo, Free> owner(list);
  if (error == EAI_AGAIN) return Error{"the name service does not answer"};
  if (error != 0) return Error{"there is no such host"};
  Addresses out;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    if (one->ai_family != AF_INET && one->ai_family != AF_INET6) continue;
    const net::SocketAddress address(one->ai_addr, one->ai_addrlen);
    if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(address);
  }
  if (out.empty()) return Error{"there is no such host"};
  return out;
}

net::StreamSocket connect_to_any(const Addresses& addresses, SteadyTime deadline) {
  for (std::size_t i = 0;; ++i) {
    using std::chrono::microseconds;
    const auto left =
        std::chrono::duration_cast<microseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) throw Poco::TimeoutException();
    try {
      net::StreamSocket socket;
      socket.connect(addresses[i], Poco::Timespan(left / static_cast<long>(addresses.size() - i)));
      socket.setNoDelay(true);
      return socket;
    } catch (const Poco::Exception&) {
      if (i + 1 >= addresses.size()) throw;
    }
  }
}

}  // namespace enrolkit::jamf
