#include "core/repair/journal.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

JournalEntry act() {
  JournalEntry entry;
  entry.kind = EntryKind::act;
  entry.at_unix = 1'772'452'800;
  entry.run = "r1";
  entry.cause = "SignatureLost";
  entry.step = RepairStep::enrol;
  entry.jitter = 137;
  return entry;
}

TEST(RepairJournal, ALineIsAContract) {
  EXPECT_EQ(journal_line(act()), R"({"schema":"enrolkit.journal/2","kind":"act","at":1772452800,"run":"r1",)"
                                 R"("cause":"SignatureLost","step":"enrol","jitter":137})"
                                 "\n");
}

TEST(RepairJournal, EveryKindComesBackAsItWent) {
  JournalEntry result = act();
  result.kind = EntryKind::result;
  result.outcome = StepOutcome::no_effect;
  result.detail = "jamf enroll: status 70";
  result.enabled = {"com.jamf.management.daemon", "com.jamfsoftware.task.Every 15 Minutes"};
  JournalEntry end;
  end.kind = EntryKind::end;
  end.run = "r1";
  end.outcome = StepOutcome::repaired;
  JournalEntry handed;
  handed.kind = EntryKind::handed;
  handed.run = "r1";
  std::vector<JournalEntry> all{act(), handed, result, end};
  for (const EntryKind kind :
       {EntryKind::refused, EntryKind::found_healthy, EntryKind::reset, EntryKind::lost}) {
    JournalEntry entry;
    entry.kind = kind;
    entry.at_unix = 5;
    entry.detail = kind == EntryKind::refused ? "setup-assistant" : "";
    all.push_back(entry);
  }
  std::string text;
  for (const JournalEntry& entry : all) text += journal_line(entry);
  const Journal journal = parse_journal(text);
  EXPECT_FALSE(journal.corrupt) << journal.why;
  EXPECT_FALSE(journal.torn);
  EXPECT_EQ(journal.entries, all);
}

TEST(RepairJournal, ALineThatWasBeingWrittenIsTornAndNotCorrupt) {
  const std::string line = journal_line(act());
  for (std::size_t size = 1; size < line.size(); ++size) {
    const Journal journal = parse_journal(line + line.substr(0, size));
    EXPECT_TRUE(journal.torn) << size;
    EXPECT_FALSE(journal.corrupt) << size;
    EXPECT_EQ(journal.entries.size(), 1U) << size;
  }
}

// After a loss of power the end of the last write may be NULs.
TEST(RepairJournal, ATornLineMayEndInNuls) {
  const std::string line = journal_line(act());
  for (const std::string& tail : {std::string(1, '\0'), std::string(line.size(), '\0'),
                                  line.substr(0, 40) + std::string(line.size() - 40, '\0')}) {
    const Journal journal = parse_journal(line + tail);
    EXPECT_TRUE(journal.torn && !journal.corrupt) << journal.why;
    EXPECT_EQ(journal.entries.size(), 1U);
  }
}

TEST(RepairJournal, ATailThatNoWriteOfOursLeavesIsCorrupt) {
  const std::string line = journal_line(act());
  for (const std::string& tail :
       {std::string("garbage"), std::string("x"), line.substr(1, 20), std::string(kMaxEntryBytes + 1, '\0'),
        line.substr(0, 40) + std::string(3, '\0') + "x", std::string(R"({"schema":"enrolkit.journal/1",)")}) {
    const Journal journal = parse_journal(line + tail);
    EXPECT_TRUE(journal.corrupt && !journal.torn) << tail;
    EXPECT_EQ(journal.why, "line 2 is not a line of enrolkit.journal/2");
    EXPECT_EQ(journal.entries.size(), 1U);
  }
}

// The first line is written whole or not at all: without one, what was tried is not known.
TEST(RepairJournal, WithoutAWholeLineItIsCorrupt) {
  const std::string line = journal_line(act());
  for (const std::string& bytes : {std::string(), std::string("{"), line.substr(0, line.size() - 1),
                                   std::string(1, '\0'), std::string(4096, '\0'), std::string("x")}) {
    const Journal journal = parse_journal(bytes);
    EXPECT_TRUE(journal.corrupt) << bytes.size();
    EXPECT_TRUE(journal.entries.empty());
    EXPECT_FALSE(journal.why.empty());
  }
}

TEST(RepairJournal, WhatIsNoLineIsCorruptAndNothingAfterItIsBelieved) {
  const std::string good = journal_line(act());
  for (const std::string& bad : {
           std::string("\n"),
           std::string("garbage\n"),
           std::string("[]\n"),
           std::string("{}\n"),
           std::string(R"({"schema":"enrolkit.journal/3","kind":"reset","at":1,"jitter":0})"
                       "\n"),
           std::string(R"({"schema":"enrolkit.journal/2","kind":"reset","at":-1,"jitter":0})"
                       "\n"),
           std::string(
               R"({"schema":"enrolkit.journal/2","kind":"reset","at":18446744073709551615,"jitter":0})"
               "\n"),
           std::string(R"({"schema":"enrolkit.journal/2","kind":"reset","at":1,"jitter":1000})"
                       "\n"),
           std::string(R"({"schema":"enrolkit.journal/2","kind":"act","at":1,"jitter":0,"run":"r"})"
                       "\n"),
           std::string(
               R"({"schema":"enrolkit.journal/2","kind":"act","at":1,"jitter":0,"run":"r","step":"erase"})"
               "\n"),
           std::string(R"({"schema":"enrolkit.journal/2","kind":"end","at":1,"jitter":0,"run":"r"})"
                       "\n"),
           std::string(R"({"schema":"enrolkit.journal/2","kind":"act","at":1,"jitter":0,"step":"enrol"})"
                       "\n"),
           R"({"schema":"enrolkit.journal/2","kind":"reset","at":1,"jitter":0,"cause":")" +
               std::string(300, 'x') + "\"}\n",
           std::string(
               R"({"schema":"enrolkit.journal/2","kind":"reset","at":1,"jitter":0,"detail":"\u001b[2J"})"
               "\n"),
           std::string(kMaxEntryBytes + 1, '[') + "\n",
           std::string("\0\xff\n", 3),
       }) {
    const Journal journal = parse_journal(good + bad + good);
    EXPECT_TRUE(journal.corrupt) << bad;
    EXPECT_EQ(journal.entries.size(), 1U) << bad;
    EXPECT_EQ(journal.why, "line 2 is not a line of enrolkit.journal/2");
  }
  EXPECT_TRUE(parse_journal(std::string(kMaxJournalBytes + 1, '\n')).corrupt);
}

TEST(RepairJournal, ForeignTextStaysOnItsLine) {
  JournalEntry entry = act();
  entry.kind = EntryKind::result;
  entry.outcome = StepOutcome::failed;
  entry.detail = "a\nb\x1b[2J\xff" + std::string(500, 'x');
  const std::string line = journal_line(entry);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_LE(line.size(), kMaxEntryBytes);
  EXPECT_EQ(parse_journal(line).entries.size(), 1U);
}

}  // namespace
}  // namespace enrolkit
