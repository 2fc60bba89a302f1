// A table's columns are as wide as what is seen in them; and what was meant by a name with a slip in it.
#include "run/table.h"

#include <gtest/gtest.h>

#include "run/suggest.h"

namespace enrolkit::test {
namespace {

// Without escapes, as an eye sees it.
std::string without_colours(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
      continue;
    }
    out += text[i];
  }
  return out;
}

const std::vector<Row> kRows{
    {"NAME", "N", "WHY"},
    {Cell("a", Colour::red), Cell("1", Colour::green), "short"},
    {Cell("M\u00fcller", Colour::bold), "1000", Cell("one two three four five six seven", Colour::dim)}};

TEST(Table, AColourIsNoColumn) {
  TerminalStyle plain, coloured;
  coloured.colour = true;
  const TableForm form{.indent = 2, .has_head = true, .right = {false, true}};
  const std::string text = table_of(kRows, form, plain);
  EXPECT_EQ(text,
            "  NAME       N  WHY\n"
            "  a          1  short\n"
            "  M\u00fcller  1000  one two three four five six seven\n");
  const std::string painted = table_of(kRows, form, coloured);
  EXPECT_NE(painted, text);
  EXPECT_EQ(without_colours(painted), text);
}

TEST(Table, TheLastColumnIsWrappedBelowItself) {
  TerminalStyle narrow;
  narrow.width = 36;
  EXPECT_EQ(table_of({{"a", "one two three four five six seven"}}, {.indent = 6}, narrow),
            "      a  one two three four five six\n         seven\n");
}

TEST(Table, ALongWordIsBrokenBehindACommaOrASlash) {
  TerminalStyle narrow;
  narrow.width = 31;
  EXPECT_EQ(table_of({{"a", "findings=enrolment,check-in,last-contact,mdm"}}, {.indent = 6}, narrow),
            "      a  findings=enrolment,\n         check-in,last-contact,\n         mdm\n");
  EXPECT_EQ(table_of({{"a", "abcdefghijklmnopqrstuvwxyz"}}, {.indent = 6}, narrow),
            "      a  abcdefghijklmnopqrstuv\n         wxyz\n");
}

TEST(Table, CutsWhatIsLongerThanItMayBe) {
  EXPECT_EQ(table_of({{"abcdefgh", "x"}}, {.at_most = {4}}, {}), "abc\u2026  x\n");
}

TEST(Suggestion, IsNearOrNone) {
  const std::vector<std::string> names{"--dry-run", "--json", "--yes", "conflict", "check"};
  EXPECT_EQ(suggestion("--dry-rnu", names), "--dry-run");
  EXPECT_EQ(suggestion("--jsn", names), "--json");
  EXPECT_EQ(suggestion("conflicts", names), "conflict");
  EXPECT_EQ(suggestion("chek", names), "check");
  EXPECT_EQ(suggestion("--zzzzz", names), std::nullopt);
  EXPECT_EQ(suggestion("", names), std::nullopt);
  EXPECT_EQ(suggestion(std::string(100'000, 'x'), names), std::nullopt);
}

}  // namespace
}  // namespace enrolkit::test
