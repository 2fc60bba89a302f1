// Whether a log is one Mac's, in order, and in one form to its end; and what every Mac's log may hold all the same.
#include "core/log/whole.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "core/log/whole_logs.h"

namespace enrolkit::test {
namespace {

std::string replaced_once(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}
std::string behind_writer(const std::string& line) {
  return line.substr(std::min(line.find("]: ") + 3, line.size()));
}

TEST(Whole, ATailInAnotherFormIsNamed) {
  const std::map<std::string, std::function<std::string(std::string)>> kForms{
      {"indented", [](auto line) { return "    " + line; }},
      {"quoted", [](auto line) { return "> " + line; }},
      {"marked", [](auto line) { return "[x] " + line; }},
      {"numbered", [](auto line) { return "17:" + line; }},
      {"ISO dates", [](auto line) { return "2026-03-03" + line.substr(10); }},
      {"German dates", [](auto line) { return "Di M\xC3\xA4r 03" + line.substr(10); }},
      {"syslog's dates", [](auto line) { return "Mar  3" + line.substr(10); }},
      {"milliseconds", [](auto line) { return line.substr(0, 19) + ".123" + line.substr(19); }},
      {"no host", [](auto line) { return line.substr(0, 20) + line.substr(line.find("jamf[")); }},
      {"capitals", [](auto line) { return replaced_once(line, "jamf[", "JAMF["); }},
      {"with its path", [](auto line) { return replaced_once(line, "jamf[", "/usr/local/jamf/bin/jamf["); }},
      {"no process", [](auto line) { return line.substr(0, 20) + "mac jamf: " + behind_writer(line); }},
      {"a terminal's", [](auto line) { return behind_writer(line); }},
      {"lines of JSON", [](auto line) { return "{\"line\": \"" + line + "\"}"; }},
      {"CSV", [](auto line) { return "1;" + line.substr(0, 19) + ";mac;jamf[7];" + behind_writer(line); }},
      {"zeros", [](auto line) { return std::string(line.size(), '\0'); }},
  };
  const std::string before = good(kMonday, 500, 40);
  for (const auto& [name, change] : kForms) {
    const std::string tail = each_line(dead(at("2026-03-03 09:00:00"), 2500, 12), change);
    EXPECT_EQ(form_of(before + tail), LogForm::mixed) << name;
    // What is read again behind it, and proves nothing, changes nothing.
    EXPECT_EQ(form_of(before + tail + log_line(at("2026-03-03 20:00:00"), 9000, "Daemon starting")),
              LogForm::mixed)
        << name;
    EXPECT_EQ(form_of(before + tail + good(at("2026-03-03 20:00:00"), 9000, 1)), LogForm::whole) << name;
  }
}

TEST(Whole, ManyRecordsInOneLineAreNamed) {
  std::string one = dead(at("2026-03-03 09:00:00"), 2500, 12);
  std::replace(one.begin(), one.end(), '\n', ' ');
  EXPECT_EQ(form_of(one + "\n"), LogForm::mixed);
  EXPECT_EQ(form_of(good(kMonday, 500, 40) + one + "\n"), LogForm::mixed);
}

TEST(Whole, WhatLogsHoldBetweenRecordsIsNothing) {
  const std::string before = good(kMonday, 500, 4);
  const LocalTime after = later(kMonday, 3);
  for (const std::string& tail :
       {std::string("\n\n\n"), std::string("a script said so\nand so\n"),
        error_block(stamp(after), 900, "Unknown Error - An unknown error has occurred."),
        log_line(after, 900, "[DEBUG] ls") + "total 0\n" + std::string(40 * 60, 'x').replace(1200, 1, "\n") +
            "\n",
        stamp(after) + " Library Cart 07 watch[9]: saw " + dead(after, 901, 1).substr(0, 60) + "\n",
        std::string("Enrolling computer...\n"), std::string("<computer_id>7</computer_id>\n"),
        std::string("Locating accounts...\nLocating printers...\nSearching path: /Applications\n") +
            std::string("Submitting data to https://jamf.example.org/...\n") + std::string(20, 'a') +
            "\nb\nc\nd\ne\nf\ng\n<computer_id>7</computer_id>\n"}) {
    EXPECT_EQ(form_of(before + tail), LogForm::whole) << tail;
  }
}

TEST(Whole, WhatARecordAnnouncesIsNoOtherForm) {
  std::string text = good(kMonday, 900, 4);
  for (int i = 0; i < 12; ++i) {
    const LocalTime then = later(kMonday, 2 + i);
    const auto pid = 2000U + static_cast<unsigned>(i);
    text +=
        log_line(then, pid, "Checking for policies triggered by \"recurring check-in\" for user \"ana\"...") +
        log_line(then, pid, "This policy trigger is already being run:") +
        "    root 5233 /usr/local/jamf/bin/jamf policy -randomDelaySeconds 300\n";
  }
  EXPECT_EQ(form_of(text), LogForm::whole);
  const std::string tail =
      each_line(dead(later(kMonday, 20), 2500, 12), [](auto line) { return "    " + line; });
  EXPECT_EQ(form_of(text + tail), LogForm::mixed);
}

TEST(Whole, AnOlderPartAtTheEndIsNamed) {
  const std::string older = good(at("2026-02-02 09:00:00"), 40'000, 30);
  const std::string newer = good(kMonday, 900, 3) + dead(later(kMonday, 2), 2000, 8);
  EXPECT_EQ(form_of(older + newer), LogForm::whole);
  EXPECT_EQ(form_of(newer + older), LogForm::unordered);
  EXPECT_EQ(form_of(dead(kMonday, 900, 1) + check_in(at("2026-02-02 09:00:00"), 7)), LogForm::unordered);
  // Of one day, too.
  EXPECT_EQ(form_of(dead(later(kMonday, 6), 900, 4) + good(kMonday, 3000, 4)), LogForm::unordered);
  const std::string oldest = good(at("2026-01-05 09:00:00"), 700, 30);
  EXPECT_EQ(form_of(newer + oldest + older), LogForm::unordered);
  EXPECT_EQ(form_of(oldest + newer + older), LogForm::unordered);
}

TEST(Whole, APartThatStandsTwiceOrNewestFirstIsNamed) {
  const std::string begin = good(kMonday, 900, 6), newest = dead(later(kMonday, 2), 2000, 8);
  EXPECT_EQ(form_of(begin + newest + begin), LogForm::unordered);
  EXPECT_EQ(form_of(begin + begin), LogForm::whole);
  // Newer lines that prove nothing do not mend it; a proof does.
  const LocalTime evening = later(kMonday, 10);
  const std::string older = good(at("2026-02-02 09:00:00"), 40'000, 9),
                    end = log_line(evening, 5000, "Daemon starting");
  for (const std::string& text : {begin + newest + begin, newest + older}) {
    EXPECT_EQ(form_of(text + end), LogForm::unordered);
    EXPECT_EQ(form_of(text + end + good(evening, 5100, 1)), LogForm::whole);
  }
  std::string upside_down;
  for (int i = 7; i >= 0; --i)
    upside_down += dead({kMonday.seconds + 7200 + i * 900}, 2000U + static_cast<unsigned>(i), 1);
  EXPECT_EQ(form_of(begin + upside_down), LogForm::unordered);
}

TEST(Whole, BytesThatAreNoTextAreNamed) {
  EXPECT_EQ(form_of(good(kMonday, 900, 6) + "\x1F\x8B\x08" + std::string(30, '\0') + std::string(90, '\x02')),
            LogForm::mixed);
}

TEST(Whole, ZerosOfAPowerLossAreNothing) {
  const std::string ill = good(kMonday, 900, 2) + dead(later(kMonday, 1), 1000, 4), zeros(512, '\0');
  EXPECT_EQ(form_of(ill + zeros), LogForm::whole);
  EXPECT_EQ(form_of(ill + zeros + dead(later(kMonday, 3), 300, 2)), LogForm::whole);
  EXPECT_EQ(form_of(ill + zeros + "\n" + dead(later(kMonday, 3), 300, 2)), LogForm::mixed);
}

// "2026-03-02T09:00:00Z {job=...} Mon Mar 02 09:00:00 HOST jamf[7]: ...".
// What `grep -v jamf` leaves of the newest runs.
TEST(Whole, ErrorBlocksWithoutTheirHeadsAreNamed) {
  std::string blocks;
  for (unsigned i = 0; i < 3; ++i)
    blocks += "There was an error.\n\n     " + std::string(kSignatureError) + "\n";
  EXPECT_EQ(form_of(good(kMonday, 900, 6) + blocks), LogForm::mixed);
  EXPECT_EQ(form_of(good(kMonday, 900, 6) + std::string(kItemNotFound) + "\n" + std::string(kSignatureError) +
                    "\n"),
            LogForm::mixed);
  EXPECT_EQ(form_of(good(kMonday, 900, 6) + blocks + good(later(kMonday, 6), 3000, 1)), LogForm::whole);
  // Another process may write in between.
  const LocalTime after = later(kMonday, 3);
  EXPECT_EQ(form_of(good(kMonday, 900, 6) + log_line(after, 2000, "") +
                    log_line(after, 2001, "Daemon starting") + blocks.substr(0, blocks.find("There", 1))),
            LogForm::whole);
}

// By a program that wrote another name for jamf's.
TEST(Whole, MessagesOfJamfByAnotherWriterAreNamed) {
  const std::string tail = each_line(dead(at("2026-03-03 09:00:00"), 2500, 12),
                                     [](auto line) { return replaced_once(line, "jamf[", "agent["); });
  EXPECT_EQ(form_of(good(kMonday, 500, 40) + tail), LogForm::mixed);
  for (const char* line : {"mac jamf [7]: Creating user x...", "mac x[7]: Removing scheduled tasks...",
                           "mac jamf [7]: Checking for patches..."})
    EXPECT_EQ(form_of(good(kMonday, 500, 4) + stamp(later(kMonday, 9)) + " " + line + "\n"), LogForm::mixed)
        << line;
  EXPECT_EQ(
      form_of(good(kMonday, 500, 4) + stamp(later(kMonday, 9)) + " mac x[7]: Checking for patches...\n"),
      LogForm::whole);
}

TEST(Whole, ARecordBehindATimeAndOtherWordsIsInAnotherForm) {
  const std::string text =
      each_line(dead(kMonday, 900, 3), [](auto line) { return "2026-03-02T09:00:00Z {job=x} " + line; });
  EXPECT_EQ(form_of(text), LogForm::dates);
}

TEST(Whole, AClockThatIsSetIsNoOtherPart) {
  // Nine hours to the west, and an hour of summer time.
  EXPECT_EQ(form_of(good(kMonday, 900, 60) + good(later(kMonday, 6), 4000, 5)), LogForm::whole);
  EXPECT_EQ(form_of(good(kMonday, 900, 9) + good(later(kMonday, 1), 4000, 1)), LogForm::whole);
  // It was years ahead, which the file's own date shows, and was set while the Mac started.
  EXPECT_EQ(form_of(good(at("2027-08-02 09:00:00"), 900, 3) + good(kMonday, 150, 3), "2026-03-02 10:00:00"),
            LogForm::whole);
  // It went back, and came forward again.
  EXPECT_EQ(form_of(good(kMonday, 900, 3) + good(at("2020-01-01 00:01:00"), 150, 1) +
                    good(later(kMonday, 5), 300, 1)),
            LogForm::whole);
}

// In a log that was rotated lately, nothing older shows that the clock only went back.
TEST(Whole, AClockThatIsSetInAShortLogIsNoOtherPart) {
  const std::string before = good(later(kMonday, 11), 900, 3);
  for (const int hours : {2, 5, 9, 25, 100}) {
    EXPECT_EQ(form_of(before + good(later(kMonday, 11 - hours), 1020, 3)), LogForm::whole) << hours;
    EXPECT_EQ(form_of(before + dead(later(kMonday, 11 - hours), 1020, 3)), LogForm::whole) << hours;
    EXPECT_EQ(form_of(before + good(later(kMonday, 11 - hours), 700, 3)), LogForm::unordered) << hours;
    EXPECT_EQ(form_of(before + on_host(good(later(kMonday, 11 - hours), 1020, 3), "lab-b")),
              LogForm::several_macs)
        << hours;
  }
  EXPECT_EQ(form_of(before + dead(later(kMonday, 12), 1000, 1) + good(later(kMonday, 2), 1010, 3)),
            LogForm::unordered)
      << "an older part would make it good";
  // Copies joined newest first have the older process ids behind the newer ones, or any others.
  EXPECT_EQ(form_of(good(later(kMonday, 9), 2000, 9) + good(kMonday, 500, 9)), LogForm::unordered);
  EXPECT_EQ(form_of(good(later(kMonday, 9), 2000, 9) + good(kMonday, 40'000, 9)), LogForm::unordered);
}

TEST(Whole, AZoneThatIsSetSoonAfterTheEnrolmentIsNoOtherPart) {
  const std::string fresh = enrolment(later(kMonday, 30), 600) + good(later(kMonday, 30), 1000, 4);
  for (const int hours : {3, 9, 25}) {
    EXPECT_EQ(form_of(fresh + good(later(kMonday, 30 - hours), 3000, 4)), LogForm::whole) << hours;
    EXPECT_EQ(form_of(fresh + dead(later(kMonday, 30 - hours), 3000, 4)), LogForm::whole) << hours;
  }
  EXPECT_EQ(form_of(fresh + good(later(kMonday, 20), 700, 4)), LogForm::unordered) << "process ids go back";
  EXPECT_EQ(form_of(good(later(kMonday, 30), 1000, 4) + good(later(kMonday, 20), 3000, 4)),
            LogForm::unordered)
      << "no enrolment";
  EXPECT_EQ(form_of(fresh + dead(later(kMonday, 31), 2000, 5) + good(later(kMonday, 20), 3000, 4)),
            LogForm::unordered)
      << "it was ill";
}

TEST(Whole, AFileMayBeginInsideALine) {
  const std::string text = dead(kMonday, 900, 4);
  for (std::size_t cut = 1; cut < 24; ++cut) EXPECT_EQ(form_of(text.substr(cut)), LogForm::whole) << cut;
}

}  // namespace
}  // namespace enrolkit::test
