// Tokens, cookies, retries, and that no secret is ever told.
#include "jamfpro/http/session.h"

#include <gtest/gtest.h>

#include <limits>

#include "jamfpro/bench.h"

namespace enrolkit::test {
namespace {

using jamf::Failure;
using Kind = Failure::Kind;

const std::string kTokenPath = "POST /api/v1/oauth/token";

jamf::Request read(std::string target = "/api/v1/jamf-pro-version") {
  jamf::Request request;
  request.target = std::move(target);
  return request;
}

TEST(Session, OneTokenServesManyCalls) {
  Bench s;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(s.session.call(read()).ok());
  EXPECT_EQ(s.jamf.tokens_given, 1);
}

TEST(Session, TokensAreRenewedByTheirOwnLifetime) {
  Bench s;
  s.jamf.token_life = 60;
  for (int i = 0; i < 60; ++i) {
    EXPECT_TRUE(s.session.call(read()).ok());
    s.clock.time += 10;
  }
  EXPECT_EQ(s.jamf.tokens_given, 12);  // each serves 45 s and the call after
}

TEST(Session, AUsersTokenIsKeptAlive) {
  Bench s(true);
  s.jamf.token_life = 1800;
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(s.session.call(read()).ok());
    s.clock.time += 60;
  }
  EXPECT_EQ(s.calls("POST /api/v1/auth/token"), 1);
  EXPECT_EQ(s.calls("POST /api/v1/auth/keep-alive"), 3);
}

TEST(Session, AWrongClockHereDoesNotMatter) {
  for (const std::int64_t ahead : {-7200, 7200}) {
    Bench s(true);
    s.jamf.clock_ahead = ahead;
    for (int i = 0; i < 40; ++i) {
      EXPECT_TRUE(s.session.call(read()).ok());
      s.clock.time += 60;
    }
    EXPECT_EQ(s.session.clock_skew(), ahead);
    EXPECT_LE(s.jamf.tokens_given, 4);
  }
}

// Gives the token that a test says, and keeps what came back in a head.
struct TokenHttp : jamf::Http {
  jamf::Outcome send(const jamf::Request& request) override {
    const bool asks = request.target.find("/oauth/token") != std::string::npos;
    if (!asks) heads.push_back(request.authorization);
    const jamf::Json token{{"access_token", text}, {"expires_in", 1200}};
    return jamf::Reply{200, "application/json", asks ? token.dump() : "{}", "", {}, {}, {}};
  }
  std::string text;
  std::vector<std::string> heads;
};

TEST(Session, ATokenThatWouldEndTheLineOfAHeadIsNone) {
  const std::string good = "eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG_HACGpVUMN_a9IV7pAx_Zmeo";
  for (const std::string& text : {good, good + "\r\nX-Evil: 1", good + '\0', good + " x", good + "\xC2\xA0",
                                  std::string(1U << 20U, 'a'), std::string()}) {
    TokenHttp http;
    http.text = text;
    SimClock clock;
    jamf::Session session(http, clock, {jamf::Credentials::Kind::api_client, "id", "s3cret"});
    const auto answer = session.call(read());
    EXPECT_EQ(answer.ok(), text == good);
    if (text != good) {
      EXPECT_EQ(answer.error().why, "POST /api/v1/oauth/token: no token of use came back");
      EXPECT_TRUE(http.heads.empty());
    } else {
      EXPECT_EQ(http.heads, std::vector<std::string>{"Bearer " + good});
    }
  }
}

TEST(Session, OlderServersHaveTheOldTokenPath) {
  Bench s;
  s.jamf.version = {10, 50, 0};
  EXPECT_TRUE(s.session.call(read()).ok());
  EXPECT_EQ(s.calls("POST /api/oauth/token"), 1);
}

TEST(Session, ARefusedTokenIsReplacedOnceInMidRun) {
  Bench s;
  s.fault("GET /api/v1/jamf-pro-version", Effect::unauthorised);
  EXPECT_TRUE(s.session.call(read()).ok());
  EXPECT_EQ(s.jamf.tokens_given, 2);
  s.fault("GET /api/v1/jamf-pro-version", Effect::unauthorised, 1, 2);
  const auto answer = s.session.call(read());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Kind::unauthorised);
}

TEST(Session, TheTokenIsGivenBackAtTheEnd) {
  Bench s;
  (void)s.session.call(read());
  s.session.close();
  EXPECT_EQ(s.jamf.tokens_invalidated, 1);
  s.session.close();
  EXPECT_EQ(s.calls("POST /api/v1/auth/invalidate-token"), 1);
}

TEST(Session, AWrongSecretIsSaidWithoutTheSecret) {
  for (const bool user : {false, true}) {
    Bench s(user);
    s.jamf.client_secret = s.jamf.password = "another";
    const auto answer = s.session.call(read());
    ASSERT_FALSE(answer.ok());
    const Failure& failure = answer.error();
    EXPECT_EQ(failure.kind, Kind::unauthorised);
    EXPECT_NE(failure.why.find("hint:"), std::string::npos) << failure.why;
    EXPECT_EQ(failure.why.find("s3cret"), std::string::npos) << failure.why;
  }
}

TEST(Session, ReadsOutlastPassingFaults) {
  Bench s;
  for (const Effect effect : {Effect::error_500, Effect::html_502, Effect::cut, Effect::not_reached,
                              Effect::turned_away, Effect::maintenance, Effect::half_reply}) {
    s.fault("GET /api/v1/jamf-pro-version", effect);
    EXPECT_TRUE(s.session.call(read()).ok());
  }
  s.fault(kTokenPath, Effect::turned_away, 1, 3);
  Bench other;
  other.fault(kTokenPath, Effect::not_reached, 1, 3);
  EXPECT_TRUE(other.session.call(read()).ok());
}

TEST(Session, RetryAfterIsWaitedFor) {
  Bench s;
  s.jamf.faults.push_back({"GET /api/v1/jamf-pro-version", Effect::turned_away, 1, 1, 1, 42});
  const auto begin = s.clock.time;
  EXPECT_TRUE(s.session.call(read()).ok());
  EXPECT_EQ(s.clock.time - begin, 42);
}

TEST(Session, AWriteThatMayBeAppliedIsNotSentAgain) {
  for (const Effect effect :
       {Effect::applied_500, Effect::error_500, Effect::cut, Effect::applied_cut, Effect::timed_out,
        Effect::applied_timed_out, Effect::html_502, Effect::gateway_504}) {
    Bench s;
    s.jamf.world.add_victim(kSimStart);
    s.fault("POST /api/v1/jamf-management", effect);
    const auto answer = s.client.redeploy("1");
    ASSERT_FALSE(answer.ok());
    EXPECT_TRUE(answer.error().maybe_applied);
    EXPECT_EQ(s.calls("POST /api/v1/jamf-management-framework/redeploy/1"), 1);
  }
}

TEST(Session, AWriteThatWasTurnedAwayIsSentAgain) {
  for (const Effect effect : {Effect::turned_away, Effect::not_reached}) {
    Bench s;
    s.jamf.world.add_victim(kSimStart);
    s.fault("POST /api/v1/jamf-management", effect);
    EXPECT_TRUE(s.client.redeploy("1").ok());
    EXPECT_EQ(s.jamf.world.commands.size(), 1U);
  }
}

TEST(Session, AWriteIsSentAgainAfter401OnlyWhereTheTokensLifeIsOver) {
  for (const bool is_over : {false, true}) {
    Bench s;
    s.jamf.world.add_victim(kSimStart);
    ASSERT_TRUE(s.session.call(read()).ok());
    s.fault("POST /api/v1/jamf-management", Effect::unauthorised);
    bool is_first = true;
    s.http.before = [&](const jamf::Request& request) {  // the exchange took longer than the token lived
      if (request.target.find("/redeploy/") == std::string::npos || !is_first) return;
      is_first = false;
      if (is_over) s.clock.time += 7200;
    };
    const auto answer = s.client.redeploy("1");
    EXPECT_EQ(answer.ok(), is_over);
    EXPECT_TRUE(answer.ok() || answer.error().maybe_applied);
    EXPECT_EQ(s.calls("POST /api/v1/jamf-management-framework/redeploy/1"), is_over ? 2 : 1);
    s.http.before = {};
    EXPECT_TRUE(s.session.call(read()).ok()) << "by a new token";
  }
}

TEST(Session, WhatIsNotJamfIsToldAsSuch) {
  for (const Effect effect : {Effect::login_page, Effect::redirect}) {
    Bench s;
    s.fault("GET /api/v1/jamf-pro-version", effect);
    const auto answer = s.session.json(read());
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().kind, Kind::not_jamf);
    Bench t;
    t.fault("POST /api", effect, 1, 9);
    const auto login = t.session.json(read());
    ASSERT_FALSE(login.ok());
    EXPECT_EQ(login.error().kind, Kind::not_jamf) << login.error().why;
  }
}

TEST(Session, AHostWithoutJamfIsSaid) {
  Bench s;
  const auto answer = s.session.call(read("/api/v9/nothing"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Kind::not_found);
}

TEST(Session, StickyCallsStayOnTheNodeThatGaveTheToken) {
  Bench s;
  std::vector<std::string> cookies;
  s.http.before = [&](const jamf::Request& request) { cookies.push_back(request.cookie); };
  (void)s.session.call(read());
  jamf::Request sticky = read();
  sticky.sticky = true;
  (void)s.session.call(sticky);
  EXPECT_EQ(cookies, (std::vector<std::string>{"", "", "jpro-ingress=node-a"}));
}

TEST(Session, StopsWhileItWaits) {
  Bench s;
  s.clock.stop_at = s.clock.time + 1;
  s.fault("GET /api/v1/jamf-pro-version", Effect::error_500, 1, 9);
  const auto answer = s.session.call(read());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, Kind::stopped);
}

TEST(Session, ATokenOfEndlessLifeOverflowsNothing) {
  Bench s;
  s.jamf.token_life = std::numeric_limits<std::int64_t>::max();
  EXPECT_TRUE(s.client.version().ok());
  EXPECT_TRUE(s.client.version().ok());
  EXPECT_EQ(s.jamf.tokens_given, 1);  // a sum that wraps round is a token that is over at once
}

TEST(Session, AWallClockThatIsSetBackChangesNoTimeOfTheServers) {
  Bench s;
  (void)s.client.version();
  const std::int64_t before = s.session.server_now();
  s.clock.set_ahead = -30 * 86'400;
  EXPECT_EQ(s.session.server_now(), before);
  EXPECT_EQ(s.session.clock_skew(), 30 * 86'400);
}

TEST(Session, ClocksThatAreFarApartAreSaidOnce) {
  for (const std::int64_t ahead : {0, 500, 86'400, -86'400}) {
    Bench s;
    std::vector<std::string> said;
    s.session.on_wait([&](const std::string& what) { said.push_back(what); });
    s.http.rewrite = [&](const jamf::Request&, jamf::Reply& reply) { reply.date = s.clock.time + ahead; };
    (void)s.client.version();
    (void)s.client.version();
    EXPECT_EQ(said.size(), std::abs(ahead) > 600 ? 1U : 0U);
    EXPECT_EQ(s.session.other_now().has_value(), !said.empty());
    EXPECT_TRUE(said.empty() || said[0].starts_with("the server's clock is "));
  }
}

}  // namespace
}  // namespace enrolkit::test
