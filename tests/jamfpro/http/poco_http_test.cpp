// The one file that speaks HTTPS, against a real TLS server on this computer.
#include "jamfpro/http/poco_http.h"

#include <gtest/gtest.h>

#include "jamfpro/http/client_of.h"
#include "jamfpro/http/connect_proxy.h"
#include "jamfpro/http/dial.h"
#include "jamfpro/http/session.h"
#include "jamfpro/http/tls_bench.h"
#include "jamfpro/simulator/sim_http.h"

namespace enrolkit::test {
namespace {

using jamf::NoReply;
using Why = NoReply::Why;

std::unique_ptr<jamf::Http> client(const SimServer& server, const jamf::HttpOptions& options) {
  return client_of(server.port(), options);
}

jamf::Request token_request() {
  jamf::Request request;
  request.method = jamf::Method::post;
  request.target = "/api/v1/oauth/token";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = "grant_type=client_credentials&client_id=client&client_secret=s3cret-of-the-client";
  request.limit = std::chrono::seconds(1);
  return request;
}

TEST(PocoHttp, BringsTheWholeReply) {
  TlsBench s;
  const auto http = client(s.server, {s.ca_file});
  const auto outcome = http->send(token_request());
  ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
  const auto& reply = std::get<jamf::Reply>(outcome);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_NE(reply.body.find("access_token"), std::string::npos);
  EXPECT_EQ(reply.set_cookies, (std::vector<std::string>{"jpro-ingress=node-a", "tracking=no"}));
  EXPECT_NEAR(static_cast<double>(*reply.date), static_cast<double>(real_now()), 3);
}

TEST(PocoHttp, TheSimulatorListensOnBothAddresses) {
  TlsBench s;
  const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  (void)jamf::connect_to_any({Poco::Net::SocketAddress("127.0.0.1", s.server.port())}, soon);
  try {
    const Poco::Net::ServerSocket other(Poco::Net::SocketAddress("::1", 0));
  } catch (const Poco::Exception&) {
    GTEST_SKIP() << "this computer has no ::1";
  }
  EXPECT_NO_THROW((void)jamf::connect_to_any({Poco::Net::SocketAddress("::1", s.server.port())}, soon));
}

TEST(PocoHttp, HearsEveryFormOfNotNow) {
  TlsBench s;
  const auto http = client(s.server, {s.ca_file});
  for (const WaitForm form :
       {WaitForm::seconds, WaitForm::date, WaitForm::reset_in_seconds, WaitForm::reset_at}) {
    s.jamf.wait_form = form;
    s.jamf.faults = {{"POST", Effect::turned_away, 1, 1, 1, 17}};
    const auto outcome = http->send(token_request());
    ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
    EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 429);
    EXPECT_EQ(std::get<jamf::Reply>(outcome).retry_after, 17) << static_cast<int>(form);
  }
}

TEST(PocoHttp, ASessionWorksOverItAndHasOneConnection) {
  TlsBench s;
  const auto http = client(s.server, {s.ca_file});
  SimClock clock;
  jamf::Session session(*http, clock,
                        {jamf::Credentials::Kind::api_client, s.jamf.client_id, s.jamf.client_secret});
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(session.json(get_request()).ok());
  session.close();
  EXPECT_EQ(s.jamf.tokens_invalidated, 1);
  EXPECT_LE(s.server.most_connections(), 2);  // the old one may still be closing as the next one opens
}

TEST(PocoHttp, TrustsNobodyUnasked) {
  TlsBench s;
  const NoReply refused = none(client(s.server, {})->send(token_request()));
  EXPECT_EQ(refused.why, Why::untrusted) << refused.text;
  EXPECT_FALSE(refused.sent);
  EXPECT_NE(refused.text.find("--ca-file"), std::string::npos);
  EXPECT_TRUE(s.jamf.log.empty());
}

TEST(PocoHttp, TellsWhatWasNeverSent) {
  std::uint16_t port = 0;
  {
    TlsBench s;
    port = s.server.port();
  }
  for (const char* host : {"127.0.0.1", "no-such-host.invalid"}) {
    auto http = jamf::poco_http({host, port, ""}, {});
    const auto begin = std::chrono::steady_clock::now();
    const NoReply refused = none(http.value()->send(token_request()));
    EXPECT_EQ(refused.why, Why::unreachable) << refused.text;
    EXPECT_LT(since(begin), kNever);
    EXPECT_FALSE(refused.sent);
    EXPECT_NE(refused.text.find(host), std::string::npos);
  }
}

TEST(PocoHttp, TellsWhatMayHaveArrived) {
  TlsBench s;
  for (const Effect effect : {Effect::cut, Effect::applied_cut, Effect::half_reply}) {
    s.jamf.faults.push_back({"POST /api/v1/oauth", effect});
    const auto http = client(s.server, {s.ca_file});
    const NoReply cut = none(http->send(token_request()));
    EXPECT_EQ(cut.why, Why::cut) << cut.text;
    EXPECT_TRUE(cut.sent);
    EXPECT_TRUE(std::holds_alternative<jamf::Reply>(http->send(token_request())));  // it goes on
  }
}

TEST(PocoHttp, WaitsNoLongerThanTheLimit) {
  TlsBench s;
  s.jamf.faults.push_back({"POST /api/v1/oauth", Effect::timed_out});
  const auto begin = std::chrono::steady_clock::now();
  const NoReply late = none(client(s.server, {s.ca_file})->send(token_request()));
  EXPECT_EQ(late.why, Why::timed_out) << late.text;
  EXPECT_TRUE(late.sent);
  EXPECT_LT(since(begin), kNever);
}

TEST(PocoHttp, FollowsNoRedirection) {
  TlsBench s;
  s.jamf.faults.push_back({"POST /api/v1/oauth", Effect::redirect});
  const auto outcome = client(s.server, {s.ca_file})->send(token_request());
  ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome));
  EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 302);
  EXPECT_EQ(s.jamf.log.size(), 1U);
}

TEST(PocoHttp, GoesThroughAProxyAndStillVerifies) {
  TlsBench s, stranger({.host = "jamf.example.com"});
  ConnectProxy proxy;
  const auto outcome = client(s.server, {.ca_file = s.ca_file, .proxy = proxy.url()})->send(token_request());
  ASSERT_TRUE(std::holds_alternative<jamf::Reply>(outcome)) << none(outcome).text;
  EXPECT_EQ(std::get<jamf::Reply>(outcome).status, 200);
  EXPECT_EQ(proxy.connections(), 1);
  EXPECT_EQ(
      none(
          client(stranger.server, {.ca_file = stranger.ca_file, .proxy = proxy.url()})->send(token_request()))
          .why,
      Why::untrusted);
  EXPECT_EQ(none(client(s.server, {.proxy = proxy.url()})->send(token_request())).why, Why::untrusted);
  EXPECT_TRUE(stranger.jamf.log.empty());
}

TEST(PocoHttp, AProxyThatRefusesIsNamed) {
  TlsBench s;
  ConnectProxy proxy;
  proxy.refuse();
  const NoReply refused =
      none(client(s.server, {.ca_file = s.ca_file, .proxy = proxy.url()})->send(token_request()));
  EXPECT_EQ(refused.why, Why::unreachable);
  EXPECT_FALSE(refused.sent);
  EXPECT_NE(refused.text.find("proxy"), std::string::npos) << refused.text;
}

TEST(PocoHttp, ACaFileOfNoUseIsSaid) {
  const TempFolder folder;
  for (const std::string& path : {folder.at("missing.pem"), folder.write("text.pem", "no certificate")}) {
    const auto http = jamf::poco_http({"127.0.0.1", 443, ""}, {path});
    ASSERT_FALSE(http.ok());
    EXPECT_NE(http.error().why.find(path), std::string::npos) << http.error().why;
  }
}

TEST(ProxyFor, FollowsTheEnvironmentsRules) {
  EXPECT_EQ(jamf::proxy_for("a.example.com", "http://p:3128", ""), "http://p:3128");
  EXPECT_EQ(jamf::proxy_for("a.example.com", "p:3128", ""), "http://p:3128");
  EXPECT_EQ(jamf::proxy_for("a.example.com", "", ""), "");
  for (const char* none : {"*", "example.com", ".example.com", "x, a.example.com"}) {
    EXPECT_EQ(jamf::proxy_for("a.example.com", "http://p:3128", none), "") << none;
  }
  for (const char* none : {"ample.com", "b.example.com", "a.example.com.org"}) {
    EXPECT_EQ(jamf::proxy_for("a.example.com", "http://p:3128", none), "http://p:3128") << none;
  }
}

TEST(ProxyFor, AProxyOfNoUseIsSaidWithoutItsPassword) {
  for (const char* proxy : {"socks5://me:geheim@p:1", "http://", "http://me:geheim@p:port"}) {
    const auto http = jamf::poco_http({"127.0.0.1", 443, ""}, {.proxy = proxy});
    ASSERT_FALSE(http.ok()) << proxy;
    EXPECT_NE(http.error().why.find("https_proxy"), std::string::npos);
    EXPECT_EQ(http.error().why.find("geheim"), std::string::npos);
  }
}

}  // namespace
}  // namespace enrolkit::test
