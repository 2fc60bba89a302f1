#include "jamfpro/simulator/sim_server.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timestamp.h>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <thread>

namespace enrolkit::test {
namespace {

namespace net = Poco::Net;

constexpr auto kHang = std::chrono::seconds(3);  // longer than the limits that tests set

std::optional<jamf::Method> method_of(const std::string& name) {
  using jamf::Method;
  for (const Method method : {Method::get, Method::post, Method::put, Method::del}) {
    if (name == to_text(method)) return method;
  }
  return std::nullopt;
}

struct Shared {
  FakeJamf& jamf;
  std::function<std::int64_t()> now;
  std::mutex mutex;
};

class Handler : public net::HTTPRequestHandler {
 public:
  explicit Handler(Shared& shared) : shared_(shared) {}

  void handleRequest(net::HTTPServerRequest& in, net::HTTPServerResponse& out) override {
    jamf::Request request;
    const auto method = method_of(in.getMethod());
    const std::string accept = in.get("Accept", "");
    request.method = method.value_or(jamf::Method::get);
    request.accept = accept;
    request.target = in.getURI();
    request.authorization = in.get("Authorization", "");
    request.cookie = in.get("Cookie", "");
    request.content_type = in.getContentType();
    Poco::StreamCopier::copyToString(in.stream(), request.body);
    if (!method) return refuse_method(out);
    Answered answered;
    std::chrono::milliseconds latency{0};
    {
      const std::lock_guard lock(shared_.mutex);
      latency = shared_.jamf.latency;
      answered = shared_.jamf.answer(request, shared_.now());
    }
    std::this_thread::sleep_for(latency);
    const jamf::Reply& reply = answered.reply;
    const bool half = answered.effect == Effect::half_reply;
    const bool hangs = answered.effect == Effect::timed_out || answered.effect == Effect::applied_timed_out;
    if (hangs) std::this_thread::sleep_for(kHang);
    if (half || hangs || answered.effect == Effect::cut || answered.effect == Effect::applied_cut) {
      net::StreamSocket socket = dynamic_cast<net::HTTPServerRequestImpl&>(in).detachSocket();
      if (half) {
        const std::string text =
            fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                        reply.body.size(), reply.body.substr(0, reply.body.size() / 2));
        socket.sendBytes(text.data(), static_cast<int>(text.size()));
      }
      socket.close();
      return;
    }
    out.setStatusAndReason(static_cast<net::HTTPResponse::HTTPStatus>(reply.status));
    if (!reply.content_type.empty()) out.setContentType(reply.content_type);
    if (!reply.location.empty()) out.set("Location", reply.location);
    if (reply.retry_after) tell_wait(out, *reply.retry_after, reply.date.value_or(0));
    if (reply.date) out.setDate(Poco::Timestamp::fromEpochTime(static_cast<std::time_t>(*reply.date)));
    for (const std::string& cookie : reply.set_cookies)
      out.add("Set-Cookie", cookie + "; Path=/; Secure; HttpOnly");
    if (reply.status == 204) {
      out.setContentLength(0);
      out.send();
    } else {
      out.setChunkedTransferEncoding(true);  // as Tomcat does
      out.send() << reply.body;
    }
  }

 private:
  static void refuse_method(net::HTTPServerResponse& out) {
    out.setStatusAndReason(net::HTTPResponse::HTTP_METHOD_NOT_ALLOWED);
    out.setContentLength(0);
    out.send();
  }
  void tell_wait(net::HTTPServerResponse& out, std::int64_t seconds, std::int64_t now) {
    switch (shared_.jamf.wait_form) {
      case WaitForm::seconds: return out.set("Retry-After", std::to_string(seconds));
      case WaitForm::date:
        return out.set("Retry-After",
                       Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(now + seconds),
                                                       Poco::DateTimeFormat::HTTP_FORMAT));
      case WaitForm::reset_in_seconds: return out.set("X-RateLimit-Reset", std::to_string(seconds));
      case WaitForm::reset_at: return out.set("x-ratelimit-reset", std::to_string(now + seconds));
    }
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

std::string write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  return path;
}

}  // namespace

struct SimServer::Parts {
  Shared shared;
  net::Context::Ptr context;
  std::uint16_t port = 0;
  std::vector<std::unique_ptr<net::HTTPServer>> servers;  // one an address

  void listen(const char* address) {
    const net::SecureServerSocket socket(net::SocketAddress(address, port), 64, context);
    port = socket.address().port();
    net::HTTPServerParams::Ptr parameters = new net::HTTPServerParams;
    parameters->setMaxThreads(8);
    parameters->setKeepAlive(true);
    servers.push_back(std::make_unique<net::HTTPServer>(new Factory(shared), socket, parameters));
    servers.back()->start();
  }
};

SimServer::SimServer(FakeJamf& jamf, const ServerCertificate& certificate, const std::string& folder,
                     std::function<std::int64_t()> now)
    : parts_(new Parts{{jamf, std::move(now), {}}, nullptr, 0, {}}) {
  net::initializeSSL();
  const std::string key = write(folder + "/server.key", certificate.key_pem);
  const std::string chain = write(folder + "/server.pem", certificate.certificate_pem);
  parts_->context = new net::Context(net::Context::TLS_SERVER_USE, key, chain, "", net::Context::VERIFY_NONE);
  parts_->listen("127.0.0.1");
  try {
    parts_->listen("::1");
  } catch (const Poco::Exception&) {  // a computer without IPv6, or the port is another's there
  }
}

SimServer::~SimServer() {
  for (const auto& server : parts_->servers) server->stopAll(true);
}

std::uint16_t SimServer::port() const { return parts_->port; }
std::string SimServer::url() const { return fmt::format("https://127.0.0.1:{}", port()); }
int SimServer::most_connections() const {
  int most = 0;
  for (const auto& server : parts_->servers) most += server->maxConcurrentConnections();
  return most;
}
std::mutex& SimServer::mutex() { return parts_->shared.mutex; }

}  // namespace enrolkit::test
