// Files of one Mac's log, read to a history: in time order, packed or cut, as of a date.
#include "evidence/read_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "evidence/log_reading.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

TEST(ReadLog, NoFileIsAnEmptyHistory) {
  const LogRead log = read({});
  EXPECT_FALSE(log.history.last.has_value());
  EXPECT_EQ(log.bytes, 0U);
}

TEST(ReadLog, NothingButFaultsIsUnreadable) {
  const LogRead log = read({{"jamf.log.0.gz", gzipped("text").substr(0, 10), {}}});
  ASSERT_EQ(log.faults.size(), 1U);
  EXPECT_NE(why_unreadable(unless_unreadable(log)), nullptr);
  EXPECT_NE(value_of(unless_unreadable(read({{"jamf.log", "", {}}}))), nullptr);  // an empty log was read
}

// A file of 1980 was written by a clock that nobody had set; one of 2040 was, too, and says nothing of its year.
TEST(ReadLog, ATimeOfModificationThatCannotBeDatesNothing) {
  const std::string text = check_in(at("2026-03-02 09:00:00"), 900);
  const auto contact = [&](std::string_view modified) {
    const ReadOptions options{.now = at("2026-03-20 18:00:00")};
    return read({{"jamf.log", text, {.modified = at(modified)}}}, options).history.contact->at;
  };
  EXPECT_EQ(contact("2026-03-02 10:00:00"), at("2026-03-02 09:00:05"));
  EXPECT_EQ(contact("2040-03-02 10:00:00"), at("2026-03-02 09:00:05"));
  EXPECT_FALSE(contact("1980-01-01 00:00:00"));
  EXPECT_FALSE(contact("1970-01-01 00:00:01"));
}

// The log was turned over, and jamf has not written since.
TEST(ReadLog, ANewestFileOfNewsyslogsLineAloneTellsNothingOfItself) {
  const MemoryFileOptions older{.modified = at("2026-03-19 18:00:00")};
  const std::string ill =
      check_in(at("2026-03-19 09:00:00"), 900) + broken_check_in(at("2026-03-19 10:00:00"), 901);
  for (const char* newest : {"Mar 20 00:30:00 lab newsyslog[400]: logfile turned over due to size>1000K\n",
                             "\nMar 20 00:30:00 lab newsyslog[400]: logfile turned over\n"}) {
    const auto log = unless_unreadable(read({{"jamf.log.0", ill, older}, {"jamf.log", newest, {}}}));
    ASSERT_NE(value_of(log), nullptr) << newest;
    EXPECT_EQ(value_of(log)->history.signature.count, 1U);
  }
}

// What an older file tells is not how the Mac is: a newest one that tells nothing makes the log unreadable.
TEST(ReadLog, ANewestFileThatTellsNothingIsUnreadable) {
  const std::string good =
      enrolment(at("2026-03-02 08:30:00"), 633) + check_in(at("2026-03-02 09:00:00"), 2000);
  const LocalTime older = at("2026-03-02 09:00:06");
  for (const std::string& newest :
       {std::string(4096, '\0'), std::string("2026-03-03T09:00:00Z what is this?\n")}) {
    const auto log = unless_unreadable(read({{"jamf.log.0", good, older}, {"jamf.log", newest, {}}}));
    ASSERT_NE(why_unreadable(log), nullptr);
    EXPECT_NE(why_unreadable(log)->find("jamf.log: none of its lines"), std::string::npos);
  }
  // Just rotated; or it is an old one that tells nothing.
  EXPECT_NE(value_of(unless_unreadable(read({{"jamf.log.0", good, older}, {"jamf.log", "", {}}}))), nullptr);
  EXPECT_NE(value_of(unless_unreadable(read({{"jamf.log.0", "\0\0", older}, {"jamf.log", good, {}}}))),
            nullptr);
}

TEST(ReadLog, ReadsAPlainLog) {
  const std::string text =
      enrolment(at("2026-03-02 08:30:00"), 633) + check_in(at("2026-03-02 09:00:00"), 2000);
  const LogRead log = read({{"jamf.log", text, {}}});
  ASSERT_EQ(log.history.attempts.size(), 1U);
  EXPECT_EQ(log.history.attempts[0].outcome, Outcome::enrolled);
  ASSERT_TRUE(log.history.contact.has_value());
  EXPECT_EQ(log.history.contact->at, at("2026-03-02 09:00:05"));
  EXPECT_EQ(log.history.contact->line, 7U);
  EXPECT_EQ(log.bytes, text.size());
  EXPECT_EQ(log.sources, (std::vector<std::string>{"jamf.log"}));
  EXPECT_EQ(log.modified, kEnd);
}

TEST(ReadLog, ALastLineWithoutItsNewlineCounts) {
  std::string text = enrolment(at("2026-03-02 08:30:00"), 633);
  text.pop_back();
  const LogRead log = read({{"jamf.log", text, {}}});
  ASSERT_EQ(log.history.attempts.size(), 1U);
  EXPECT_EQ(log.history.attempts[0].return_code, 0);
}

// Two copies of one log, the younger of which lost its beginning to a rotation: no record is counted twice.
TEST(ReadLog, WhatTwoCopiesOfALogBothHoldCountsOnce) {
  std::vector<std::string> runs;
  for (int i = 0; i < 60; ++i) {
    const LocalTime when{at("2026-03-03 09:00:00").seconds + i * 900};
    const unsigned pid = 500U + static_cast<unsigned>(i) * 40;
    runs.push_back(i < 50 ? check_in(when, pid) : broken_check_in(when, pid));
  }
  const auto part = [&](std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) text += runs[i];
    return text;
  };
  const LogRead whole = read({{"jamf.log", part(0, 60), {}}});
  for (const std::size_t begin : {1U, 30U, 44U, 45U}) {
    const std::string younger = part(begin, 60);
    for (const std::string& bytes : {younger, gzipped(younger)}) {
      const LogRead both = read({{"jamf.log", bytes, {}}, {"jamf copy.log", part(0, 45), {}}});
      EXPECT_EQ(both.history.contacts, whole.history.contacts) << begin;
      EXPECT_EQ(both.history.checkings, whole.history.checkings) << begin;
      EXPECT_EQ(both.history.failed.count, whole.history.failed.count) << begin;
      EXPECT_EQ(told_of(both), told_of(whole)) << begin;
    }
  }
  // A clock that was set back between two files of a rotation makes no copies of them.
  const LogRead apart = read({{"jamf.log", part(40, 60), {}}, {"jamf.log.0", part(0, 30), {}}});
  EXPECT_EQ(apart.history.checkings, 50U);
}

TEST(ReadLog, SiblingsAreOrderedByWhatTheyHoldAndNotByName) {
  const std::string old_part = refused_enrolment(at("2026-03-02 08:30:00"), 633);
  const std::string new_part = enrolment(at("2026-03-03 08:30:00"), 640);
  // Rotation numbers the older file higher, and a list sorted by name has it last.
  const LogRead log = read({{"jamf.log", new_part, {}}, {"jamf.log.0", old_part, {}}});
  EXPECT_EQ(log.sources, (std::vector<std::string>{"jamf.log.0", "jamf.log"}));
  ASSERT_EQ(log.history.attempts.size(), 2U);
  EXPECT_EQ(log.history.attempts[0].outcome, Outcome::failed);
  EXPECT_EQ(log.history.attempts[1].outcome, Outcome::enrolled);
  EXPECT_EQ(log.history.attempts[1].first.at, at("2026-03-03 08:30:00"));
}

TEST(ReadLog, PackedSiblingsAreOrderedTooWhateverTheirModificationTimes) {
  const auto part = [](const char* time, unsigned pid) { return refused_enrolment(at(time), pid); };
  const LogRead log = read({{"jamf.log", part("2026-03-05 08:00:00", 3), {}},
                            {"jamf.log.0.gz", gzipped(part("2026-03-03 08:00:00", 1)), {}},
                            {"jamf.log.1.bz2", bzipped(part("2026-03-04 08:00:00", 2)), {}}});
  EXPECT_EQ(log.sources, (std::vector<std::string>{"jamf.log.0.gz", "jamf.log.1.bz2", "jamf.log"}));
  ASSERT_EQ(log.history.attempts.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(log.history.attempts[i].first.file, i);
}

TEST(ReadLog, ASiblingFromBeforeTheYearsEndIsOlder) {
  MemoryFileOptions january;
  january.modified = at("2026-01-02 10:00:00");
  const LogRead log = read({{"jamf.log", check_in(at("2026-01-02 09:00:00"), 10), january},
                            {"jamf.log.0", enrolment(at("2025-12-30 09:00:00"), 20), january}});
  EXPECT_EQ(log.sources, (std::vector<std::string>{"jamf.log.0", "jamf.log"}));
  EXPECT_EQ(log.history.enrolled->at, at("2025-12-30 09:00:09"));
  EXPECT_EQ(log.history.contact->at, at("2026-01-02 09:00:05"));
}

TEST(ReadLog, ACutSiblingIsAFaultAndTheOthersAreRead) {
  const std::string packed = gzipped(check_ins(200'000, at("2026-03-10 12:00:00")));
  const LogRead log = read({{"jamf.log", enrolment(at("2026-03-12 08:30:00"), 633), {}},
                            {"jamf.log.0.gz", packed.substr(0, packed.size() / 2), {}},
                            {"jamf.log.1.gz", "", {}}});
  ASSERT_EQ(log.faults.size(), 2U);
  std::string all = log.faults[0] + "\n" + log.faults[1];
  EXPECT_NE(all.find("jamf.log.0.gz: cut short after "), std::string::npos) << all;
  EXPECT_NE(all.find("jamf.log.1.gz: empty, though"), std::string::npos) << all;
  ASSERT_EQ(log.history.attempts.size(), 1U);
  EXPECT_GT(log.history.contacts, 100U) << "what came before the cut counts";
}

TEST(ReadLog, AsOfTakesThePlaceOfTheModificationTime) {
  const std::string text = check_in(at("2023-02-10 09:10:00"), 899);  // a Friday
  EXPECT_EQ(read({{"jamf.log", text, {}}}).history.contact->at, at("2023-02-10 09:10:05"));
  const LogRead log = read({{"jamf.log", text, {}}}, {false, at("2020-01-01"), false});
  EXPECT_EQ(log.history.contact->at, at("2017-02-10 09:10:05"))
      << "the newest year with that Friday before then";
}

TEST(ReadLog, StandardInputInPiecesOfOneByteIsReadLikeAFile) {
  const std::string text =
      refused_enrolment(at("2026-03-02 08:30:00"), 633) + check_ins(3000, at("2026-03-10 12:00:00"));
  const LogRead file = read({{"jamf.log", text, {}}});
  const LogRead input = read({{"standard input", text, {.piece = 1, .sequential = true}}});
  EXPECT_EQ(told_of(input), told_of(file));
  EXPECT_EQ(input.bytes, text.size());
  EXPECT_EQ(input.history.quality, file.history.quality);
  const LogRead packed = read({{"standard input", gzipped(text), {.piece = 1, .sequential = true}}});
  EXPECT_EQ(told_of(packed), told_of(file));
}

TEST(ReadLog, QuotedLinesArePlainOnesWhenThatIsAskedFor) {
  std::string text;
  for (const char c : enrolment(at("2026-03-02 08:30:00"), 633))
    text += (text.empty() || text.back() == '\n') ? std::string("> ") + c : std::string(1, c);
  EXPECT_EQ(read({{"jamf.log", text, {}}}, {false, std::nullopt, true}).history.attempts.size(), 1U);
  EXPECT_EQ(read({{"jamf.log", text, {}}}).history.attempts.size(), 0U);
}

TEST(ReadLog, AReadErrorInTheMiddleIsAFaultAndWhatCameBeforeCounts) {
  const std::string text =
      enrolment(at("2026-03-02 08:30:00"), 633) + check_ins(600'000, at("2026-03-10 12:00:00"));
  const LogRead log = read({{"jamf.log", text, {.breaks_at = 300'000}}});
  EXPECT_EQ(log.faults, (std::vector<std::string>{"memory: Input/output error"}));
  EXPECT_EQ(log.bytes, 300'000U);
  EXPECT_TRUE(log.history.enrolled.has_value());
}

TEST(ReadLog, AnEndlessLineCostsNothingAndHidesNothing) {
  const std::string text = enrolment(at("2026-03-02 08:30:00"), 633) + std::string(3U << 20U, 'x') + "\n" +
                           check_in(at("2026-03-02 09:00:00"), 700);
  const LogRead log = read({{"jamf.log", text, {}}});
  EXPECT_EQ(log.history.quality.endless, 1U);
  EXPECT_EQ(log.history.contact->at, at("2026-03-02 09:00:05"));
  EXPECT_EQ(log.history.contact->line, 8U);
}

}  // namespace
}  // namespace enrolkit::test
