// A listener on this computer, and a client of it.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>

#include <atomic>
#include <chrono>
#include <istream>
#include <memory>
#include <string>

#include "jamfpro/simulator/webhooks.h"
#include "jamfpro/watch/listener.h"
#include "support/waiting.h"

namespace enrolkit::test {

struct Listening {
  explicit Listening(std::chrono::milliseconds limit = std::chrono::seconds(5),
                     std::optional<jamf::ListenerTls> tls = {})
      : options{jamf::WebhookSecret("sesame"), std::move(tls), limit} {}

  jamf::ListenerOptions options;
  jamf::Inbox inbox;
  std::string page = "page\n";
  std::atomic<bool> healthy = true;
  std::unique_ptr<jamf::Listener> listener =
      jamf::Listener::open({"127.0.0.1", 0}, options, inbox,
                           {[this] { return page; }, [this] { return healthy.load(); }})
          .value();
  bool ended_by_the_server = true;  // each of raw()
  World world;
  std::string body = webhook_body("ComputerAdded", world.add(1'790'000'000), 1'790'000'000);

  struct Answer {
    int status = 0;
    std::string text;
  };
  Answer ask(const std::string& method, const std::string& path) {
    Poco::Net::HTTPClientSession session("127.0.0.1", listener->port());
    Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    Answer out;
    std::istream& in = session.receiveResponse(response);
    out.status = response.getStatus();
    Poco::StreamCopier::copyToString(in, out.text);
    return out;
  }
  // Bytes as they are; the first line that comes back, of a connection that is not held for ever.
  std::string raw(const std::string& bytes) {
    Poco::Net::StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", listener->port()));
    socket.setReceiveTimeout(Poco::Timespan(kNever.count(), 0));
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    std::string line;
    try {
      for (char c = 0; socket.receiveBytes(&c, 1) == 1 && c != '\n';) line += c;
    } catch (const Poco::TimeoutException&) {
      ended_by_the_server = false;
    } catch (const Poco::Exception&) {  // reset: what came is all
    }
    return line;
  }
};

}  // namespace enrolkit::test
