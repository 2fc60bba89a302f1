// The watch's HTTP server: who is let in, how much is taken, how fast.
#include "jamfpro/watch/listener.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

#include "jamfpro/watch/listening.h"
#include "support/sanitized.h"

namespace enrolkit::test {
namespace {

TEST(Listener, TakesWebhooksWithTheSecretAlone) {
  Listening s;
  EXPECT_EQ(send_webhook(s.listener->port(), s.body, "sesame"), 200);
  EXPECT_EQ(send_webhook(s.listener->port(), s.body, "wrong"), 401);
  EXPECT_EQ(send_webhook(s.listener->port(), "{broken", "sesame"), 400);
  EXPECT_EQ(s.inbox.take().size(), 1U);
  s.listener->change({jamf::WebhookSecret("wrong"), {}});
  EXPECT_EQ(send_webhook(s.listener->port(), s.body, "sesame"), 401);
  EXPECT_EQ(s.inbox.counts(), (jamf::ReceiptCounts{1, 0, 1, 2, 0, 0, 0}));
}

TEST(Listener, ServesMetricsAndHealthAndNothingElse) {
  Listening s;
  EXPECT_EQ(s.ask("GET", "/metrics").text, "page\n");
  EXPECT_EQ(s.ask("GET", "/healthz").status, 200);
  s.healthy = false;
  EXPECT_EQ(s.ask("GET", "/healthz").status, 503);
  EXPECT_EQ(s.ask("POST", "/metrics").status, 405);
  EXPECT_EQ(s.ask("GET", "/webhook").status, 405);
  EXPECT_EQ(s.ask("GET", "/").status, 404);
  EXPECT_EQ(s.ask("GET", "/../etc/passwd").status, 404);
}

TEST(Listener, AHundredMegabytesAreNotRead) {
  Listening s;
  const std::string head = "POST /webhook HTTP/1.1\r\nHost: x\r\nX-Enrolkit-Secret: sesame\r\n";
  EXPECT_EQ(s.raw(head + "Content-Length: 104857600\r\n\r\n"), "HTTP/1.1 413 Request Entity Too Large\r");
  std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 20; ++i) chunks += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  EXPECT_EQ(s.raw(chunks), "HTTP/1.1 413 Request Entity Too Large\r");
  EXPECT_EQ(s.inbox.counts()[static_cast<std::size_t>(jamf::Receipt::too_large)], 2);
  EXPECT_EQ(send_webhook(s.listener->port(), s.body, "sesame"), 200) << "and it goes on";
}

TEST(Listener, AThousandASecond) {
  Listening s;
  constexpr int kThreads = 4, kEach = kSanitized ? 50 : 500;
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu_before = std::clock();  // of this process: others take time, and none of this
  std::atomic<int> taken = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < kThreads; ++i) {
    senders.emplace_back([&] {
      for (int j = 0; j < kEach; ++j)
        taken += send_webhook(s.listener->port(), s.body, "sesame") == 200 ? 1 : 0;
    });
  }
  for (std::thread& one : senders) one.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const std::clock_t cpu = std::clock() - cpu_before;
  EXPECT_EQ(taken, kThreads * kEach);
  RecordProperty("per_second", std::to_string(kThreads * kEach / took.count()));
  if (!kSanitized) {
    EXPECT_LT(cpu, 4 * CLOCKS_PER_SEC) << "of two processors; a connection each, as Jamf Pro does";
  }
}

TEST(Listener, APortThatIsTakenIsSaid) {
  Listening s;
  const auto second = jamf::Listener::open({"127.0.0.1", s.listener->port()}, s.options, s.inbox, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().why,
            "--listen 127.0.0.1:" + std::to_string(s.listener->port()) + ": Address already in use");
}

TEST(ListenAddress, ANumberAndAPort) {
  EXPECT_TRUE(jamf::parse_listen_address("127.0.0.1:8765").value().is_loopback());
  EXPECT_TRUE(jamf::parse_listen_address("[::1]:8765").value().is_loopback());
  EXPECT_FALSE(jamf::parse_listen_address("0.0.0.0:8765").value().is_loopback());
  for (const char* bad :
       {"", "8765", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999", "name:80"}) {
    EXPECT_FALSE(jamf::parse_listen_address(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace enrolkit::test
