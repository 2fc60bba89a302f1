// Many Macs in one table: each is counted once, and none that needs somebody is left out.
#include "cli/explain/fleet.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/explain/explained_macs.h"
#include "core/base/text.h"

namespace enrolkit::test {
namespace {

FleetRow failed(const std::string& source, Cause cause, const char* day,
                Confidence confidence = Confidence::likely) {
  FleetRow row;
  row.source = source;
  row.state = State::failed;
  row.cause = cause;
  row.confidence = confidence;
  row.at = at(day);
  row.health = Health::unhealthy;
  row.reason = "Failed at account";
  return row;
}

FleetRow fine(const std::string& source) {
  FleetRow row;
  row.source = source;
  row.state = State::complete;
  row.health = Health::healthy;
  return row;
}

FleetRow untold(const std::string& source) {
  FleetRow row;
  row.source = source;
  row.reason = "no line of jamf";
  return row;
}

FleetRow unread(const std::string& source) {
  FleetRow row = untold(source);
  row.trouble = source + ": Permission denied";
  return row;
}

std::vector<FleetRow> fleet() {
  return {fine("a"),
          failed("b", Cause::account_conflict, "2026-03-02 08:00:00", Confidence::certain),
          failed("c", Cause::account_conflict, "2026-03-02 09:00:00"),
          failed("d", Cause::account_conflict, "2026-03-01 09:00:00"),
          failed("e", Cause::server_error, "2026-03-02 09:00:00"),
          untold("f"),
          unread("g"),
          fine("h")};
}

TEST(FleetTable, CountsStandBelowEachOtherInColour) {
  TerminalStyle coloured;
  coloured.colour = true;
  std::vector<std::size_t> ends;
  for (const std::string& line : lines_of(fleet_table(fleet(), coloured))) {
    if (!line.starts_with("  \x1b[1m")) continue;
    std::string seen;  // without escapes
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\x1b')
        i = line.find('m', i);
      else
        seen += line[i];
    }
    ends.push_back(seen.find(" Mac"));
    EXPECT_EQ(seen.find(" Mac"), std::string("  AccountConflict      3").size()) << seen;
  }
  EXPECT_EQ(ends.size(), 3U);
}

TEST(FleetTable, CountsEachMacOnce) {
  EXPECT_EQ(lines_of(fleet_table(fleet(), TerminalStyle{}))[0],
            "8 Macs: 2 fine, 4 wrong, 1 could not be told, 1 could not be read");
  EXPECT_EQ(lines_of(fleet_table({fine("a")}, TerminalStyle{}))[0],
            "1 Mac: 1 fine, 0 wrong, 0 could not be told");
  EXPECT_EQ(lines_of(fleet_table({}, TerminalStyle{}))[0], "0 Macs: 0 fine, 0 wrong, 0 could not be told");
}

TEST(FleetTable, OfMacsThatAreFineIsOneLine) {
  EXPECT_EQ(lines_of(fleet_table({fine("a"), fine("b")}, TerminalStyle{})).size(), 1U);
}

TEST(FleetTable, CausesComeWithTheMostMacsFirstAndByDay) {
  TerminalStyle style;
  style.utf8 = false;
  const auto lines = lines_of(fleet_table(fleet(), style));
  ASSERT_GE(lines.size(), 9U);
  EXPECT_EQ(lines[2], "By cause and day");
  EXPECT_EQ(lines[3], "  AccountConflict      3 Macs, 1 certain");
  EXPECT_EQ(lines[4], "    2026-03-02      2  " + std::string(40, '#'));
  EXPECT_EQ(lines[5], "    2026-03-01      1  " + std::string(20, '#'));
  EXPECT_EQ(lines[6], "  ServerError          1 Mac");
  EXPECT_EQ(lines[7], "    2026-03-02      1  " + std::string(20, '#')) << "one scale for all causes";
  EXPECT_EQ(lines[8], "  Unknown              1 Mac");
  EXPECT_EQ(lines[9], "    unknown         1  " + std::string(20, '#'));
}

TEST(FleetTable, ListsTheMacsThatNeedSomebodyAndNoOthers) {
  const std::string text = fleet_table(fleet(), TerminalStyle{});
  const std::string list = text.substr(text.find("Macs that need somebody\n"));
  const auto lines = lines_of(list);
  ASSERT_EQ(lines.size(), 6U) << list;
  EXPECT_EQ(lines[1], "  b  AccountConflict  2026-03-02  Failed at account");
  EXPECT_EQ(lines[4], "  e  ServerError      2026-03-02  Failed at account");
  EXPECT_EQ(lines[5], "  f  Unknown          unknown     no line of jamf");
}

TEST(FleetTable, NoMacIsListedAsCompleteAndEachHasAReason) {
  for (const std::string& fixture : fixture_names()) {
    FleetRow row = row_of(mac(fixture));
    EXPECT_EQ(row.reason.empty(), row.health == Health::healthy) << fixture;
    if (row.health == Health::healthy) continue;
    EXPECT_FALSE(has(fleet_table({row}, TerminalStyle{}), " Complete ")) << fixture;
  }
  FleetRow row = fine("a");
  row.health = Health::unknown;
  row.reason = "Enrolled, but not everything could be told: mdm";
  EXPECT_TRUE(has(fleet_table({row}, TerminalStyle{}), "  Unknown  unknown  Enrolled, but not"))
      << "not: Complete";
}

TEST(FleetTable, FitsEightyColumns) {
  std::vector<FleetRow> rows;
  for (const std::string& fixture : fixture_names()) rows.push_back(row_of(mac(fixture)));
  rows.push_back(
      failed("/Volumes/" + std::string(90, 'x') + "/jamf.log", Cause::certificate_expired, "2026-03-02"));
  rows.push_back(rows.front());
  for (const std::size_t width : {80U, 100U, 200U}) {
    TerminalStyle style;
    style.width = width;
    for (const std::string& line : lines_of(fleet_table(rows, style)))
      EXPECT_LE(columns(line), width) << line;
  }
}

TEST(FleetTable, ALongOneEndsWithTheSumsAgain) {
  TerminalStyle style;
  const std::string text = fleet_table(fleet(), style), sums = lines_of(text)[0] + "\n";
  EXPECT_EQ(text.find(sums, 1), std::string::npos) << "it fits the screen";
  style.height = 10;
  EXPECT_TRUE(fleet_table(fleet(), style).ends_with("\n\n" + sums));
}

TEST(FleetTable, TheListIsCutWhereItIsAskedForAndSaysSo) {
  const std::string text = fleet_table(fleet(), TerminalStyle{}, {.limit = 2});
  EXPECT_TRUE(has(text, "8 Macs: 2 fine, 4 wrong")) << "counted are all";
  EXPECT_TRUE(text.ends_with("  c  AccountConflict  2026-03-02  Failed at account\n  and 3 more (--limit)\n"))
      << text;
}

TEST(FleetTable, AComputersNameStandsForItselfAndTheFileWhereSeveralHaveIt) {
  std::vector<FleetRow> rows{failed("fleet/1.log", Cause::server_error, "2026-03-02"),
                             failed("fleet/2.log", Cause::server_error, "2026-03-02"),
                             failed("fleet/3.log", Cause::server_error, "2026-03-02"),
                             failed(std::string(60, 'x') + "/é/jamf.log", Cause::server_error, "2026-03-02")};
  rows[0].host = "lab-07";
  rows[1].host = rows[2].host = "MacBook Air";
  const std::string text = fleet_table(rows, TerminalStyle{});
  EXPECT_TRUE(has(text, "  lab-07 ")) << text;
  EXPECT_TRUE(has(text, "  fleet/2.log ")) << text;
  EXPECT_TRUE(has(text, "  fleet/3.log ")) << text;
  EXPECT_TRUE(has(text, "x/é/jamf.log ")) << "of a long path its end\n" << text;
}

std::string order_of(FleetSort by) {
  std::vector<FleetRow> rows{failed("a", Cause::server_error, "2026-03-01"),
                             failed("b", Cause::account_conflict, "2026-03-03"),
                             failed("c", Cause::account_conflict, "2026-03-02"), untold("d"), fine("e")};
  const char* hosts = "zyxwv";
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].host = hosts[i];
  rows[0].serial = "C02B";
  rows[2].serial = "C02A";
  sort_rows(rows, by);
  std::string out;
  for (const FleetRow& row : rows) out += row.source;
  return out;
}

TEST(FleetTable, IsSortedAsAskedFor) {
  EXPECT_EQ(order_of(FleetSort::cause), "cbade");
  EXPECT_EQ(order_of(FleetSort::name), "edcba");
  EXPECT_EQ(order_of(FleetSort::serial), "caedb") << "those without one last, by name";
  EXPECT_EQ(order_of(FleetSort::date), "bcaed");
  EXPECT_EQ(order_of(FleetSort::file), "abcde");
}

TEST(FleetCsv, HasEveryMacAndNoFormula) {
  std::vector<FleetRow> rows = fleet();
  rows[0].host = "=HYPERLINK(1)";
  rows[1].host = "  @x;y";
  rows[2].host =
      "\xEF\xBC\x9D"
      "1\"";
  const auto lines = lines_of(fleet_csv(rows, {FleetSort::file}));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0], "source,host,health,state,cause,confidence,at,headline,reason,serial\r");
  EXPECT_EQ(lines[1], "a,'=HYPERLINK(1),healthy,Complete,,,,,,\r");
  EXPECT_EQ(
      lines[2],
      "b,\"'  @x;y\",unhealthy,Failed,AccountConflict,certain,\"2026-03-02 08:00:00\",,\"Failed at account\",\r");
  EXPECT_TRUE(
      lines[3].starts_with("c,\"'\xEF\xBC\x9D"
                           "1\"\"\","))
      << lines[3];
  EXPECT_EQ(lines[7], "g,,unknown,Unknown,,,,,\"no line of jamf\",\r");
  EXPECT_EQ(lines_of(fleet_csv(rows, {FleetSort::file, 3})).size(), 4U);
}

TEST(FleetTable, ManyDaysEndInARest) {
  std::vector<FleetRow> rows;
  for (int i = 0; i < 40; ++i) {
    FleetRow row = failed("mac", Cause::server_error, "2026-03-20");
    row.at->seconds -= i * kDay;
    rows.push_back(row);
  }
  const std::string text = fleet_table(rows, TerminalStyle{});
  EXPECT_TRUE(has(text, "    earlier         9\n")) << text;
  EXPECT_TRUE(has(text, "    2026-03-20      1  ")) << text;
  EXPECT_FALSE(has(text, "    2026-02-09 ")) << text;
}

TEST(FleetTable, HasNoEscapeSequencesButOnATerminal) {
  EXPECT_FALSE(has_controls(fleet_table(fleet(), TerminalStyle{})));
  TerminalStyle style;
  style.colour = true;
  EXPECT_TRUE(has(fleet_table(fleet(), style), "\x1b["));
}

TEST(FleetTable, AsciiStyleHasNoOtherSigns) {
  TerminalStyle style;
  style.utf8 = false;
  std::vector<FleetRow> rows = fleet();
  rows.push_back(failed(std::string(300, 'l') + ".log", Cause::unclear, "2026-03-02"));
  for (const std::size_t width : {20U, 80U, 100U, 200U}) {
    style.width = width;
    EXPECT_TRUE(is_ascii(fleet_table(rows, style)));
  }
}

TEST(FleetTable, LongNamesAreCutAndStayInTheirColumn) {
  std::vector<FleetRow> rows{failed(std::string(300, 'l'), Cause::server_error, "2026-03-02"),
                             failed("short", Cause::server_error, "2026-03-02")};
  for (const auto& line : lines_of(fleet_table(rows, TerminalStyle{})))
    EXPECT_LE(columns(line), 100U) << line;
}

TEST(RowOf, KeepsWhatATableNeeds) {
  const FleetRow row = row_of(mac("published-conflict"));
  EXPECT_EQ(row.source, "published-conflict");
  EXPECT_EQ(row.host, "MacBook Air");
  EXPECT_EQ(row.state, State::failed);
  EXPECT_EQ(row.cause, Cause::account_conflict);
  EXPECT_EQ(row.at, at("2023-02-10 09:10:36"));
  EXPECT_EQ(row.health, Health::unhealthy);
  EXPECT_EQ(row.trouble, "");
  EXPECT_EQ(row.headline, "Failed: AccountConflict (likely)");
  EXPECT_EQ(row.reason, "Failed at account, likely");
}

TEST(RowOf, OfWhatCouldNotBeReadSaysWhyInOneHarmlessLine) {
  const FleetRow row =
      row_of(explain_mac({Subject::Kind::files, "a\x1b\nb", {"/nowhere/a\x1b\nb"}, false}, {}));
  EXPECT_EQ(row.health, Health::unknown);
  EXPECT_EQ(row.trouble, printable("/nowhere/a\x1b\nb: there is no such file"));
  EXPECT_FALSE(has(row.trouble + row.source, "\n"));
  EXPECT_FALSE(has_controls(row.trouble + row.source));
}

}  // namespace
}  // namespace enrolkit::test
