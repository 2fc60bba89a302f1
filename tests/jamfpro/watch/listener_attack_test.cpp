// The watch's HTTP server before clients that are slow, silent or many, and know no secret.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <deque>
#include <thread>
#include <vector>

#include "jamfpro/watch/listening.h"
#include "support/waiting.h"

namespace enrolkit::test {
namespace {

namespace net = Poco::Net;
using namespace std::chrono_literals;

// As many descriptors as this process may have: both ends of each connection are here.
void raise_descriptor_limit() {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
}

// Clients that send so much of a request at once, and from then on a byte a time.
class SlowClients {
 public:
  SlowClients(Listening& to, std::size_t count, std::string_view begins, std::string_view drips)
      : begins_(begins), drips_(drips) {
    for (std::size_t i = 0; i < count; ++i) {
      sockets_.emplace_back(net::SocketAddress("127.0.0.1", to.listener->port()));
      send(sockets_.back(), begins_);
    }
    if (!drips_.empty()) thread_ = std::thread([this] { drip(); });
  }
  SlowClients(const SlowClients&) = delete;
  SlowClients& operator=(const SlowClients&) = delete;
  ~SlowClients() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  // Whether all of them are ended by the server.
  bool end() {
    for (net::StreamSocket& one : sockets_) {
      one.setReceiveTimeout(Poco::Timespan(kNever.count(), 0));
      std::array<char, 512> answer{};
      try {
        while (one.receiveBytes(answer.data(), answer.size()) > 0) {
        }
      } catch (const Poco::TimeoutException&) {
        return false;
      } catch (const Poco::Exception&) {  // reset: ended, too
      }
    }
    return true;
  }

 private:
  static void send(net::StreamSocket& to, std::string_view bytes) {
    try {
      if (!bytes.empty()) (void)to.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    } catch (const Poco::Exception&) {  // it was ended
    }
  }
  void drip() {
    for (std::size_t i = 0; !over_; ++i) {
      for (net::StreamSocket& one : sockets_) send(one, std::string_view(&drips_[i % drips_.size()], 1));
      std::this_thread::sleep_for(50ms);
    }
  }

  std::vector<net::StreamSocket> sockets_;
  std::string begins_, drips_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

// Where a request may take an hour, an answer that comes waited for no other's end.
constexpr auto kNoLimit = 1h;

void expect_answers(Listening& s, const std::string& what) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(send_webhook(s.listener->port(), s.body, "sesame"), 200) << what;
    EXPECT_EQ(s.ask("GET", "/healthz").status, 200) << what;
    EXPECT_EQ(s.ask("GET", "/metrics").text, "page\n") << what;
  }
}

std::int64_t dropped(Listening& s) {
  return s.inbox.counts()[static_cast<std::size_t>(jamf::Receipt::dropped)];
}

struct Slowness {
  const char* name;
  std::string begins, drips;
};
const Slowness kSlow[] = {
    {"connect only", "", ""},
    {"a byte a time", "", "POST /webhook HTTP/1.1\r\nX: "},
    {"half a head", "POST /webhook HTTP/1.1\r\nHost: x\r\nX-Enrolkit-Se", ""},
    {"half a body", "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"web", "x"},
    {"half a body with the secret",
     "POST /webhook HTTP/1.1\r\nX-Enrolkit-Secret: sesame\r\nContent-Length: 100000\r\n\r\n{\"web", "x"},
    {"chunks that never end",
     "POST /webhook HTTP/1.1\r\nX-Enrolkit-Secret: sesame\r\nTransfer-Encoding: chunked\r\n\r\n",
     "1\r\nx\r\n"}};

TEST(ListenerUnderAttack, SlowClientsTakeNothingAway) {
  raise_descriptor_limit();
  for (const Slowness& slow : kSlow) {
    for (const std::size_t count : {8U, 64U, 500U}) {
      Listening s(kNoLimit);
      const SlowClients clients(s, count, slow.begins, slow.drips);
      expect_answers(s, slow.name + (", " + std::to_string(count)));
    }
  }
}

TEST(ListenerUnderAttack, AThousandThatSayNothing) {
  raise_descriptor_limit();
  Listening s(kNoLimit);
  const SlowClients clients(s, 1000, "", "");
  expect_answers(s, "idle");
  EXPECT_TRUE(comes([&] { return dropped(s) >= 900; }));
}

// Half a head keeps nobody's place beyond the limit, however steadily its bytes come.
TEST(ListenerUnderAttack, OneTimeLimitForAllOfARequest) {
  for (const Slowness& slow : kSlow) {
    Listening s(500ms);
    SlowClients clients(s, 8, slow.begins, slow.drips);
    EXPECT_TRUE(clients.end()) << slow.name;
  }
}

TEST(ListenerUnderAttack, AnAnswerThatNobodyReadsEnds) {
  Listening s(500ms);
  s.page.assign(50U << 20U, 'x');  // more than the buffers of both ends
  SlowClients clients(s, 4, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "");
  EXPECT_TRUE(comes([&] { return dropped(s) == 4; }));
  // A loaded machine may need more than the limit, now and then.
  EXPECT_TRUE(comes([&] { return send_webhook(s.listener->port(), s.body, "sesame") == 200; }));
}

// One that keeps opening connections and says nothing: from another address where this computer has one, since of two
// clients with one address the listener cannot tell who is which.
class Flood {
 public:
  explicit Flood(Listening& to) : to_("127.0.0.1", to.listener->port()), thread_([this] { run(); }) {}
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;
  ~Flood() {
    over_ = true;
    thread_.join();
  }
  [[nodiscard]] int came() const { return came_; }

 private:
  void run() {
    std::deque<net::StreamSocket> held;
    while (!over_) {
      try {
        net::StreamSocket one(net::SocketAddress::IPv4);
        if (kIsLinux) one.impl()->bind(net::SocketAddress("127.0.0.2", 0));
        one.connect(to_);
        held.push_back(one);
        ++came_;
      } catch (const Poco::Exception&) {  // no port is free for a while
      }
      if (held.size() > 500) held.pop_front();
      std::this_thread::sleep_for(200us);
    }
  }

#ifdef __linux__
  static constexpr bool kIsLinux = true;  // where all of 127.0.0.0/8 is this computer
#else
  static constexpr bool kIsLinux = false;
#endif
  net::SocketAddress to_;
  std::atomic<bool> over_ = false;
  std::atomic<int> came_ = 0;
  std::thread thread_;
};

TEST(ListenerUnderAttack, ConnectionsThatKeepComingTakeNothingAway) {
  raise_descriptor_limit();
  Listening s(kNoLimit);
  const Flood flood(s);
  EXPECT_TRUE(comes([&] {
    expect_answers(s, "flood");
    return flood.came() > 500;
  }));
  for (int i = 0; i < 10; ++i) expect_answers(s, "flood");
}

TEST(ListenerUnderAttack, ItEndsAtOnceWhoeverIsConnected) {
  auto s = std::make_unique<Listening>(kNoLimit);
  const SlowClients clients(*s, 64, "POST /webhook HTTP/1.1\r\n", "");
  const auto begin = std::chrono::steady_clock::now();
  s.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kNever);
}

}  // namespace
}  // namespace enrolkit::test
