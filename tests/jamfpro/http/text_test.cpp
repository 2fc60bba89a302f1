#include "jamfpro/http/text.h"

#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

TEST(Encoded, LeavesNothingThatAQueryWouldTakeForItsOwn) {
  EXPECT_EQ(encoded("general.name==\"a b&c\""), "general.name%3D%3D%22a%20b%26c%22");
  EXPECT_EQ(encoded("\xC3\xA9+%"), "%C3%A9%2B%25");
  EXPECT_EQ(encoded("Az09-._~"), "Az09-._~");
}

TEST(Rsql, QuotesWhateverAValueHolds) {
  EXPECT_EQ(rsql_quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(rsql_in("id", {"1", "2,3"}), "id=in=(\"1\",\"2,3\")");
}

TEST(Utc, ReadsEveryFormTheServerWrites) {
  constexpr std::int64_t kThen = 1'541'009'053;  // 2018-10-31T18:04:13Z
  for (const char* text : {"2018-10-31T18:04:13Z", "2018-10-31T18:04:13.706Z", "2018-10-31T18:04:13.706+0000",
                           "2018-10-31T20:04:13+02:00", "2018-10-31T12:34:13-0530"}) {
    EXPECT_EQ(parse_utc(text), kThen) << text;
  }
  EXPECT_EQ(parse_utc("2018-10-31T18:04Z"), kThen - 13);
  EXPECT_EQ(parse_utc("2018-10-31"), kThen - 18 * 3600 - 4 * 60 - 13);
  EXPECT_EQ(utc_text(kThen), "2018-10-31T18:04:13Z");
}

TEST(Utc, TakesNothingElse) {
  for (const char* text :
       {"", "yesterday", "2018-13-01", "2018-02-30", "2018-10-31 18:04:13", "2018-10-31T18:04:13",
        "2018-10-31T24:04:13Z", "2018-10-31T18:04:13Zx", "2018-10-31T18:04:13.Z", "2018-10-31T18:04:13.5",
        "2018-10-31T18:04:13+9900", "18-10-31", "2018-10-31T"}) {
    EXPECT_EQ(parse_utc(text), std::nullopt) << text;
  }
}

TEST(HttpDate, IsTheServersClock) {
  EXPECT_EQ(parse_http_date("Wed, 31 Oct 2018 18:04:13 GMT"), 1'541'009'053);
  for (const char* text : {"", "Wed, 31 Oct 2018 18:04:13 CET", "Wed, 31 Okt 2018 18:04:13 GMT", "now"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

TEST(ServerUrl, TakesHttpsWithPortAndContext) {
  const auto plain = parse_server_url("https://acme.jamfcloud.com/");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain.value().text(), "https://acme.jamfcloud.com");
  const auto own = parse_server_url("https://jss.acme.example:8443/jamf/");
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own.value().text(), "https://jss.acme.example:8443/jamf");
}

TEST(ServerUrl, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"", "no server is named"},
      {"http://acme.jamfcloud.com", "http would send the password in the open"},
      {"acme.jamfcloud.com", "no https address"},
      {"https://", "no host"},
      {"https://me:geheim@acme.jamfcloud.com", "no user and no password"},
      {"https://acme.jamfcloud.com:99999", "no such port"},
      {"https://acme.jamfcloud.com:", "no such port"},
      {"https://acme.jamfcloud.com?x=1", "no query belongs into it"},
      {"https://acme jamf", "no such host name"},
      {"https://acme.jamfcloud.com/x?y", "no query"},
      {"https://acme.jamfcloud.com/api", "without /api"},
      {"https://acme.jamfcloud.com/a\r\nb", "no such path"}};
  for (const auto& [url, why] : kWrong) {
    const auto parsed = parse_server_url(url);
    ASSERT_FALSE(parsed.ok()) << url;
    const std::string& said = parsed.error().why;
    EXPECT_NE(said.find(why), std::string::npos) << said;
    EXPECT_EQ(said.find("geheim"), std::string::npos);
    EXPECT_EQ(said.find('\n'), std::string::npos);
  }
}

TEST(Version, IsComparedByNumbers) {
  EXPECT_EQ(parse_version("11.30.1-t1784555528405"), (Version{11, 30, 1}));
  EXPECT_EQ(parse_version("11.9"), (Version{11, 9, 0}));
  EXPECT_LT((Version{11, 9, 0}), (Version{11, 30, 1}));
  EXPECT_EQ(parse_version("eleven"), std::nullopt);
  EXPECT_EQ(parse_version("11"), std::nullopt);
}

}  // namespace
}  // namespace enrolkit::jamf
