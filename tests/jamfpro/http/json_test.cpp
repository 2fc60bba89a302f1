// What a hostile or broken server may send as JSON.
#include "jamfpro/http/json.h"

#include <gtest/gtest.h>

#include <random>

#include "jamfpro/http/json_size.h"

namespace enrolkit::test {
namespace {

using jamf::Json;
using jamf::parse_json;
using jamf::parse_json_rows;

TEST(Json, DepthIsBoundedBeforeAnythingIsBuilt) {
  for (const char* open : {"[", "{\"a\":"}) {
    for (const std::size_t levels : {std::size_t{65}, std::size_t{1'000'000}}) {
      std::string text;
      for (std::size_t i = 0; i < levels; ++i) text += open;
      EXPECT_EQ(parse_json(text), std::nullopt);
      EXPECT_EQ(parse_json_rows(text), std::nullopt);
      EXPECT_EQ(parse_json(text, {"a"}), std::nullopt);
    }
  }
  EXPECT_TRUE(parse_json(std::string(64, '[') + std::string(64, ']')));
  EXPECT_TRUE(parse_json("[\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"]"));
}

TEST(Json, NumbersSaturate) {
  const auto number = [](const char* text) { return jamf::number_of(*parse_json(text)); };
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(number("9223372036854775807"), kMost);
  EXPECT_EQ(number("9223372036854775808"), kMost);
  EXPECT_EQ(number("18446744073709551615"), kMost);
  EXPECT_EQ(number("1e300"), kMost);
  EXPECT_EQ(number("-1e300"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(number("1.5"), std::nullopt);
  EXPECT_EQ(jamf::text_of(*parse_json("18446744073709551615")), "18446744073709551615");
}

TEST(Json, ABrokenRecordCostsItselfAlone) {
  const std::vector<std::string> broken{"{\"id\":\"2\",\"n\":\"\xFF\"}", "{\"id\":\"2\",\"n\":\"\\ud800\"}",
                                        "{\"id\":\"2\",\"n\":\"a\nb\"}", "{\"id\":\"2\",\"n\":1e999}",
                                        "{\"id\":\"2\",\"n\":\"\\x\"}",  "{\"id\":\"2\",\"n\":[1,]}"};
  std::mt19937 random(15);
  for (int round = 0; round < 500; ++round) {
    std::string rows;
    const std::size_t count = 1 + random() % 8, bad = random() % count;
    for (std::size_t i = 0; i < count; ++i) {
      rows += i == 0 ? "" : (random() % 2 == 0 ? "," : " ,\n");
      rows += i == bad ? broken[random() % broken.size()]
                       : "{\"id\":" + std::to_string(i) + R"(,"n":"x],}[{\"","results":[[1,2]]})";
    }
    const bool bare = random() % 3 == 0;
    const std::string text = bare ? "[" + rows + "]" : R"({"totalCount":9,"results":[)" + rows + "]}";
    EXPECT_EQ(parse_json(text), std::nullopt);
    const auto read = parse_json_rows(text);
    ASSERT_TRUE(read) << text;
    const Json& list = bare ? *read : jamf::at(*read, {"results"});
    ASSERT_EQ(list.size(), count) << text;
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(list[i].is_null(), i == bad) << text;
  }
}

TEST(Json, MoreValuesThanMemoryIsWorthAreRefused) {
  std::string many = "{\"totalCount\":1,\"results\":[[]";
  for (std::size_t i = 0; i <= jamf::kMaxJsonValues; ++i) many += ",[]";
  many += "]}";
  EXPECT_EQ(parse_json_rows(many), std::nullopt);
  EXPECT_EQ(parse_json_rows(many, {"results"}), std::nullopt);
  EXPECT_EQ(jamf::why_of_no_use(many, "x"), "an answer of more than 3000000 values came back");
  EXPECT_EQ(jamf::why_of_no_use("[1", "x"), "x");
  EXPECT_FALSE(jamf::may_hold_too_many_values("[\"" + std::string(4'000'000, ',') + "\"]"));
}

TEST(Json, NoCutOfADocumentIsMoreThanNothing) {
  const std::string whole = R"({"totalCount":2,"results":[{"id":"1","n":"a\"]"},{"id":"2"}]})";
  for (std::size_t i = 0; i < whole.size(); ++i)
    EXPECT_EQ(parse_json_rows(whole.substr(0, i)), std::nullopt) << i;
}

}  // namespace
}  // namespace enrolkit::test
