// Foreign text made harmless, and fitted to a terminal. Secrets: redacted_test.cpp.
#include "core/base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "support/utf8.h"

namespace enrolkit {
namespace {

using namespace std::string_literals;
using test::is_harmless;
using test::is_utf8;

const std::string kBad = "\xEF\xBF\xBD";

TEST(Printable, LeavesGoodTextAlone) {
  for (const std::string text : {"", "plain", "Art\xE2\x80\x99s Mac", "caf\xC3\xA9", "\xF0\x9F\x92\xBB",
                                 "\xE2\x96\xA0", "\xED\x9F\xBF", "\xC2\xA0"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(printable("a\xFF\xFE"
                      "b"),
            "a" + kBad + kBad + "b");
  EXPECT_EQ(printable("\x80"), kBad);
  EXPECT_EQ(printable("\xC3"), kBad);
  EXPECT_EQ(printable("\xC3("), kBad + "(");
  EXPECT_EQ(printable("\xE2\x82"), kBad + kBad);
  EXPECT_EQ(printable("\xF0\x9F\x92"), kBad + kBad + kBad);
  EXPECT_EQ(printable("\xF5\x80\x80\x80"), kBad + kBad + kBad + kBad);
}

TEST(Printable, ReplacesOverlongFormsSurrogatesAndWhatLiesBeyondUnicode) {
  for (const std::string text : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
                                 "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80"}) {
    std::string expected;
    for (std::size_t i = 0; i < text.size(); ++i) expected += kBad;
    EXPECT_EQ(printable(text), expected);
  }
}

TEST(Printable, ShowsControlCharactersAsTheirPictures) {
  EXPECT_EQ(printable("\x1B[31mred\x1B[0m"), "\xE2\x90\x9B[31mred\xE2\x90\x9B[0m");
  EXPECT_EQ(printable("a\0b"s),
            "a\xE2\x90\x80"
            "b");
  EXPECT_EQ(printable("a\nb\r\tc"),
            "a\xE2\x90\x8A"
            "b\xE2\x90\x8D\xE2\x90\x89"
            "c");
  EXPECT_EQ(printable("\x7F"), "\xE2\x90\xA1");
  EXPECT_EQ(printable("\x1F"), "\xE2\x90\x9F");
}

TEST(Printable, ReplacesC1Controls) {
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            kBad + "31m");  // CSI in one character
  EXPECT_EQ(printable("\xC2\x80\xC2\x9F"), kBad + kBad);
}

std::string utf8(std::uint32_t point) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0U | point >> 6U), byte(0x80U | (point & 0x3FU))};
  if (point < 0x10000)
    return {byte(0xE0U | point >> 12U), byte(0x80U | (point >> 6U & 0x3FU)), byte(0x80U | (point & 0x3FU))};
  return {byte(0xF0U | point >> 18U), byte(0x80U | (point >> 12U & 0x3FU)),
          byte(0x80U | (point >> 6U & 0x3FU)), byte(0x80U | (point & 0x3FU))};
}

// Written from the tables of Unicode, not from ours: what turns, joins, hides, tags, fills or breaks.
constexpr std::pair<std::uint32_t, std::uint32_t> kUnseen[]{
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x2800, 0x2800},
    {0x3164, 0x3164},   {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}};

TEST(Printable, ShowsWhatCannotBeSeenByItsNumber) {
  EXPECT_EQ(printable("pass\xE2\x80\x8Bword"), "pass\\u{200B}word");
  EXPECT_EQ(printable("\xF3\xA0\x81\x81"), "\\u{E0041}");
  for (const auto& [first, last] : kUnseen) {
    for (std::uint32_t point = first; point <= last; ++point) {
      const std::string shown = printable("a" + utf8(point) + "b");
      ASSERT_TRUE(shown.starts_with("a\\u{") && shown.ends_with("}b")) << std::hex << point;
    }
  }
}

TEST(Printable, EveryOtherCharacterStaysAsItIs) {
  const auto is_unseen = [](std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0xD800 && point <= 0xDFFF) ||
           (point >= 0x1D159 && point <= 0x1D159) ||
           std::any_of(std::begin(kUnseen), std::end(kUnseen),
                       [&](const auto& range) { return point >= range.first && point <= range.second; });
  };
  for (std::uint32_t point = 0; point < 0x1FFFE; ++point) {
    const std::string text = utf8(point);
    ASSERT_EQ(printable(text) == text, !is_unseen(point)) << std::hex << point;
  }
}

TEST(PrintableLines, KeepTheirEnds) {
  EXPECT_EQ(printable_lines("a\nb\x1B[2J\n\n"), "a\nb\xE2\x90\x9B[2J\n\n");
  EXPECT_EQ(printable_lines(""), "");
}

TEST(Printable, MakesEveryPairOfBytesHarmless) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text{static_cast<char>(a), static_cast<char>(b)};
      const std::string out = printable(text);
      ASSERT_TRUE(is_harmless(out)) << a << ' ' << b;
      ASSERT_EQ(printable(out), out) << a << ' ' << b;
    }
  }
}

TEST(CutUtf8, CutsNoCharacter) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x92\xBB";  // 1 + 2 + 3 + 4 bytes
  const std::size_t sizes[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  for (std::size_t limit = 0; limit < std::size(sizes); ++limit) {
    EXPECT_EQ(cut_utf8(text, limit), text.substr(0, sizes[limit])) << limit;
    EXPECT_TRUE(is_utf8(cut_utf8(text, limit)));
  }
  EXPECT_EQ(cut_utf8("", 0), "");
  EXPECT_EQ(cut_utf8("abc", 3), "abc");
}

TEST(Columns, CountsWhatATerminalShows) {
  EXPECT_EQ(columns(""), 0U);
  EXPECT_EQ(columns("abc"), 3U);
  EXPECT_EQ(columns("caf\xC3\xA9"), 4U);
  EXPECT_EQ(columns("cafe\xCC\x81"), 4U);              // combining acute
  EXPECT_EQ(columns("\xE6\x97\xA5\xE6\x9C\xAC"), 4U);  // two CJK characters
  EXPECT_EQ(columns("\xF0\x9F\x92\xBB"), 2U);          // an emoji
  EXPECT_EQ(columns("\xED\x95\x9C"), 2U);              // Hangul
  EXPECT_EQ(columns("\xEF\xBC\xA1"), 2U);              // full width A
  EXPECT_EQ(columns("\xE2\x80\x8B"), 0U);              // zero width space
  EXPECT_EQ(columns("\xFF"), 1U);                      // shown as U+FFFD
}

TEST(Fit, CutsWithAnEllipsisInsideTheWidth) {
  EXPECT_EQ(fit("abc", 3), "abc");
  EXPECT_EQ(fit("abcd", 3), "ab\xE2\x80\xA6");
  EXPECT_EQ(fit("abcd", 1), "\xE2\x80\xA6");
  EXPECT_EQ(fit("abcd", 0), "");
  EXPECT_EQ(fit("", 0), "");
  EXPECT_EQ(fit("\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5", 4), "\xE6\x97\xA5\xE2\x80\xA6");  // no half character
}

TEST(Fit, IsNeverWiderThanAsked) {
  const std::string text = "cafe\xCC\x81 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x92\xBB end";
  for (std::size_t width = 0; width <= 20; ++width) {
    const std::string out = fit(text, width);
    EXPECT_LE(columns(out), width);
    EXPECT_TRUE(is_utf8(out));
    EXPECT_EQ(out == text, columns(text) <= width);
  }
}

TEST(Wrapped, BreaksAtSpaces) {
  EXPECT_EQ(wrapped("one two three four", 9, "  "), "one two\n  three\n  four");
  EXPECT_EQ(wrapped("one two", 7, ""), "one two");
  EXPECT_EQ(wrapped("one two", 6, ""), "one\ntwo");
  EXPECT_EQ(wrapped("", 10, "  "), "");
}

TEST(Wrapped, LeavesALongerWordOnItsOwnLine) {
  EXPECT_EQ(wrapped("a extraordinarily b", 5, "> "), "a\n> extraordinarily\n> b");
  EXPECT_EQ(wrapped("extraordinarily", 0, ">"), "extraordinarily");
}

TEST(Wrapped, KeepsOneSpaceBetweenWords) { EXPECT_EQ(wrapped("  one   two ", 20, ""), "one two"); }

TEST(Wrapped, CountsColumnsNotBytes) {
  EXPECT_EQ(wrapped("caf\xC3\xA9 caf\xC3\xA9", 9, ""), "caf\xC3\xA9 caf\xC3\xA9");
  EXPECT_EQ(wrapped("\xE6\x97\xA5 \xE6\x9C\xAC", 4, ""), "\xE6\x97\xA5\n\xE6\x9C\xAC");
}

}  // namespace
}  // namespace enrolkit
