// What proves contact, what counts as an error, and what a hostile log cannot do.
#include "core/log/history_builder.h"

#include <gtest/gtest.h>

#include <random>

#include "support/has.h"
#include "support/secrets.h"
#include "support/told.h"

namespace enrolkit::test {
namespace {

constexpr std::string_view kUpper = "2026-05-01 12:00:00";
constexpr std::string_view kChecking =
    "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...";
constexpr std::string_view kOffline = "Could not connect to the JSS. Looking for cached policies...";

// Marks of a history, with the texts they keep.
std::vector<std::string> marks_of(History history) {
  std::vector<std::string> marks;
  for_each_reference(history, [&](const LogReference& reference) {
    marks.push_back(std::to_string(reference.line) + " " + reference.text);
  });
  return marks;
}

TEST(Block, KeepsTheTextsOfItsMarksWhenItsBytesAreGone) {
  std::string text =
      rec("Thu Apr 30 08:00:00", 400, kChecking) + rec("Thu Apr 30 08:00:01", 400, "Checking for patches...");
  for (unsigned pid = 500; pid < 560; ++pid) {
    text += rec("Thu Apr 30 09:00:00", static_cast<int>(pid), kChecking);
    if (pid % 3 == 0) text += rec("Thu Apr 30 09:00:01", static_cast<int>(pid), kOffline);
    if (pid % 5 != 0)
      text += rec("Thu Apr 30 09:00:02", static_cast<int>(pid), "No patch policies were found.");
  }
  for (const std::size_t size : {100U, 333U, 1000U, 100'000U}) {
    Scanner scanner;
    HistoryBuilder builder;
    scanner.next_file(0, false);
    std::string buffer;
    for (std::size_t at = 0; at < text.size(); at += size) {
      buffer += text.substr(at, size);
      scanner.give(buffer, at + size >= text.size());
      builder.add_block(scanner, [](const Line&) {});
      const std::string rest(scanner.rest());
      buffer.assign(buffer.size(), '?');
      buffer = rest;
    }
    const History history = std::move(builder).finish(scanner, parse_local_time(kUpper));
    EXPECT_EQ(marks_of(history), marks_of(read_text(text, kUpper).history)) << size;
  }
}

// A clock that had lost its date: from there on the years between two days are a guess, and may contradict the days.
TEST(Dates, NoLineHasADateThatItselfDoesNotHave) {
  History h = read_text(rec("Mon Mar 02 09:00:00", 900, "Enroll return code: 0") +
                            rec("Mon Jan 01 00:01:00", 150, "Checking for patches...") +
                            rec("Tue Mar 03 09:00:00", 400, kChecking) +
                            rec("Tue Mar 03 09:00:02", 400, "No patch policies were found."),
                        "2026-03-03 10:00:00")
                  .history;
  ASSERT_TRUE(h.contact && h.contact->at);
  EXPECT_EQ(to_text(*h.contact->at), "2026-03-03 09:00:02");
  for_each_reference(h, [](const LogReference& reference) {
    if (!reference.at || reference.text.empty()) return;
    const Civil civil = to_civil(*reference.at);
    EXPECT_EQ(reference.text.substr(8, 2), (civil.day < 10 ? "0" : "") + std::to_string(civil.day))
        << reference.text;
  });
}

// Each of the lines is what another run said that nobody knows.
std::string said_by_runs(const std::vector<std::string>& lines) {
  std::string text;
  for (const bool checks : {true, false}) {
    int pid = 500;
    for (const std::string& line : lines)
      text += rec("Thu Apr 30 09:00:00", ++pid, checks ? std::string(kChecking) : line);
  }
  return text;
}

std::string all_shown(const std::string& text) {
  History history = read_text(text + rec("Thu Apr 30 09:30:00", 600, kChecking), kUpper).history;
  std::string all;
  for_each_reference(history, [&](const LogReference& reference) { all += shown_text(reference) + "\n"; });
  return all;
}

// "Password:" on one line, and it on the next: neither what runs of jamf said, nor the reason in an error's block.
TEST(Evidence, ShowsNoSecretOfTheLineBehindItsKey) {
  std::mt19937 random(19);
  for (const std::string& shape : shapes_of_lines()) {
    for (const std::string& secret :
         {make_secret(random), make_plain_secret(random, false), make_plain_secret(random, true)}) {
      std::vector<std::string> lines{""};
      for (const char c : planted(shape, secret)) {
        if (c == '\n') {
          lines.emplace_back();
        } else {
          lines.back() += c;
        }
      }
      EXPECT_FALSE(leaks(all_shown(said_by_runs(lines)), secret)) << shape;
      // Several words end a block of Base64.
      const std::string reason =
          shape.find("BEGIN") == std::string::npos ? " NSURLErrorDomain error -1009" : "";
      const std::string block =
          error_block("Thu Apr 30 09:00:01", 500, "\n" + planted(shape, secret) + reason);
      EXPECT_FALSE(leaks(all_shown(rec("Thu Apr 30 09:00:00", 500, kChecking) + block), secret)) << block;
    }
  }
}

// Else the test above proves nothing; and what a message of several words says is evidence, whatever stood before it.
TEST(Evidence, ShowsWhatStandsBehindNoKey) {
  EXPECT_TRUE(has(all_shown(said_by_runs({"Something new", "hunter"})), "]: hunter\n"));
  EXPECT_FALSE(has(all_shown(said_by_runs({"The password:", "hunter"})), "]: hunter\n"));
  EXPECT_TRUE(has(all_shown(said_by_runs({"The password:", "hunters are out"})), "]: hunters are out\n"));
}

TEST(Contact, AnAttemptProvesNothing) {
  const auto h = read_text(rec("Thu Apr 30 09:00:00", 500, kChecking), kUpper).history;
  EXPECT_FALSE(h.contact);
  EXPECT_EQ(h.checkings, 1U);
}

TEST(Contact, EachAnswerOfTheServerProvesIt) {
  for (const std::string_view message :
       {"Executing Policy Update Inventory (daily)", "Checking for patches...",
        "No patch policies were found.", "No policies were found for the \"login\" trigger."}) {
    const auto h =
        read_text(rec("Thu Apr 30 09:00:00", 500, kChecking) + rec("Thu Apr 30 09:00:02", 500, message),
                  kUpper)
            .history;
    ASSERT_TRUE(h.contact) << message;
    EXPECT_EQ(to_text(*h.contact->at), "2026-04-30 09:00:02");
  }
}

TEST(Contact, ACachedPolicyProvesNothing) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 500, kChecking) + rec("Thu Apr 30 09:00:01", 500, kOffline) +
                    rec("Thu Apr 30 09:00:02", 500, "Executing Policy Wallpaper"),
                kUpper)
          .history;
  EXPECT_FALSE(h.contact);
  EXPECT_EQ(h.offline.count, 1U);
}

TEST(Contact, AProcessIdUsedAgainIsAnotherProcess) {
  const auto h =
      read_text(rec("Wed Apr 29 09:00:00", 500, kChecking) + rec("Wed Apr 29 09:00:01", 500, kOffline) +
                    rec("Thu Apr 30 09:00:00", 500, kChecking) +
                    rec("Thu Apr 30 09:00:02", 500, "Executing Policy Wallpaper"),
                kUpper)
          .history;
  ASSERT_TRUE(h.contact);
  EXPECT_EQ(h.offline.count, 0U);
  EXPECT_EQ(h.offline.before, 1U);
}

TEST(Contact, InventoryStartedAndLoginNoticesProveNothing) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 500,
                    "Removing existing launchd task "
                    "/Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist...") +
                    rec("Thu Apr 30 09:00:01", 501, "Informing the JSS about login for user student1"),
                kUpper)
          .history;
  EXPECT_FALSE(h.contact);
}

TEST(Signature, OneRunIsCountedOnceHoweverManyLinesItPrints) {
  const std::string run = rec("Thu Apr 30 09:00:00", 500, kChecking) +
                          rec("Thu Apr 30 09:00:01", 500, kItemNotFound) +
                          rec("Thu Apr 30 09:00:01", 500, kSignatureError) +
                          error_block("Thu Apr 30 09:00:01", 500, kSignatureError);
  EXPECT_EQ(read_text(run, kUpper).history.signature.count, 1U);
}

TEST(Signature, TheBlockAloneIsEnough) {
  for (const int indent : {4, 5}) {
    const auto h = read_text(rec("Thu Apr 30 09:00:00", 500, kChecking) +
                                 error_block("Thu Apr 30 09:00:01", 500, kSignatureError, indent),
                             kUpper)
                       .history;
    EXPECT_EQ(h.signature.count, 1U);
    ASSERT_TRUE(h.signature.first);
    EXPECT_EQ(h.signature.first->pid, 500U);
  }
}

TEST(Signature, ThoseWordsInAScriptsOutputAreNoError) {
  const auto h = read_text(rec("Thu Apr 30 09:00:00", 500, "[DEBUG] output of the script") + "    " +
                               std::string(kSignatureError) + "\n",
                           kUpper)
                     .history;
  EXPECT_EQ(h.signature.count, 0U);
}

TEST(Signature, AnErrorBeforeAContactIsHistory) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 500, kChecking) + rec("Thu Apr 30 09:00:01", 500, kItemNotFound) +
                    rec("Thu Apr 30 10:00:00", 600, kChecking) +
                    rec("Thu Apr 30 10:00:03", 600, "No patch policies were found."),
                kUpper)
          .history;
  EXPECT_EQ(h.signature.count, 0U);
  EXPECT_EQ(h.signature.before, 1U);
  ASSERT_TRUE(h.signature.last_before);
}

TEST(HistoryBuilder, TheMarkerOfAnEditedLogIsKept) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 500, kChecking) +
                    "Jamf-Resolver removed lines with Device Signature error from Jamf.log, sorry\n",
                kUpper)
          .history;
  ASSERT_TRUE(h.edited);
  EXPECT_EQ(h.edited->line, 2U);
}

TEST(HistoryBuilder, AMillionEnrolmentsKeepTheLastFew) {
  std::string log;
  for (int i = 0; i < 20'000; ++i) {
    log += rec("Thu Apr 30 09:00:00", 100 + i, "Creating user _mgmt...");
  }
  const auto h = read_text(log, kUpper).history;
  EXPECT_EQ(h.attempts.size(), kMaxAttempts);
  EXPECT_EQ(h.attempts_dropped, 20'000U - kMaxAttempts);
}

TEST(HistoryBuilder, OneEnrolmentOfManyLinesKeepsItsReturnCode) {
  std::string log = rec("Thu Apr 30 09:00:00", 700, "Creating user _mgmt...");
  for (int i = 0; i < 500; ++i) {
    log += rec("Thu Apr 30 09:00:01", 700,
               i % 2 == 0 ? "Downloading the agent..." : "Creating launch daemon...");
  }
  log += rec("Thu Apr 30 09:00:02", 700, "Enroll return code: 0");
  const auto h = read_text(log, kUpper).history;
  ASSERT_EQ(h.attempts.size(), 1U);
  EXPECT_EQ(h.attempts[0].steps.size(), kMaxSteps);
  EXPECT_EQ(h.attempts[0].steps.back().key, Message::return_code);
  EXPECT_GT(h.attempts[0].steps_left_out, 400U);
}

TEST(HistoryBuilder, EvidenceIsNoLongerThanItMayBe) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 700, "Creating user " + std::string(5000, 'x') + "..."), kUpper)
          .history;
  ASSERT_EQ(h.attempts.size(), 1U);
  EXPECT_EQ(h.attempts[0].steps[0].text.size(), kEvidenceBytes);
}

TEST(HistoryBuilder, TheServerIsTakenWithOrWithoutItsSlash) {
  const auto h =
      read_text(rec("Thu Apr 30 09:00:00", 700,
                    "The SSL Certificate for https://jamf.example.org:8443 must be trusted for the jamf "
                    "binary to connect to it.") +
                    "Enrolling computer...\n",
                kUpper)
          .history;
  ASSERT_EQ(h.attempts.size(), 1U);
  EXPECT_EQ(h.attempts[0].server, "https://jamf.example.org:8443");
}

TEST(HistoryBuilder, ACutReturnCodeIsNoSuccess) {
  const auto h = read_text(rec("Thu Apr 30 09:00:00", 700, "Creating user _mgmt...") +
                               "Thu Apr 30 09:00:05 Library Cart 07 jamf[700]: Enroll return code: ",
                           kUpper)
                     .history;
  ASSERT_EQ(h.attempts.size(), 1U);
  EXPECT_FALSE(h.attempts[0].return_code);
  EXPECT_NE(h.attempts[0].outcome, Outcome::enrolled);
  EXPECT_FALSE(h.contact);
}

}  // namespace
}  // namespace enrolkit::test
