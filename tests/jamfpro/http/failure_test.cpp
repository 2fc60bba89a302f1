#include "jamfpro/http/failure.h"

#include <gtest/gtest.h>

#include "jamfpro/http/base64.h"

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

Request request() {
  Request out;
  out.method = Method::post;
  out.target = "/api/v1/things?token=abc";
  out.privileges = {"Read Things", "Update Things"};
  return out;
}
Reply reply(int status, std::string body, std::string type = "application/json") {
  Reply out;
  out.status = status;
  out.body = std::move(body);
  out.content_type = std::move(type);
  return out;
}
bool has(const Failure& failure, std::string_view part) {
  return failure.why.find(part) != std::string::npos;
}

TEST(Failure, TellsTheServersWords) {
  const Failure failure = failure_of(
      request(),
      reply(400, R"({"httpStatus":400,"errors":[{"code":"DUPLICATE","field":"name","description":"is taken",
                                "id":"0"},{"code":"X","field":null,"description":null}]})"));
  EXPECT_EQ(failure.kind, Kind::refused);
  EXPECT_EQ(failure.why, "POST /api/v1/things: status 400 (DUPLICATE name: is taken; X)");
}

TEST(Failure, ACodeNamesNoSecretAndAFieldMay) {
  const auto said = [](const char* body) { return failure_of(request(), reply(401, body)); };
  EXPECT_TRUE(has(said(R"({"errors":[{"code":"INVALID_TOKEN","description":"Unauthorized"}]})"),
                  "(INVALID_TOKEN: Unauthorized)"));
  const Failure value =
      said(R"({"errors":[{"code":"INVALID_FIELD","field":"password","description":"hunter2 is short"}]})");
  EXPECT_FALSE(has(value, "hunter2")) << value.why;
  EXPECT_TRUE(has(said(R"({"error":"invalid_token","error_description":"it expired"})"),
                  "(invalid_token: it expired)"));
}

TEST(Failure, AnEmptyListOfErrorsIsStillALine) {
  EXPECT_EQ(failure_of(request(), reply(500, R"({"httpStatus":500,"errors":[]})")).why,
            "POST /api/v1/things: status 500");
  EXPECT_EQ(failure_of(request(), reply(409, "")).kind, Kind::conflict);
}

TEST(Failure, NamesTheMissingPrivileges) {
  const Failure failure = failure_of(request(), reply(403, ""));
  EXPECT_EQ(failure.kind, Kind::forbidden);
  EXPECT_TRUE(has(failure, "the API role lacks \"Read Things\", \"Update Things\"")) << failure.why;
}

TEST(Failure, AFirewallsPageIsNoMissingPrivilegeAlone) {
  const Failure failure = failure_of(request(), reply(403, "<html><body>Blocked</body></html>", "text/html"));
  EXPECT_TRUE(has(failure, "firewall")) << failure.why;
  EXPECT_TRUE(has(failure, "(Blocked)")) << failure.why;
}

TEST(Failure, ALoginPageAs200IsNotJamf) {
  const Failure failure =
      failure_of(request(), reply(200,
                                  "<!doctype html><html><head><title>t</title><style>p{}</style></head>"
                                  "<body><p>Sign in\n  to continue</p></body></html>",
                                  "text/html; charset=utf-8"));
  EXPECT_EQ(failure.kind, Kind::not_jamf);
  EXPECT_TRUE(has(failure, "(Sign in to continue)")) << failure.why;
}

TEST(Failure, ARedirectionTellsWhereWithoutItsSecrets) {
  Reply away = reply(302, "");
  away.location = "https://me:pw1234@sso.example.com/?token=abcdef";
  const Failure failure = failure_of(request(), away);
  EXPECT_EQ(failure.kind, Kind::not_jamf);
  EXPECT_TRUE(has(failure, "sso.example.com"));
  EXPECT_FALSE(has(failure, "abcdef"));
  EXPECT_FALSE(has(failure, "pw1234"));
}

TEST(Failure, MaintenanceIsSaid) {
  EXPECT_TRUE(has(failure_of(request(), reply(503, "<html>Starting</html>", "text/html")), "maintenance"));
  EXPECT_TRUE(
      has(failure_of(request(), reply(502, "<html>Bad Gateway</html>", "text/html")), "not available"));
}

TEST(Failure, AWriteWithoutAnswerMayBeApplied) {
  EXPECT_TRUE(failure_of(request(), NoReply{NoReply::Why::cut, true, "cut"}).maybe_applied);
  EXPECT_FALSE(failure_of(request(), NoReply{NoReply::Why::unreachable, false, "no"}).maybe_applied);
  Request read = request();
  read.method = Method::get;
  EXPECT_FALSE(failure_of(read, NoReply{NoReply::Why::cut, true, "cut"}).maybe_applied);
}

TEST(Failure, ForeignTextIsHarmlessAndShort) {
  const Failure failure =
      failure_of(request(), reply(400, "<html>\x1b[2J" + std::string(5000, 'x'), "text/html"));
  EXPECT_FALSE(has(failure, "\x1b"));
  EXPECT_LT(failure.why.size(), 300U);
}

TEST(Base64, IsRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xFF\xFE"), "//4=");
}

}  // namespace
}  // namespace enrolkit::jamf
