// The deadline holds, whatever a server does: each of these would hold a client for as long as it likes.
#include <gtest/gtest.h>

#include "jamfpro/http/client_of.h"
#include "jamfpro/http/rude_server.h"

namespace enrolkit::test {
namespace {

using namespace std::chrono_literals;
using jamf::NoReply;
using Why = NoReply::Why;

struct Ended {
  NoReply none;
  std::chrono::duration<double> took{};
};

Ended ask(const RudeServer& server, const std::string& ca_file, jamf::Request request = get_request()) {
  const auto http = client_of(server.port(), {.ca_file = ca_file});
  const auto begin = std::chrono::steady_clock::now();
  Ended out{none(http->send(request)), {}};
  out.took = since(begin);
  return out;
}

TEST(RudeServer, AHandshakeInTricklesEndsAtTheDeadline) {
  RudeServer server([](RudeServer& self, RudeServer::Socket& socket) {
    self.trickle(socket, std::string("\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", 9));
  });
  const Ended ended = ask(server, "");
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
  EXPECT_FALSE(ended.none.sent);
  EXPECT_LT(ended.took, kNever);
}

TEST(RudeServer, OneThatSaysNothingEndsAtTheDeadline) {
  RudeServer server([](RudeServer& self, RudeServer::Socket&) {
    while (!self.over()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  const Ended ended = ask(server, "");
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
  EXPECT_LT(ended.took, kNever);
}

class AfterTheHandshake : public testing::Test {
 protected:
  ServerTls tls_;
};

TEST_F(AfterTheHandshake, AHeadInTricklesEndsAtTheDeadline) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    self.trickle(secure, "HTTP/1.1 200 OK\r\nX-Long: aaaa");
  });
  const Ended ended = ask(server, tls_.ca_file);
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
  EXPECT_TRUE(ended.none.sent);
  EXPECT_LT(ended.took, kNever);
}

TEST_F(AfterTheHandshake, ABodyInTricklesEndsAtThreeTimesTheDeadline) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
    (void)secure.sendBytes(head.data(), static_cast<int>(head.size()));
    self.trickle(secure, "{\"a\":");
  });
  const Ended ended = ask(server, tls_.ca_file);
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
  EXPECT_LT(ended.took, kNever);
}

// A body without a length ends with the connection: what the deadline cut must not pass for a whole answer.
TEST_F(AfterTheHandshake, ABodyWithoutLengthIsNotWholeAtTheDeadline) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    (void)secure.sendBytes(head.data(), static_cast<int>(head.size()));
    self.trickle(secure, "[]     ");
  });
  const Ended ended = ask(server, tls_.ca_file);
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
}

TEST_F(AfterTheHandshake, ProvisionalAnswersForEverEndAtTheDeadline) {
  for (const std::string status : {"100 Continue", "103 Early Hints"}) {
    RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
      auto secure = tls_.accept(socket);
      const std::string head = "HTTP/1.1 " + status + "\r\n\r\n";
      while (!self.over()) {
        (void)secure.sendBytes(head.data(), static_cast<int>(head.size()));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    const Ended ended = ask(server, tls_.ca_file);
    EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
    EXPECT_LT(ended.took, kNever);
  }
}

TEST_F(AfterTheHandshake, AnAnswerBehindProvisionalOnesIsTheAnswer) {
  RudeServer server([&](RudeServer&, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    const std::string text =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    (void)secure.sendBytes(text.data(), static_cast<int>(text.size()));
  });
  const auto outcome = client_of(server.port(), {.ca_file = tls_.ca_file})->send(get_request(kNever));
  ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
  EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 200);
  EXPECT_EQ(std::get<jamf::Reply>(outcome).body, "{}");
}

// What one connection brought too much is no answer to what the next one asks.
TEST_F(AfterTheHandshake, BytesThatAreLeftAreNoAnswerToTheNextRequest) {
  for (const jamf::Method method : {jamf::Method::get, jamf::Method::post}) {
    RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
      auto secure = tls_.accept(socket);
      const std::string text = self.connections() == 1
                                   ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                                     "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nlies"
                                   : "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n[]";
      (void)secure.sendBytes(text.data(), static_cast<int>(text.size()));
    });
    const auto http = client_of(server.port(), {.ca_file = tls_.ca_file});
    (void)http->send(get_request(kNever));
    jamf::Request request = get_request(kNever);
    request.method = method;
    const auto outcome = http->send(request);
    ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
    EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 202);
    EXPECT_EQ(std::get<jamf::Reply>(outcome).body, "[]");
  }
}

// Nor is what is left of an answer that could not be read.
TEST_F(AfterTheHandshake, AnAnswerThatCannotBeReadSpoilsNoOther) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    const std::string text = self.connections() == 1
                                 ? "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}"
                                 : "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n[]";
    (void)secure.sendBytes(text.data(), static_cast<int>(text.size()));
  });
  const auto http = client_of(server.port(), {.ca_file = tls_.ca_file});
  EXPECT_EQ(none(http->send(get_request(kNever))).why, Why::cut);
  const auto outcome = http->send(get_request(kNever));
  ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
  EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 202);
}

TEST_F(AfterTheHandshake, AServerThatReadsNothingEndsAtTheDeadline) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    const auto secure = tls_.accept(socket);
    while (!self.over()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  jamf::Request request = get_request();
  request.method = jamf::Method::post;
  request.content_type = "application/octet-stream";
  request.body = std::string(32U << 20U, 'x');
  const Ended ended = ask(server, tls_.ca_file, request);
  EXPECT_EQ(ended.none.why, Why::timed_out) << ended.none.text;
  EXPECT_TRUE(ended.none.sent);
  EXPECT_LT(ended.took, kNever);
}

TEST_F(AfterTheHandshake, AReadEndsAtOnceAtTheUsersWishAndAWriteDoesNot) {
  RudeServer server([&](RudeServer& self, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    self.trickle(secure, "HTTP/1.1 200 OK\r\nX-Long: aaaa");
  });
  const auto begin = std::chrono::steady_clock::now();
  const jamf::HttpOptions options{.ca_file = tls_.ca_file, .stop = [&] { return since(begin) > 500ms; }};
  jamf::Request request = get_request();
  request.limit = 2 * kNever;
  EXPECT_EQ(none(client_of(server.port(), options)->send(request)).text, "stopped");
  EXPECT_LT(since(begin), kNever);

  const auto later = std::chrono::steady_clock::now();
  const jamf::HttpOptions patient{.ca_file = tls_.ca_file, .stop = [&] { return since(later) > 500ms; }};
  request.method = jamf::Method::post;
  request.limit = 2s;
  EXPECT_EQ(none(client_of(server.port(), patient)->send(request)).why, Why::timed_out);
  EXPECT_GT(since(later), 1500ms);
}

TEST_F(AfterTheHandshake, WhatIsSentAfterTheWishIsMeant) {
  RudeServer server([&](RudeServer&, RudeServer::Socket& socket) {
    auto secure = tls_.accept(socket);
    const std::string text = "HTTP/1.1 204 No Content\r\n\r\n";
    (void)secure.sendBytes(text.data(), static_cast<int>(text.size()));
  });
  jamf::Request request = get_request(kNever);
  request.method = jamf::Method::post;
  const auto outcome =
      client_of(server.port(), {.ca_file = tls_.ca_file, .stop = [] { return true; }})->send(request);
  EXPECT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
}

}  // namespace
}  // namespace enrolkit::test
