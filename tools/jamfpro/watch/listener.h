// The watch's HTTP server: POST /webhook, GET /metrics, GET /healthz. Without a certificate it has no TLS, and is meant for
// this computer alone: a proxy that speaks TLS stands before it where Jamf Pro is elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "jamfpro/watch/inbox.h"
#include "jamfpro/watch/listener_tls.h"

namespace enrolkit::jamf {

struct ListenAddress {
  std::string host;  // a number: 127.0.0.1, ::1
  std::uint16_t port = 0;
  [[nodiscard]] bool is_loopback() const;
};
// "127.0.0.1:8765", "[::1]:8765".
[[nodiscard]] enrolkit::Result<ListenAddress> parse_listen_address(std::string_view text);

// Asked from several threads.
struct ListenerSources {
  std::function<std::string()> metrics;
  std::function<bool()> healthy;
};

struct ListenerOptions {
  WebhookSecret secret;
  std::optional<ListenerTls> tls;
  // From a connection to the last byte of its answer.
  std::chrono::milliseconds limit{5000};
};

class Listener {
 public:
  // Answers once it listens; port 0 takes one that is free. The inbox lives longer.
  [[nodiscard]] static enrolkit::Result<std::unique_ptr<Listener>> open(const ListenAddress& address,
                                                                        ListenerOptions options, Inbox& inbox,
                                                                        ListenerSources sources);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] std::uint16_t port() const;
  // For those who connect from now on.
  void change(ListenerOptions options);

 private:
  struct Parts;
  explicit Listener(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace enrolkit::jamf
