// A proxy that knows CONNECT and nothing else, for one connection after the other.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>

namespace enrolkit::test {

class ConnectProxy {
 public:
  ConnectProxy() : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)), thread_([this] { serve(); }) {}
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;
  ~ConnectProxy() {
    over_ = true;
    thread_.join();
  }

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(socket_.address().port());
  }
  [[nodiscard]] int connections() const { return connections_; }
  void refuse() { refuses_ = true; }

 private:
  using Socket = Poco::Net::StreamSocket;
  static constexpr long kTick = 50'000;  // microseconds

  void serve() {
    while (!over_) {
      if (!socket_.poll(Poco::Timespan(0, kTick), Socket::SELECT_READ)) continue;
      try {
        Socket client = socket_.acceptConnection();
        tunnel(client);
      } catch (const Poco::Exception&) {  // one of the ends has gone
      }
    }
  }

  void tunnel(Socket& client) {
    std::string head;
    std::array<char, 16'384> bytes{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const int got = client.receiveBytes(bytes.data(), static_cast<int>(bytes.size()));
      if (got <= 0) return;
      head.append(bytes.data(), static_cast<std::size_t>(got));
    }
    ++connections_;
    const std::string answer = refuses_
                                   ? "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                                   : "HTTP/1.1 200 Connection established\r\n\r\n";
    client.sendBytes(answer.data(), static_cast<int>(answer.size()));
    if (refuses_) return;
    const std::string where = head.substr(8, head.find(' ', 8) - 8);  // behind "CONNECT "
    Socket server{Poco::Net::SocketAddress("127.0.0.1:" + where.substr(where.rfind(':') + 1))};
    const auto pass = [&](Socket& from, Socket& to, long wait) {
      if (!from.poll(Poco::Timespan(0, wait), Socket::SELECT_READ)) return true;
      const int got = from.receiveBytes(bytes.data(), static_cast<int>(bytes.size()));
      if (got <= 0) return false;
      to.sendBytes(bytes.data(), got);
      return true;
    };
    while (!over_ && pass(client, server, 1'000) && pass(server, client, 1'000)) {
    }
  }

  Poco::Net::ServerSocket socket_;
  std::atomic<bool> over_{false}, refuses_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

}  // namespace enrolkit::test
