// A server on this computer that does with each connection, one after the other, what a test says.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "jamfpro/simulator/certificate.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

class RudeServer {
 public:
  using Socket = Poco::Net::StreamSocket;
  using Serve = std::function<void(RudeServer&, Socket&)>;

  explicit RudeServer(Serve serve)
      : serve_(std::move(serve)),
        socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        thread_([this] { run(); }) {}
  RudeServer(const RudeServer&) = delete;
  RudeServer& operator=(const RudeServer&) = delete;
  ~RudeServer() {
    over_ = true;
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return socket_.address().port(); }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] bool over() const { return over_; }

  // One byte every 50 ms, and the last one again and again, until the client has gone.
  void trickle(Socket& to, std::string_view text) const {
    for (std::size_t i = 0; !over_; i = std::min(i + 1, text.size() - 1)) {
      (void)to.sendBytes(&text[i], 1);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

 private:
  void run() {
    while (!over_) {
      if (!socket_.poll(Poco::Timespan(0, 50'000), Socket::SELECT_READ)) continue;
      try {
        Socket client = socket_.acceptConnection();
        ++connections_;
        serve_(*this, client);
      } catch (const Poco::Exception&) {  // the client has gone
      }
    }
  }

  Serve serve_;
  Poco::Net::ServerSocket socket_;
  std::atomic<bool> over_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

// The server's side of TLS, with a certificate for localhost.
class ServerTls {
 public:
  explicit ServerTls(const CertificateWish& wish = {}) : certificate_(make_certificate(wish)) {
    Poco::Net::initializeSSL();
    ca_file = folder_.write("ca.pem", certificate_.ca_pem);
    context = new Poco::Net::Context(
        Poco::Net::Context::TLS_SERVER_USE, folder_.write("key.pem", certificate_.key_pem),
        folder_.write("certificate.pem", certificate_.certificate_pem), "", Poco::Net::Context::VERIFY_NONE);
  }

  // The handshake, and the head of a request.
  [[nodiscard]] Poco::Net::SecureStreamSocket accept(const Poco::Net::StreamSocket& over) const {
    auto out = Poco::Net::SecureStreamSocket::attach(over, context);
    std::string head;
    for (char byte = 0; head.find("\r\n\r\n") == std::string::npos; head += byte) {
      if (out.receiveBytes(&byte, 1) != 1) throw Poco::IOException("gone");
    }
    return out;
  }

  std::string ca_file;
  Poco::Net::Context::Ptr context;

 private:
  TempFolder folder_;
  ServerCertificate certificate_;
};

}  // namespace enrolkit::test
