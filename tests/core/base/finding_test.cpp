#include "core/base/finding.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "support/utf8.h"

namespace enrolkit {
namespace {

using namespace std::string_literals;

Finding finding(std::string code, std::vector<Pair> pairs = {}) {
  Finding finding;
  finding.id = "device-signature";
  finding.code = std::move(code);
  finding.pairs = std::move(pairs);
  return finding;
}

TEST(Finding, IsUnknownUntilSomebodySaysMore) {
  EXPECT_EQ(Finding{}.health, Health::unknown);
  EXPECT_EQ(result_text(Finding{}), "Unknown");
}

TEST(Finding, ThatIsUnknownSaysWhy) {
  const Finding unknown_one = unknown("enrolment", "permission denied");
  EXPECT_EQ(unknown_one.id, "enrolment");
  EXPECT_EQ(unknown_one.health, Health::unknown);
  EXPECT_EQ(unknown_one.detail, "permission denied");
  EXPECT_EQ(result_text(unknown_one), "Unknown; reason=permission denied");
}

TEST(HealthText, IsOneWord) {
  EXPECT_EQ(to_text(Health::healthy), "healthy");
  EXPECT_EQ(to_text(Health::unhealthy), "unhealthy");
  EXPECT_EQ(to_text(Health::unknown), "unknown");
}

TEST(ResultText, IsTheCodeAndItsPairsInOrder) {
  EXPECT_EQ(result_text(finding("Valid")), "Valid");
  EXPECT_EQ(result_text(finding("Broken", {{"since", "2023-02-11 09:12:03"}, {"count", "2"}, {"a", "b"}})),
            "Broken; since=2023-02-11 09:12:03; count=2; a=b");
}

TEST(ResultText, LeavesEmptyValuesOut) {
  EXPECT_EQ(result_text(finding("Broken", {{"since", ""}, {"count", "2"}, {"last", ""}})), "Broken; count=2");
}

TEST(ResultText, IsEmptyOnlyForADateThatIsNotThere) {
  EXPECT_EQ(result_text(finding("")), "");
  EXPECT_EQ(result_text(finding("2023-02-11 09:10:36")), "2023-02-11 09:10:36");
}

TEST(ResultText, ReplacesWhatWouldEndOrGarbleTheElement) {
  EXPECT_EQ(result_text(finding("Valid", {{"name", "a</result>&amp;b"}})), "Valid; name=a(/result)+amp,b");
  EXPECT_EQ(result_text(finding("<&>")), "(+)");
}

TEST(ResultText, KeepsTheSemicolonForItself) {
  EXPECT_EQ(result_text(finding("Valid", {{"name", "a; admin=yes"}})), "Valid; name=a, admin=yes");
}

TEST(ResultText, IsOneLineWithoutControlCharacters) {
  const std::string text =
      result_text(finding("Valid", {{"name", "a\nb\r\tc\0d\x1B[0m\x7F\xFF\xE2\x80\xAE"s}}));
  EXPECT_TRUE(test::is_harmless(text)) << text;
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_TRUE(
      text.starts_with("Valid; name=a\xE2\x90\x8A"
                       "b"));
}

TEST(ResultText, EndsAtTheBorderOfACharacterWithinItsBytes) {
  const std::string head = "Valid; name=";
  for (std::size_t pad = 0; pad < 4; ++pad) {
    std::string value(pad, 'x');
    while (value.size() < 2000) value += "\xE2\x82\xAC";  // three bytes each
    const std::string text = result_text(finding("Valid", {{"name", value}}));
    EXPECT_LE(text.size(), kResultBytes);
    EXPECT_GT(text.size(), kResultBytes - 3);
    EXPECT_TRUE(test::is_utf8(text));
    EXPECT_EQ(text, (head + value).substr(0, text.size()));
  }
  const std::string fits(kResultBytes - head.size(), 'y');
  EXPECT_EQ(result_text(finding("Valid", {{"name", fits}})), head + fits);
  EXPECT_EQ(result_text(finding("Valid", {{"name", fits + "z"}})), head + fits);
}

TEST(FindingJson, HasTheseFieldsInThisOrder) {
  Finding all = finding("Broken", {{"since", "2023-02-11 09:12:03"}, {"count", ""}});
  all.health = Health::unhealthy;
  all.detail = "No signature.";
  all.took = std::chrono::microseconds{1234};
  all.evidence.push_back({"/var/log/jamf.log", "line 17", LocalTime{0}, "text"});
  all.evidence.push_back({"/var/log/jamf.log", "line 18", std::nullopt, "more"});
  EXPECT_EQ(
      dump(to_json(all), -1),
      R"({"id":"device-signature","health":"unhealthy","code":"Broken","values":{"since":"2023-02-11 09:12:03"},)"
      R"("detail":"No signature.","evidence":[)"
      R"({"source":"/var/log/jamf.log","where":"line 17","when":"1970-01-01 00:00:00","text":"text"},)"
      R"({"source":"/var/log/jamf.log","where":"line 18","when":null,"text":"more"}],"took_us":1234})");
}

TEST(FindingJson, OfNothingHasEmptyListsAndNoCode) {
  Finding none = finding("");
  EXPECT_EQ(
      dump(to_json(none), -1),
      R"({"id":"device-signature","health":"unknown","code":null,"values":{},"detail":"","evidence":[],"took_us":0})");
}

TEST(FindingJson, IsValidWhateverTheBytes) {
  Finding bad = finding("\xFF", {{"name", "a\xC0\x80\n"}});
  bad.detail = "\xED\xA0\x80\x1B";
  bad.evidence.push_back({"/\xFE", "\x80", std::nullopt, "\xF5\n"});
  const std::string text = dump(to_json(bad), -1);
  EXPECT_TRUE(test::is_harmless(text)) << text;
  const auto read = nlohmann::json::parse(text);
  EXPECT_EQ(read["values"]["name"], "a\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x90\x8A");
  EXPECT_EQ(read["evidence"][0]["source"], "/\xEF\xBF\xBD");
}

TEST(FindingJson, IsIndentedWhenAsked) {
  EXPECT_EQ(dump(nlohmann::ordered_json{{"a", 1}}, 2), "{\n  \"a\": 1\n}");
  EXPECT_EQ(dump(to_json(std::optional<LocalTime>{}), -1), "null");
}

}  // namespace
}  // namespace enrolkit
