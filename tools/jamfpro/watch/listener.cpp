#include "jamfpro/watch/listener.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include <charconv>
#include <chrono>
#include <istream>
#include <ostream>

#include "core/base/text.h"
#include "jamfpro/watch/webhook.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Status = net::HTTPResponse::HTTPStatus;
using SteadyClock = std::chrono::steady_clock;

constexpr int kMaxThreads = 8, kMaxQueued = 1000;
constexpr auto kMaxReadTime = std::chrono::seconds(10);

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now().time_since_epoch()).count();
}

struct Shared {
  Inbox& inbox;
  ListenerSources sources;
  std::mutex mutex;
  WebhookSecret secret;

  bool is_secret_in(const net::HTTPServerRequest& in) {
    const std::lock_guard lock(mutex);
    return secret.is_in(in.get("X-Enrolkit-Secret", ""), in.get("Authorization", ""));
  }
};

// At most so much of it, for at most so long; nothing: it is too large, or too slow.
std::optional<std::string> body_of(net::HTTPServerRequest& in) {
  if (in.hasContentLength() && in.getContentLength64() > static_cast<Poco::Int64>(kMaxWebhookBytes))
    return std::nullopt;
  const auto until = SteadyClock::now() + kMaxReadTime;
  std::string out;
  std::array<char, 16U << 10U> part{};
  std::istream& stream = in.stream();
  while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
    out.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    if (out.size() > kMaxWebhookBytes || SteadyClock::now() > until) return std::nullopt;
  }
  return out;
}

Status status_of(Receipt receipt) {
  switch (receipt) {
    case Receipt::accepted:
    case Receipt::passed_over: return net::HTTPResponse::HTTP_OK;
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
    if (receipt == Receipt::refused || receipt == Receipt::too_large || receipt == Receipt::too_many)
      out.setKeepAlive(false);  // the rest of it is not read
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
  Poco::ThreadPool threads{2, kMaxThreads};
  std::unique_ptr<net::HTTPServer> server;
};

Listener::Listener(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Listener::~Listener() {
  try {
    parts_->server->stopAll(true);
    parts_->threads.joinAll();
  } catch (const Poco::Exception&) {  // the program ends
  }
}

enrolkit::Result<std::unique_ptr<Listener>> Listener::open(const ListenAddress& address,
                                                           const WebhookSecret& secret, Inbox& inbox,
                                                           ListenerSources sources) {
  try {
    std::unique_ptr<Parts> parts(new Parts{{inbox, std::move(sources), {}, secret}, {2, kMaxThreads}, {}});
    net::ServerSocket socket;
    socket.bind(net::SocketAddress(address.host, address.port), true, false);  // and share it with nobody
    socket.listen(kMaxQueued);
    net::HTTPServerParams::Ptr how = new net::HTTPServerParams;
    how->setMaxThreads(kMaxThreads);
    how->setMaxQueued(kMaxQueued);
    how->setTimeout(Poco::Timespan(kMaxReadTime.count(), 0));
    // Each connection holds a thread: one that says nothing has to let go of it.
    how->setKeepAliveTimeout(Poco::Timespan(1, 0));
    how->setSoftwareVersion("enrolkit");
    parts->server =
        std::make_unique<net::HTTPServer>(new Factory(parts->shared), parts->threads, socket, how);
    parts->server->start();
    return std::unique_ptr<Listener>(new Listener(std::move(parts)));
  } catch (const Poco::Exception& e) {
    return Error{"--listen " + printable(address.host) + ":" + std::to_string(address.port) + ": " +
                 printable(e.displayText())};
  }
}

std::uint16_t Listener::port() const { return parts_->server->port(); }

void Listener::change(const WebhookSecret& secret) {
  const std::lock_guard lock(parts_->shared.mutex);
  parts_->shared.secret = secret;
}

}  // namespace enrolkit::jamf
