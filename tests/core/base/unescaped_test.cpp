// One layer of escapes less, and where each character came from.
#include "core/base/unescaped.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace enrolkit {
namespace {

TEST(Unescaped, IsWhatAPersonOrTheNextProgramReads) {
  const std::vector<std::pair<std::string, std::string>> kTexts{
      {"a%3Db", "a=b"},
      {"&lt;p&gt;&amp;lt;&#58;&#x3D;", "<p>&lt;:="},
      {R"(\"a\":\"b\\\"c\")", R"("a":"b\"c")"},
      {R"(a\u003Db\x3dc\075d\ne)", "a=b=c=d\ne"},
      {"pass\xC2\xADw\xE2\x80\x8Bord\x1B[1;31m:\x1B[0m x", "password: x"},
      {"\xEF\xBD\x90\xEF\xBD\x97\xEF\xBC\x9A\xE3\x80\x80x", "pw: x"},
      {"contrase\xC3\xB1"
       "a n\xCC\x83 \xE2\x80\x9Cx\xE2\x80\x9D",
       "contrasena n \"x\""},
      {"%E5%AF%86", "\xE5\xAF\x86"}};
  for (const auto& [text, expected] : kTexts) {
    const auto out = unescaped(text);
    ASSERT_TRUE(out) << text;
    EXPECT_EQ(out->text, expected);
    ASSERT_EQ(out->from.size(), out->text.size() + 1) << text;
    EXPECT_EQ(out->from.back(), text.size());
    for (std::size_t i = 1; i < out->from.size(); ++i) EXPECT_LE(out->from[i - 1], out->from[i]) << text;
  }
}

TEST(Unescaped, IsNothingWhereThereIsNoEscape) {
  for (const std::string text : {"", "plain = text", "100% of a & b", R"(C:\Users\ana)", "\xE5\xAF\x86",
                                 "\xFF\x80", "a\\", "%4", "&#;"})
    EXPECT_FALSE(unescaped(text)) << text;
}

}  // namespace
}  // namespace enrolkit
