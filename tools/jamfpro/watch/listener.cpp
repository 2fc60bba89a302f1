#include "jamfpro/watch/listener.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerConnection.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>

#include <charconv>
#include <chrono>
#include <istream>
#include <ostream>

#include "core/base/error_text.h"
#include "core/base/text.h"
#include "jamfpro/watch/open_connections.h"
#include "jamfpro/watch/webhook.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Status = net::HTTPResponse::HTTPStatus;
using SteadyClock = std::chrono::steady_clock;

// A thread each, so that nobody waits for one for long; and three descriptors (ours, a duplicate, and the epoll by which POCO
// waits): a limit of 256 is that of launchd.
constexpr int kMaxOpen = 64, kMaxQueued = 1000;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now().time_since_epoch()).count();
}

struct Shared {
  Shared(Inbox& to, ListenerSources from, ListenerOptions with)
      : inbox(to),
        sources(std::move(from)),
        options(std::move(with)),
        open(kMaxOpen, options.limit, [this] { inbox.count(Receipt::dropped); }) {}

  Inbox& inbox;
  ListenerSources sources;
  std::mutex mutex;
  ListenerOptions options;
  OpenConnections open;

  bool is_secret_in(const net::HTTPServerRequest& in) {
    const std::lock_guard lock(mutex);
    return options.secret.is_in(in.get("X-Enrolkit-Secret", ""), in.get("Authorization", ""));
  }
  // What the other side sends decides later whether it speaks TLS.
  net::StreamSocket secured(const net::StreamSocket& socket) {
    const std::lock_guard lock(mutex);
    if (!options.tls) return socket;
    return net::SecureStreamSocket::attach(socket, net::Context::Ptr(&options.tls->context(), true));
  }
};

// Nothing: it is too large. How long it may take is the connection's matter.
std::optional<std::string> body_of(net::HTTPServerRequest& in) {
  if (in.hasContentLength() && in.getContentLength64() > static_cast<Poco::Int64>(kMaxWebhookBytes))
    return std::nullopt;
  std::string out;
  std::array<char, 16U << 10U> part{};
  std::istream& stream = in.stream();
  while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
    out.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    if (out.size() > kMaxWebhookBytes) return std::nullopt;
  }
  return out;
}

Status status_of(Receipt receipt) {
  switch (receipt) {
    case Receipt::accepted:
    case Receipt::passed_over: return net::HTTPResponse::HTTP_OK;
    case Receipt::dropped:
    case Receipt::not_understood: return net::HTTPResponse::HTTP_BAD_REQUEST;
    case Receipt::refused: return net::HTTPResponse::HTTP_UNAUTHORIZED;
    case Receipt::too_large: return net::HTTPResponse::HTTP_REQUEST_ENTITY_TOO_LARGE;
    case Receipt::too_many: return net::HTTPResponse::HTTP_TOO_MANY_REQUESTS;
  }
  return net::HTTPResponse::HTTP_BAD_REQUEST;
}

class Handler : public net::HTTPRequestHandler {
 public:
  explicit Handler(Shared& shared) : shared_(shared) {}

  void handleRequest(net::HTTPServerRequest& in, net::HTTPServerResponse& out) override {
    const std::string path = in.getURI().substr(0, in.getURI().find('?'));
    const bool get = in.getMethod() == net::HTTPRequest::HTTP_GET;
    if (path == "/webhook") return webhook(in, out);
    if (path != "/metrics" && path != "/healthz") return answer(out, net::HTTPResponse::HTTP_NOT_FOUND, "");
    if (!get) return answer(out, net::HTTPResponse::HTTP_METHOD_NOT_ALLOWED, "");
    if (path == "/metrics") {
      out.setContentType("text/plain; version=0.0.4; charset=utf-8");
      return answer(out, net::HTTPResponse::HTTP_OK, shared_.sources.metrics());
    }
    const bool healthy = shared_.sources.healthy();
    answer(out, healthy ? net::HTTPResponse::HTTP_OK : net::HTTPResponse::HTTP_SERVICE_UNAVAILABLE,
           healthy ? "ok\n" : "the server has not been looked at for too long\n");
  }

 private:
  void webhook(net::HTTPServerRequest& in, net::HTTPServerResponse& out) {
    if (in.getMethod() != net::HTTPRequest::HTTP_POST)
      return answer(out, net::HTTPResponse::HTTP_METHOD_NOT_ALLOWED, "");
    const Receipt receipt = received(in);
    shared_.inbox.count(receipt);
    answer(out, status_of(receipt), "");
  }

  Receipt received(net::HTTPServerRequest& in) {
    if (!shared_.is_secret_in(in)) return Receipt::refused;
    if (!shared_.inbox.may_come(now_ms())) return Receipt::too_many;
    const auto body = body_of(in);
    return body ? shared_.inbox.take_in(*body) : Receipt::too_large;
  }

  static void answer(net::HTTPServerResponse& out, Status status, const std::string& text) {
    out.setStatusAndReason(status);
    out.setContentLength64(static_cast<Poco::Int64>(text.size()));
    out.send() << text << std::flush;
  }

  Shared& shared_;
};

class Factory : public net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(Shared& shared) : shared_(shared) {}
  net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
    return new Handler(shared_);  // owned by the server
  }

 private:
  Shared& shared_;
};

// One request, and it goes.
class Connection : public net::HTTPServerConnection {
 public:
  Connection(Shared& shared, const void* key, const net::StreamSocket& socket,
             const net::HTTPServerParams::Ptr& how, const net::HTTPRequestHandlerFactory::Ptr& handlers)
      : net::HTTPServerConnection(socket, how, handlers), shared_(shared), key_(key) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override { shared_.open.remove(key_); }

 private:
  Shared& shared_;
  const void* key_;
};

class Connections : public net::TCPServerConnectionFactory {
 public:
  Connections(Shared& shared, net::HTTPServerParams::Ptr how)
      : shared_(shared), how_(std::move(how)), handlers_(new Factory(shared)) {}
  net::TCPServerConnection* createConnection(const net::StreamSocket& socket) override {
    return new Connection(shared_, socket.impl(), shared_.secured(socket), how_,
                          handlers_);  // owned by the server
  }

 private:
  Shared& shared_;
  net::HTTPServerParams::Ptr how_;
  net::HTTPRequestHandlerFactory::Ptr handlers_;
};

// Sees each connection before it waits for a thread.
class Door : public net::TCPServerConnectionFilter {
 public:
  explicit Door(Shared& shared) : shared_(shared) {}
  bool accept(const net::StreamSocket& socket) override {
    try {
      return shared_.open.add(socket.impl(), socket.impl()->sockfd(), socket.peerAddress().host().toString());
    } catch (const Poco::Exception&) {
      return false;  // it went already
    }
  }

 private:
  Shared& shared_;
};

net::HTTPServerParams::Ptr server_params(std::chrono::milliseconds limit) {
  net::HTTPServerParams::Ptr out = new net::HTTPServerParams;
  out->setMaxThreads(kMaxOpen);
  out->setMaxQueued(kMaxQueued);
  out->setTimeout(Poco::Timespan(std::chrono::microseconds(limit).count()));
  out->setKeepAlive(false);  // so that one time limit is that of the request
  out->setSoftwareVersion("enrolkit");
  return out;
}

}  // namespace

bool ListenAddress::is_loopback() const { return net::IPAddress(host).isLoopback(); }

enrolkit::Result<ListenAddress> parse_listen_address(std::string_view text) {
  const auto wrong = [&] { return Error{printable(text) + ": no address; write it as 127.0.0.1:8765"}; };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  ListenAddress out;
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  net::IPAddress address;
  if (port.empty() || error != std::errc{} || end != port.data() + port.size()) return wrong();
  if (!net::IPAddress::tryParse(std::string(host), address)) return wrong();
  out.host = host;
  return out;
}

struct Listener::Parts {
  Shared shared;
  Poco::ThreadPool threads{2, kMaxOpen};
  std::unique_ptr<net::TCPServer> server;
};

Listener::Listener(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Listener::~Listener() {
  try {
    parts_->server->stop();
    parts_->shared.open.end();
    parts_->threads.joinAll();
  } catch (const Poco::Exception&) {  // the program ends
  }
}

enrolkit::Result<std::unique_ptr<Listener>> Listener::open(const ListenAddress& address,
                                                           ListenerOptions options, Inbox& inbox,
                                                           ListenerSources sources) {
  try {
    std::unique_ptr<Parts> parts(new Parts{{inbox, std::move(sources), std::move(options)}});
    net::ServerSocket socket;
    socket.bind(net::SocketAddress(address.host, address.port), true, false);  // and share it with nobody
    socket.listen(kMaxQueued);
    const net::HTTPServerParams::Ptr how = server_params(parts->shared.options.limit);
    parts->server =
        std::make_unique<net::TCPServer>(new Connections(parts->shared, how), parts->threads, socket, how);
    parts->server->setConnectionFilter(new Door(parts->shared));
    parts->server->start();
    return std::unique_ptr<Listener>(new Listener(std::move(parts)));
  } catch (const Poco::Exception& e) {
    return Error{"--listen " + printable(address.host) + ":" + std::to_string(address.port) + ": " +
                 (e.code() != 0 ? error_text(e.code()) : printable(e.displayText()))};
  }
}

std::uint16_t Listener::port() const { return parts_->server->port(); }

void Listener::change(ListenerOptions options) {
  const std::lock_guard lock(parts_->shared.mutex);
  parts_->shared.options = std::move(options);
}

}  // namespace enrolkit::jamf
