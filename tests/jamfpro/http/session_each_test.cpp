// Many reads on several connections: how many at a time, what is asked again, and how it ends.
#include <gtest/gtest.h>

#include <set>

#include "jamfpro/http/client_of.h"
#include "jamfpro/http/session.h"
#include "jamfpro/http/tls_bench.h"

namespace enrolkit::test {
namespace {

using Kind = jamf::Failure::Kind;

class RealClock : public jamf::Clock {
 public:
  std::int64_t now() override { return real_now(); }
  std::int64_t steady_now() override { return real_now(); }
  bool wait(std::int64_t) override { return !stopped; }
  bool stopped = false;
};

struct EachBench : TlsBench {
  EachBench() {
    jamf.latency = std::chrono::milliseconds(20);
    for (int i = 0; i < kReads; ++i) {
      reads.emplace_back();
      reads.back().target = "/api/v1/auth?n=" + std::to_string(i);
    }
  }
  jamf::Status ask(const std::function<bool(std::size_t, jamf::Result<jamf::Json>)>& each) {
    jamf::Session session(*http, clock,
                          {jamf::Credentials::Kind::api_client, jamf.client_id, jamf.client_secret});
    return session.each_json(reads, each);
  }
  static constexpr int kReads = 40;
  std::unique_ptr<jamf::Http> http = client_of(server.port(), {.ca_file = ca_file, .agent = "enrolkit"});
  RealClock clock;
  std::vector<jamf::Request> reads;
};

TEST(SessionEach, AsksSeveralAtATimeAndEachOnce) {
  EachBench s;
  std::set<std::size_t> answered;
  ASSERT_TRUE(s.ask([&](std::size_t i, const auto& answer) {
                 EXPECT_TRUE(answer.ok());
                 EXPECT_TRUE(answered.insert(i).second);
                 return true;
               }).ok());
  EXPECT_EQ(answered.size(), s.reads.size());
  EXPECT_EQ(s.jamf.calls["GET /api/v1/auth"], EachBench::kReads);
  EXPECT_LE(s.server.most_connections(), static_cast<int>(jamf::kMaxConnections));
  EXPECT_GE(s.server.most_connections(), 4);
}

TEST(SessionEach, WhatIsNotAnsweredIsAskedAgainByItself) {
  EachBench s;
  s.jamf.faults.push_back({"GET /api/v1/auth", Effect::maintenance, 3, 5, 4});
  s.jamf.faults.push_back({"GET /api/v1/auth", Effect::unauthorised, 4, 1, 1});
  std::size_t answered = 0;
  ASSERT_TRUE(s.ask([&](std::size_t, const auto& answer) {
                 answered += answer.ok() ? 1U : 0U;
                 return true;
               }).ok());
  EXPECT_EQ(answered, s.reads.size());
}

TEST(SessionEach, AFinal500IsToldAtOnce) {
  EachBench s;
  for (jamf::Request& one : s.reads) one.final_500 = true;
  s.jamf.faults.push_back({"GET /api/v1/auth", Effect::error_500, 1, 1, 1000});
  std::size_t failed = 0;
  ASSERT_TRUE(s.ask([&](std::size_t, const auto& answer) {
                 failed += !answer.ok() && answer.error().kind == Kind::server ? 1U : 0U;
                 return true;
               }).ok());
  EXPECT_EQ(failed, s.reads.size());
  EXPECT_EQ(s.jamf.calls["GET /api/v1/auth"], EachBench::kReads);
}

TEST(SessionEach, EndsWhereItIsToldTo) {
  for (const bool by_user : {true, false}) {
    EachBench s;
    std::size_t answered = 0;
    const auto end = s.ask([&](std::size_t, const auto&) {
      ++answered;
      s.clock.stopped = by_user;
      return by_user;
    });
    EXPECT_EQ(end.ok(), !by_user);
    if (!end.ok()) {
      EXPECT_EQ(end.error().kind, Kind::stopped);
    }
    EXPECT_GE(answered, 1U);
    EXPECT_LE(answered, jamf::kMaxConnections) << "what was under way, and nothing more";
  }
}

TEST(SessionEach, WithoutAWayInNothingIsAsked) {
  EachBench s;
  s.jamf.client_secret = "another";
  std::size_t answered = 0;
  const auto end = [&] {
    jamf::Session session(*s.http, s.clock, {jamf::Credentials::Kind::api_client, s.jamf.client_id, "wrong"});
    return session.each_json(s.reads, [&](std::size_t, const auto&) {
      ++answered;
      return true;
    });
  }();
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().kind, Kind::unauthorised);
  EXPECT_EQ(answered, 0U);
}

}  // namespace
}  // namespace enrolkit::test
