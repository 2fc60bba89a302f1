#include "jamfpro/http/connection.h"

#include <Poco/Buffer.h>
#include <Poco/Net/HTTPBasicCredentials.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Why = NoReply::Why;

// A connection that was idle for longer may have been closed at the other end, which would look like a cut
// answer.
constexpr int kIdleSeconds = 5;

// A user name or password of a URL: what is special in one is written %40 there.
std::string decoded(const std::string& text) {
  std::string out;
  Poco::URI::decode(text, out);
  return out;
}

}  // namespace

Proxy parse_proxy(const std::string& url) {
  const Poco::URI proxy(url);
  if (proxy.getScheme() != "http") return {};
  const std::string& who = proxy.getUserInfo();
  const auto colon = std::min(who.find(':'), who.size());
  return {proxy.getHost(), proxy.getPort(), decoded(who.substr(0, colon)),
          decoded(who.substr(std::min(colon + 1, who.size())))};
}

Connection::Connection(const ServerUrl& server, const std::string& ca_file, Proxy proxy)
    : HTTPClientSession("127.0.0.1", server.port),  // a host that takes no look-up: see connect()
      server_(server),
      proxy_(std::move(proxy)),
      tls_(server.host, ca_file) {
  setKeepAlive(true);
  setKeepAliveTimeout(Poco::Timespan(kIdleSeconds, 0));
}

Reading<TlsFacts> Connection::look_at_tls(const ServerUrl& server, const std::string& ca_file,
                                          const Proxy& proxy, Watchdog& dog, SteadyTime until) {
  std::string why;
  for (const bool as_macos : {true, false}) {
    Connection one(server, ca_file, proxy);
    if (as_macos) one.tls_.offer_what_ats_allows();
    one.begin(dog, until);
    try {
      one.connect(net::SocketAddress());
      TlsFacts facts = one.tls_.facts();
      one.start_over();
      return facts;
    } catch (const Poco::Exception& e) {
      why = one.why_not(e).text;
      one.start_over();
    }
  }
  return Unreadable{why};
}

void Connection::begin(Watchdog& dog, SteadyTime connect_until) {
  dog_ = &dog;
  connect_until_ = connect_until;
  if (buffered() > 0) start_over();  // nobody asked for what is still there
  if (connected()) {
    dog.watch(fd_);
  } else {
    stands_ = false;
  }
}

Connection::~Connection() {
  try {
    reset();
  } catch (const Poco::Exception&) {  // it was cut already
  }
}

void Connection::start_over() {
  reset();
  stands_ = false;
}

void Connection::connect(const net::SocketAddress&) {
  stands_ = false;
  stage_ = Stage::lookup;
  // POCO keeps what it had read of the connection before: it would be the beginning of the next answer.
  Poco::Buffer<char> left(0);
  drainBuffer(left);
  const bool direct = proxy_.host.empty();
  const auto found = addresses_of(direct ? server_.host : proxy_.host, direct ? server_.port : proxy_.port);
  if (!found.ok()) throw net::HostNotFoundException(found.error().why);
  stage_ = Stage::dial;
  net::StreamSocket socket = connect_to_any(found.value(), connect_until_);
  fd_ = static_cast<int>(socket.impl()->sockfd());
  dog_->watch(fd_);
  if (!direct) {
    stage_ = Stage::proxy;
    socket = tunnel(socket);
  }
  stage_ = Stage::tls;
  attachSocket(tls_.handshake(socket));
  stands_ = true;
}

net::StreamSocket Connection::tunnel(const net::StreamSocket& over) const {
  net::HTTPClientSession session(over);
  session.setKeepAlive(true);
  net::HTTPRequest request(net::HTTPRequest::HTTP_CONNECT, fmt::format("{}:{}", server_.host, server_.port),
                           net::HTTPMessage::HTTP_1_1);
  request.setHost(server_.host, server_.port);
  if (!proxy_.user.empty())
    net::HTTPBasicCredentials(proxy_.user, proxy_.password).proxyAuthenticate(request);
  (void)session.sendRequest(request);
  net::HTTPResponse answer;
  (void)session.receiveResponse(answer);
  if (answer.getStatus() != net::HTTPResponse::HTTP_OK)
    throw net::HTTPException(fmt::format("{} {}", static_cast<int>(answer.getStatus()), answer.getReason()));
  return session.detachSocket();
}

NoReply Connection::why_not(const Poco::Exception& error) const {
  const std::string said = printable(redacted(error.displayText()));
  const std::string ask =
      proxy_.host.empty() ? "\nhint: is the address right" : "\nhint: is https_proxy right";
  const std::string whom = proxy_.host.empty()
                               ? server_.text()
                               : fmt::format("the proxy {}:{}", printable(proxy_.host), proxy_.port);
  const auto unreachable = [&](const std::string& text) { return NoReply{Why::unreachable, false, text}; };
  switch (stage_) {
    case Stage::lookup: return unreachable(whom + ": " + printable(error.message()) + ask + "?");
    case Stage::dial:
      return unreachable(whom + " cannot be reached: " + said + ask + ", and is it reached from here?");
    case Stage::proxy: return unreachable(whom + " refuses: " + said + ask + "?");
    case Stage::tls: return tls_.trouble(server_.text());
  }
  return tls_.trouble(server_.text());
}

}  // namespace enrolkit::jamf
