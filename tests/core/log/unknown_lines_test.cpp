// The shapes of lines that nobody knows: countable, and without anything that tells whose they are.
#include "core/log/unknown_lines.h"

#include <gtest/gtest.h>

#include "core/log/history.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

TEST(ShapeOf, TakesOutWhatTellsWhoseItIs) {
  const std::pair<const char*, const char*> kShapes[]{
      {"Error: the frobnicator failed with 42.", "Error: the frobnicator failed with N."},
      {"Error: \"Ana's secret policy\" could not be run", "Error: \"...\" could not be run"},
      {"The file /Users/ana/x.pkg could not be copied.", "The file PATH could not be copied."},
      {"Unable to reach https://jss.example.org:8443/x?token=abc now", "Unable to reach URL now"},
      {"Unable to reach jss.example.org now", "Unable to reach HOST now"},
      {"Failed to bind user ana to the directory", "Failed to bind user NAME to the directory"},
      {"Failed to bind the account _mgmt", "Failed to bind the account NAME"},
      {"Could not map Ana Maria Schmidt", "Could not map NAME"},
      {"Could not find 4C4C4544-0042-3510-8058-B9C04F313632 here", "Could not find ID here"},
      {"Error Domain=com.jamf.other Code=-12 \"Any text\"", "Error Domain=com.jamf.other Code=-N \"...\""},
      {"The operation couldn\xE2\x80\x99t be completed by Zo\xC3\xAB",
       "The operation couldn\xE2\x80\x99t be completed by NAME"},
      {"ana@example.org was refused", "NAME was refused"},
      {"", ""},
  };
  for (const auto& [message, shape] : kShapes) EXPECT_EQ(shape_of(message), shape);
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
  const std::map<std::string, std::uint64_t> expected{{"Zq error N of user NAME", 3}, {"The zq was sad.", 3}};
  EXPECT_EQ(of(text).shapes(), expected);
}

TEST(UnknownLines, AreBounded) {
  std::string text;
  for (int i = 0; i < 700; ++i) {
    std::string word;
    for (int n = i + 26; n > 0; n /= 26) word += static_cast<char>('a' + n % 26);
    text += log_line(at("2026-03-02 10:00:00"), 7, "error of zq" + word);
  }
  EXPECT_EQ(of(text).shapes().size(), UnknownLines::kMaxShapes);
  EXPECT_EQ(of(text).left_out(), 200U);
}

}  // namespace
}  // namespace enrolkit::test
