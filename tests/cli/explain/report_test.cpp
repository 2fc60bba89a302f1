// The report for people: the verdict first, nothing wider than it may be, and no byte of a log that does
// anything.
#include "cli/explain/report.h"

#include <gtest/gtest.h>
#include <sys/time.h>

#include <string>

#include "cli/explain/explained_macs.h"
#include "cli/explain/timeline.h"
#include "core/base/text.h"

namespace enrolkit::test {
namespace {

TerminalStyle plain(std::size_t width = 100) {
  TerminalStyle style;
  style.width = width;
  return style;
}

TerminalStyle ascii(std::size_t width = 100) {
  TerminalStyle style = plain(width);
  style.utf8 = false;
  return style;
}

// What a hostile log may hold: it clears the screen, sets the title, turns the line, and is no UTF-8.
std::string hostile_log() {
  const std::string bad =
      "\x1b[2J\x1b]0;title\x07\x9b"
      "31m\xff\xfe \xe2\x80\xae evil\r\b";
  std::string text;
  for (std::string line : lines_of(enrolment(at("2026-03-02 08:30:00"), 633, "_mgmt" + bad) +
                                   refused_enrolment(at("2026-03-03 08:30:00"), 640) +
                                   broken_check_in(at("2026-03-03 09:00:00"), 700))) {
    line.insert(line.find(" jamf["), bad);
    text += line + bad + "\n";
  }
  return text;
}

TEST(Report, BeginsWithTheVerdict) {
  const auto lines = lines_of(report(mac("published-conflict"), plain()));
  ASSERT_GT(lines.size(), 4U);
  EXPECT_EQ(lines[0], "Failed: AccountConflict (likely), then PermissionDenied");
  EXPECT_EQ(lines[1], "MacBook Air, published-conflict");
  EXPECT_EQ(lines[2], "");
  EXPECT_TRUE(lines[3].starts_with("The enrolment was interrupted by a reboot")) << lines[3];
}

TEST(Report, ShowsTheSerialNumberAndFillsItIn) {
  ExplainedMac c = mac("published-conflict");
  c.serial = "C02XG2JHJTDD";
  const std::string text = report(c, plain());
  EXPECT_EQ(lines_of(text)[1], "MacBook Air, C02XG2JHJTDD, published-conflict");
  EXPECT_TRUE(has(text, "`enrolkit server repair C02XG2JHJTDD --yes`")) << text;
  EXPECT_FALSE(has(text, "ioreg")) << text;
}

TEST(Report, SaysInWordsWhatElseIsWrong) {
  const std::string text = report(mac("december"), plain());
  EXPECT_TRUE(has(text, "\n\nThe Mac is enrolled and has been in contact. But the framework is missing.\n"))
      << text;
}

TEST(Report, FillsInTheServerOfTheMacsOwnSettings) {
  ExplainedMac c = mac("signature-expired");
  EXPECT_EQ(c.advice().server, "jamf.example.org") << "the log names none";
  c.server = "https://jamf.example.org:8443/";
  EXPECT_TRUE(has(report(c, plain(200)), "https://jamf.example.org:8443/api/v1/auth/token"));
}

TEST(Report, NoEvidenceStandsThereTwice) {
  const ExplainedMac c = log_case(log_line(at("2026-03-02 08:30:00"), 633, "Enrolling computer...") +
                                  log_line(at("2026-03-02 08:30:09"), 633, "Enroll return code: 70"));
  EXPECT_EQ(c.diagnosis.evidence.size(), 1U);
}

TEST(Report, OfAHealthyMacHasNothingToDo) {
  const std::string text = report(log_of("healthy"), plain());
  EXPECT_TRUE(lines_of(text)[0].starts_with("Complete as of 20")) << text;
  EXPECT_TRUE(has(text, "[+] device-signature    Valid; last-success=")) << text;
  EXPECT_FALSE(has(text, "What to do")) << text;
  EXPECT_FALSE(has(text, "Not read")) << text;
}

TEST(Report, AYearThatIsAGuessIsSaidAndNothingIsCertainThen) {
  const TempFolder folder;
  const std::string path = lay_out(folder, "gateway-502", "mac") + "/private/var/log/jamf.log";
  const auto explained = [&](const char* modified, std::optional<LocalTime> as_of) {
    timeval times[2]{};
    times[0].tv_sec = times[1].tv_sec = static_cast<decltype(times[0].tv_sec)>(at(modified).seconds);
    EXPECT_EQ(::utimes(path.c_str(), times), 0);
    return explain_mac({Subject::Kind::files, path, {path}, false}, {.account = {}, .as_of = as_of});
  };
  const ExplainedMac sure = explained("2020-07-20 08:30:00", std::nullopt);
  EXPECT_EQ(sure.verdict().confidence, Confidence::certain);
  EXPECT_FALSE(has(sure.diagnosis.missing, "guess"));
  const ExplainedMac guessed = explained("2021-01-02 08:30:00", std::nullopt);
  EXPECT_EQ(guessed.verdict().cause, Cause::server_error);
  EXPECT_EQ(guessed.verdict().confidence, Confidence::likely);
  EXPECT_TRUE(has(guessed.diagnosis.missing, "so the year 2020 is a guess: `--as-of DATE`"));
  EXPECT_EQ(explained("2021-01-02 08:30:00", at("2020-07-20 08:30:00")).verdict().confidence,
            Confidence::certain);
  const ExplainedMac given = explained("2020-07-20 08:30:00", at("2021-01-02 08:30:00"));
  EXPECT_EQ(given.verdict().confidence, Confidence::likely);
  EXPECT_TRUE(has(given.diagnosis.missing, "The date given is ")) << given.diagnosis.missing;
}

TEST(Report, FindingsWrapAtTheWidth) {
  for (const std::size_t width : {40U, 80U, 100U}) {
    const std::string text = report(mac("published-conflict"), plain(width));
    const auto from = text.find("\nFindings") + 9;
    for (const std::string& line : lines_of(text.substr(from, text.find("\nWhy\n") - from)))
      EXPECT_LE(columns(line), width) << line;
  }
}

TEST(Report, HasItsPartsInOrder) {
  const std::string text = report(mac("published-conflict"), plain());
  std::size_t last = 0;
  for (const char* head : {"\nTimeline", "\nFindings (", "\nWhy\n", "\nEvidence\n",
                           "\nWhat to do, the least invasive first\n"}) {
    const auto at = text.find(head);
    ASSERT_NE(at, std::string::npos) << head;
    EXPECT_GT(at, last) << head;
    last = at;
  }
}

TEST(Report, OfWhatCouldNotBeReadSaysWhy) {
  const ExplainedMac c = explain_mac({Subject::Kind::files, "jamf.log", {"/nowhere/jamf.log"}, false}, {});
  const std::string text = report(c, plain());
  EXPECT_EQ(lines_of(text)[0], "Unknown");
  EXPECT_TRUE(has(text, "Could not be read: /nowhere/jamf.log: there is no such file\n")) << text;
  EXPECT_FALSE(has(text, "Timeline")) << text;
  EXPECT_FALSE(has(text, "deleted, rotated away")) << "of a path that was mistyped: " << text;
  const auto said = text.find("\nNot known: ");
  ASSERT_NE(said, std::string::npos) << text;
  EXPECT_EQ(text.find("Not known: ", said + 2), std::string::npos) << "one reason, said once: " << text;
}

TEST(Report, WaysToDoOneThingHaveLetters) {
  const std::string text = report(mac("published-conflict"), plain());
  EXPECT_TRUE(has(text, "\n  1. First the cause")) << text;
  EXPECT_TRUE(has(text, "\n     a. Rename the Management Account: ")) << text;
  EXPECT_TRUE(has(text, "\n     d. By hand in Jamf Pro, do not create a local administrator")) << text;
  EXPECT_TRUE(has(text, "\n  2. Then enrol the jamf binary again")) << text;
  EXPECT_TRUE(has(text, "\n     a. With MDM alive, from your computer: ")) << text;
  EXPECT_FALSE(has(text, "\n  3. ")) << text;
}

TEST(Report, FilesThatWereNotReadToTheirEndAreNamed) {
  ExplainedMac c = log_case(enrolment(at("2026-03-02 08:30:00"), 633));
  std::get<LogRead>(c.log).faults.push_back("jamf.log.0.gz: cut short after 17 bytes of text");
  EXPECT_TRUE(has(report(c, plain()), "\nNot read\n  jamf.log.0.gz: cut short after 17 bytes of text\n"));
}

TEST(Report, NoByteOfALogDoesAnythingToTheTerminal) {
  const ExplainedMac c = log_case(hostile_log());
  ASSERT_GE(c.diagnosis.attempts.size(), 2U) << "the log was understood in spite of all";
  for (const TerminalStyle& style : {plain(), plain(40), ascii()}) {
    const std::string text = report(c, style);
    EXPECT_FALSE(has_controls(text)) << text;
    EXPECT_FALSE(has(text, "\xe2\x80\xae")) << "the mark that turns a line round";
    EXPECT_FALSE(has(text, "\xff")) << text;
  }
}

TEST(Report, OfEnrolmentsWithoutEndTheNumberIsShown) {
  const std::string text = report(log_case(refused_enrolments(40)), plain());
  EXPECT_TRUE(has(text, "8 earlier enrolments of the log are not shown")) << text;
  EXPECT_TRUE(has(text, "enrolment 9  jamf") && !has(text, "enrolment 8  jamf")) << text;
  EXPECT_TRUE(has(text, "enrolment 40  jamf")) << text;
  EXPECT_FALSE(has(report(log_case(refused_enrolments(32)), plain()), "not shown"));
}

TEST(Report, ALongNameLeavesRoomForThePath) {
  std::string log = refused_enrolment(at("2026-03-02 08:30:00"), 640);
  for (auto found = log.find(" jamf["); found != std::string::npos; found = log.find(" jamf[", found + 4006))
    log.insert(found, std::string(4000, 'n'));
  const std::string line = lines_of(report(log_case(log), plain(80)))[1];
  EXPECT_LE(columns(line), 80U) << line;
  EXPECT_TRUE(line.ends_with(", jamf.log")) << line;
}

TEST(Report, ANameOfAFileDoesNothingEither) {
  ExplainedMac c = explain_mac({Subject::Kind::files, "a\nb\x1b[2J", {"/nowhere/a\nb\x1b[2J"}, false}, {});
  const std::string text = report(c, plain());
  EXPECT_FALSE(has_controls(text)) << text;
  EXPECT_EQ(lines_of(text)[1], printable("a\nb\x1b[2J"));
}

TEST(Report, AsciiStyleDrawsNoSignsOfItsOwn) {
  std::string long_name(200, 'n');
  const ExplainedMac c = log_case(
      refused_enrolment(at("2026-03-02 08:30:00"), 900) +
      log_line(at("2026-03-02 08:40:00"), 950, "Creating user " + long_name + "...") +
      refused_enrolment(at("2026-03-02 08:45:00"), 310) + broken_check_in(at("2026-03-03 09:00:00"), 700));
  for (const std::size_t width : {20U, 30U, 60U, 100U, 200U}) {
    const std::string text = report(c, ascii(width));
    EXPECT_TRUE(is_ascii(text)) << text;
    EXPECT_TRUE(has(text, "Timeline")) << text;
  }
  EXPECT_FALSE(is_ascii(report(c, plain())));
}

TEST(Report, AsciiStyleLeavesTheTextOfTheLogAlone) {
  EXPECT_TRUE(has(report(mac("healthy"), ascii()), "Art\xe2\x80\x99s Room Mac (2)"));
}

TEST(Report, IsColouredOnlyWhenAsked) {
  const ExplainedMac c = mac("published-conflict");
  TerminalStyle style = plain();
  EXPECT_FALSE(has(report(c, style), "\x1b"));
  style.colour = true;
  const std::string text = report(c, style);
  EXPECT_TRUE(text.starts_with("\x1b[1;31mFailed: ")) << text;
  // Without its colours it is the same.
  std::string without;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      without += text[i];
    }
  }
  EXPECT_EQ(without, report(c, plain()));
}

class Timeline : public testing::TestWithParam<std::string> {};

TEST_P(Timeline, KeepsToItsWidthOnEveryLine) {
  const ExplainedMac c = mac(GetParam());
  const auto* read = value_of(c.log);
  if (read == nullptr) {
    EXPECT_FALSE(c.findings.empty()) << "a Mac without a log has findings, and no timeline";
    return;
  }
  for (const std::size_t width : {20U, 21U, 33U, 40U, 57U, 80U, 100U, 160U}) {
    for (const TerminalStyle& style : {plain(width), ascii(width)}) {
      for (const std::string& line : lines_of(draw_timeline(c.diagnosis, *read, style))) {
        EXPECT_LE(columns(line), width) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
      }
    }
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Fixture, Timeline, testing::ValuesIn(fixture_names()), test_name);

TEST(TimelineText, UsesAllItsWidth) {
  const ExplainedMac c =
      log_case(log_line(at("2026-03-02 08:40:00"), 950, "Creating user " + std::string(300, 'n') + "..."));
  std::size_t widest = 0;
  for (const std::string& line : lines_of(draw_timeline(c.diagnosis, *value_of(c.log), plain(80)))) {
    widest = std::max(widest, columns(line));
  }
  EXPECT_EQ(widest, 80U);
}

TEST(TimelineText, EndsEachLineWithANewline) {
  const ExplainedMac c = mac("published-conflict");
  EXPECT_EQ(draw_timeline(c.diagnosis, *value_of(c.log), plain()).back(), '\n');
  const ExplainedMac empty = log_case("");
  EXPECT_EQ(draw_timeline(empty.diagnosis, *value_of(empty.log), plain()), "");
}

TEST(Report, SaysOfAnotherVolumeWhatItWasNotAsked) {
  const TempFolder folder;
  const ExplainedMac c =
      explain_mac({Subject::Kind::tree, "x", {lay_out(folder, "healthy", "x")}, false}, {});
  EXPECT_TRUE(has(report(c, plain()), "Not asked: mdm: macOS tells it of the Mac that runs alone."))
      << report(c, plain());
}

}  // namespace
}  // namespace enrolkit::test
