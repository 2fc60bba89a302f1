// The shapes of lines that nobody knows: countable, and without anything that tells whose they are.
#include "core/log/unknown_lines.h"

#include <gtest/gtest.h>

#include "core/base/ascii.h"
#include "core/log/history.h"
#include "core/log/shape.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

TEST(ShapeOf, TakesOutWhatTellsWhoseItIs) {
  const std::pair<const char*, const char*> kShapes[]{
      {"Error: the frobnicator failed with 42.", "Error: the <word> failed with <number>."},
      {"Error: \"Ana's secret policy\" could not be run", "Error: <text> could not be run"},
      {"The file /Users/ana/x.pkg could not be copied.", "The file <address> could not be <word>."},
      {"Unable to reach https://jss.example.org:8443/x?token=abc now", "Unable to <word> <address> <word>"},
      {"Unable to connect to jss.example.org", "Unable to connect to <address>"},
      {"Unable to connect to 10.1.2.3 (a4:5e:60:01:02:03)", "Unable to connect to <address> (<address>)"},
      {"Failed to bind user ana to the directory", "Failed to <word> user <word> to the directory"},
      {"Could not find Ana Maria Schmidt", "Could not find <word>"},
      {"Could not find 4C4C4544-0042-3510-8058-B9C04F313632 here", "Could not find <word>"},
      {"Could not find C02XK1ABJG5H", "Could not find <word>"},
      {"Error Domain=com.jamf.other Code=-12 \"Any text\"", "Error Domain=<address> Code=<number> <text>"},
      {"Error Domain=NSURLErrorDomain Code=-1", "Error Domain=NSURLErrorDomain Code=<number>"},
      {"The operation couldn\xE2\x80\x99t be completed by Zo\xC3\xAB",
       "The operation couldn't be completed by <word>"},
      {"ana@example.org was refused", "<address> was refused"},
      {"site=Sunnyvale failed: pw=hunter2", "<word> failed: <word>"},
      {"Es konnte keine Verbindung hergestellt werden", "<word>"},
      {"", ""},
  };
  for (const auto& [message, shape] : kShapes) EXPECT_EQ(shape_of(message), shape) << message;
}

std::string with(std::string text, std::string_view name) {
  for (auto at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + name.size()))
    text.replace(at, 2, name);
  return text;
}

// Whatever stands there: no letter that is not of the list.
TEST(ShapeOf, ShowsNoWordOfAnybody) {
  for (const char* name :
       {"Zsofia", "zsofia", "ZSOFIA-MBP", "zsofia_k", "(Zsofia)", "=Zsofia", "Zsofia:Zsofia", "Zsofia's",
        "<zsofia>", "user=zsofia", "zsofia\xE2\x80\x99s", "\xC5\xBBsofia"}) {
    for (const char* message :
         {"Error of {}", "{} failed", "Error: {}: failed", "The user {} of {} could not be found"}) {
      const std::string shape = lower_case(shape_of(with(message, name)));
      EXPECT_EQ(shape.find("sofia"), std::string::npos) << shape;
      EXPECT_EQ(shape.find("mbp"), std::string::npos) << shape;
    }
  }
}

UnknownLines of(const std::string& text) {
  Scanner scanner;
  scanner.next_file(0, false);
  scanner.give(text, true);
  UnknownLines lines;
  Line line;
  while (scanner.next(line)) lines.add(line);
  return lines;
}

TEST(UnknownLines, CountsErrorsThatStandInNoList) {
  std::string text = check_in(at("2026-03-02 09:00:00"), 7) + broken_check_in(at("2026-03-02 09:15:00"), 8);
  EXPECT_TRUE(of(text).shapes().empty()) << "those are known";
  for (unsigned pid = 10; pid < 13; ++pid) {
    text += log_line(at("2026-03-02 10:00:00"), pid, fmt::format("Zq error {} of user ana", pid));
    text += log_line(at("2026-03-02 10:00:01"), pid, "") + "There was an error.\n\n     The zq was sad.\n";
  }
  text += log_line(at("2026-03-02 10:00:02"), 14, "All is well");
  const std::map<std::string, std::uint64_t> expected{{"<word> error <number> of user <word>", 3},
                                                      {"The <word> was <word>.", 3}};
  EXPECT_EQ(of(text).shapes(), expected);
}

// What the report calls unknown words must be to be had here.
TEST(UnknownLines, CountsUnknownReasonsBehindAKnownBeginning) {
  const auto count = [](std::string_view message) {
    return of(log_line(at("2026-03-02 10:00:00"), 7, message)).shapes().size() +
           of(log_line(at("2026-03-02 10:00:00"), 7, "") + "There was an error.\n\n     " +
              std::string(message) + "\n")
               .shapes()
               .size();
  };
  EXPECT_EQ(
      count("An error occurred while enrolling computer: Invalid Credentials - The username is incorrect."),
      2U);
  EXPECT_EQ(count("Connection failure: \"Zq.\""), 2U);
  EXPECT_EQ(count("Connection failure: \"The request timed out.\""), 0U);
}

TEST(UnknownLines, AreBounded) {
  std::string text;
  constexpr const char* kWords[]{"access", "binary", "cache", "data",  "empty",
                                 "file",   "group",  "host",  "index", "job"};
  for (int i = 0; i < 700; ++i) {
    const std::string words =
        fmt::format("error of {} {} {}", kWords[i % 8], kWords[i / 8 % 8], kWords[i / 64 % 8]);
    text += log_line(at("2026-03-02 10:00:00"), 7, i < 512 ? words : words + " denied");
  }
  EXPECT_EQ(of(text).shapes().size(), UnknownLines::kMaxShapes);
  EXPECT_EQ(of(text).left_out(), 200U);
}

}  // namespace
}  // namespace enrolkit::test
