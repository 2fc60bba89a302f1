#include "jamfpro/http/retry.h"

#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

using Why = NoReply::Why;

Request of(Method method) {
  Request request;
  request.method = method;
  return request;
}
Outcome status(int status, std::optional<std::int64_t> retry_after = {}) {
  Reply reply;
  reply.status = status;
  reply.retry_after = retry_after;
  return reply;
}
bool again(Method method, const Outcome& outcome) {
  return wait_to_retry(of(method), outcome, 1).has_value();
}

TEST(Retry, SendsAgainWhatWasNeverSent) {
  for (const Method method : {Method::get, Method::post, Method::put, Method::del}) {
    EXPECT_TRUE(again(method, NoReply{Why::unreachable, false, ""}));
    EXPECT_TRUE(again(method, NoReply{Why::timed_out, false, ""}));
  }
}

TEST(Retry, NeverSendsAgainWhatMayHaveBeenApplied) {
  for (const Method method : {Method::post, Method::put, Method::del}) {
    EXPECT_FALSE(again(method, NoReply{Why::cut, true, ""}));
    EXPECT_FALSE(again(method, NoReply{Why::timed_out, true, ""}));
    for (const int code : {408, 500, 502, 503, 504}) EXPECT_FALSE(again(method, status(code, 1))) << code;
  }
}

TEST(Retry, ReadsAgainAfterAPassingFaultButNotAfterATimeOut) {
  EXPECT_TRUE(again(Method::get, NoReply{Why::cut, true, ""}));
  for (const int code : {408, 500, 502, 503}) EXPECT_TRUE(again(Method::get, status(code))) << code;
  EXPECT_FALSE(again(Method::get, NoReply{Why::timed_out, true, ""}));
  EXPECT_FALSE(again(Method::get, status(504)));
}

TEST(Retry, NoFaultOfOursPassesByItself) {
  for (const int code : {200, 202, 302, 400, 401, 403, 404, 409, 414, 422, 501}) {
    EXPECT_FALSE(again(Method::get, status(code))) << code;
  }
  EXPECT_FALSE(again(Method::get, NoReply{Why::untrusted, false, ""}));
  EXPECT_FALSE(again(Method::get, NoReply{Why::too_large, true, ""}));
}

TEST(Retry, HonoursTheServersWishWithinReason) {
  EXPECT_EQ(wait_to_retry(of(Method::post), status(429, 17), 1), 17);
  EXPECT_EQ(wait_to_retry(of(Method::get), status(503, 9), 1), 9);
  EXPECT_EQ(wait_to_retry(of(Method::get), status(429, 86'400), 1), 300);
  EXPECT_EQ(wait_to_retry(of(Method::get), status(429, 0), 1), 1);
  EXPECT_EQ(wait_to_retry(of(Method::get), status(429), 3), 8);
}

TEST(Retry, GivesUp) {
  EXPECT_EQ(wait_to_retry(of(Method::get), status(500), 4), std::nullopt);
  EXPECT_EQ(wait_to_retry(of(Method::get), status(429, 1), 8), std::nullopt);
  EXPECT_EQ(wait_to_retry(of(Method::post), NoReply{Why::unreachable, false, ""}, 4), std::nullopt);
}

}  // namespace
}  // namespace enrolkit::jamf
