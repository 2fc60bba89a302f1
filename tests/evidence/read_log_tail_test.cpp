// From the tail: the same answers as from the whole, and no more bytes than they need.
#include <gtest/gtest.h>

#include <string>

#include "evidence/log_reading.h"
#include "evidence/read_log.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

constexpr std::size_t kBig = 12U << 20U;

TEST(ReadLogFromTheTail, IsTheSameAsTheWholeForABigHealthyLog) {
  const std::string text =
      enrolment(at("2023-03-02 08:30:00"), 633) + check_ins(kBig, at("2026-03-20 17:55:00"));
  ReadCount count;
  const LogRead whole = read({{"jamf.log", text, {}}});
  const LogRead tail = read({{"jamf.log", text, {.count = &count}}}, kFromTail);
  // The enrolment itself lies too far back to be looked for: it is Complete, without a date.
  const std::string dated = "enrolment: Complete; at=2023-03-02 08:30:09; code=0\n";
  ASSERT_EQ(told_of(whole).substr(0, dated.size()), dated);
  EXPECT_EQ(told_of(tail), "enrolment: Complete\n" + told_of(whole).substr(dated.size()));
  EXPECT_EQ(tail.history.contact->at, whole.history.contact->at);
  EXPECT_LE(count.bytes, (1U << 20U) + 1) << "the last megabyte proves a contact";
  EXPECT_EQ(tail.bytes, count.bytes);
  EXPECT_FALSE(tail.history.contact->numbered) << "a line number would be wrong";
  EXPECT_TRUE(whole.history.contact->numbered);
}

TEST(ReadLogFromTheTail, IsTheSameAsTheWholeForABigLogOfAnEnrolmentThatFailedLately) {
  const std::string text = check_ins(kBig, at("2026-03-19 17:55:00")) +
                           refused_enrolment(at("2026-03-20 08:30:00"), 633) +
                           broken_check_in(at("2026-03-20 09:00:00"), 700);
  ReadCount count;
  const LogRead whole = read({{"jamf.log", text, {}}});
  const LogRead tail = read({{"jamf.log", text, {.count = &count}}}, kFromTail);
  EXPECT_EQ(told_of(tail), told_of(whole));
  EXPECT_NE(told_of(tail).find("enrolment: Failed; cause=PermissionDenied"), std::string::npos)
      << told_of(tail);
  EXPECT_LE(count.bytes, (1U << 20U) + 1);
}

TEST(ReadLogFromTheTail, LooksFurtherBackUntilSomethingIsProven) {
  // 3 MB of failures after the last contact: not in the last megabyte, but in the last eight.
  std::string text = check_ins(9U << 20U, at("2026-02-01 12:00:00"));
  for (std::int64_t i = 0; text.size() < kBig; ++i) {
    text +=
        broken_check_in({at("2026-02-01 13:00:00").seconds + i * 60}, static_cast<unsigned>(3000 + i % 900));
  }
  ReadCount count;
  const LogRead whole = read({{"jamf.log", text, {}}});
  const LogRead tail = read({{"jamf.log", text, {.count = &count}}}, kFromTail);
  EXPECT_EQ(told_of(tail), told_of(whole));
  EXPECT_NE(told_of(tail).find("device-signature: Broken; since=2026-02-01 13:00:01"), std::string::npos)
      << told_of(tail);
  EXPECT_LE(count.bytes, (9U << 20U) + 2);
}

TEST(ReadLogFromTheTail, ReadsTheWholeWhenNothingIsProven) {
  std::string text = refused_enrolment(at("2025-12-01 08:30:00"), 633);
  for (std::int64_t i = 0; text.size() < kBig; ++i) {
    text +=
        broken_check_in({at("2025-12-01 09:00:00").seconds + i * 60}, static_cast<unsigned>(700 + i % 900));
  }
  const LogRead whole = read({{"jamf.log", text, {}}});
  const LogRead tail = read({{"jamf.log", text, {}}}, kFromTail);
  EXPECT_EQ(told_of(tail), told_of(whole));
  EXPECT_NE(told_of(tail).find("enrolment: Failed"), std::string::npos) << told_of(tail);
  EXPECT_TRUE(tail.history.attempts.at(0).first.numbered) << "all was read, so the lines have their numbers";
}

TEST(ReadLogFromTheTail, OpensOlderSiblingsOnlyWhenTheNewestProvesNothing) {
  ReadCount older, newer;
  const std::string history =
      enrolment(at("2025-03-02 08:30:00"), 633) + check_ins(6U << 20U, at("2026-03-01 12:00:00"));
  LogRead log = read({{"jamf.log", check_in(at("2026-03-10 12:00:00"), 9), {.count = &newer}},
                      {"jamf.log.0", history, {.count = &older}}},
                     kFromTail);
  EXPECT_EQ(log.history.contact->at, at("2026-03-10 12:00:05"));
  EXPECT_LE(older.bytes, 64U * 1024U) << "only its beginning, for the order";

  older = newer = {};
  log = read({{"jamf.log", broken_check_in(at("2026-03-10 12:00:00"), 9), {.count = &newer}},
              {"jamf.log.0", history, {.count = &older}}},
             kFromTail);
  EXPECT_EQ(log.history.contact->at, at("2026-03-01 12:00:05"));
  EXPECT_EQ(log.history.signature.count, 1U);
  EXPECT_GE(older.bytes, history.size());
}

TEST(ReadLogFromTheTail, APackedNewestFileIsReadFromTheTailLikeAnyOther) {
  // Over a megabyte packed: its last megabyte is no text, and must not be taken for some.
  std::string noise;
  unsigned state = 7;
  for (std::int64_t i = 0; i < 120'000; ++i) {
    state = state * 1'103'515'245U + 12'345U;
    noise +=
        log_line({at("2026-03-01 00:00:00").seconds + i}, state % 90'000,
                 fmt::format("[DEBUG] {:08x}{:08x}{:08x}", state, state * 2'654'435'761U, state * 40'503U));
  }
  const std::string text = enrolment(at("2026-02-01 08:30:00"), 633) + noise;
  const std::string packed = gzipped(text);
  ASSERT_GT(packed.size(), 1U << 20U);
  const LogRead whole = read({{"jamf.log", text, {}}});
  const LogRead tail = read({{"jamf.log", packed, {}}}, kFromTail);
  EXPECT_EQ(told_of(tail), told_of(whole));
  EXPECT_TRUE(tail.history.enrolled.has_value());
  EXPECT_EQ(tail.history.quality, whole.history.quality);
}

// The window of the tail begins at size - 1 MB. A line that begins exactly there belongs to it.
TEST(ReadLogFromTheTail, ALineThatBeginsExactlyAtTheWindowIsKept) {
  const LocalTime proof = at("2026-03-10 08:00:00");
  for (const std::size_t shift : {0U, 1U}) {
    std::string after = log_line(proof, 500, "Checking for policies triggered by \"recurring check-in\"...") +
                        log_line(proof, 500, "No patch policies were found.");
    const LocalTime later{proof.seconds + 60};
    const std::string filler = broken_check_in(later, 600);
    while (after.size() + filler.size() <= (1U << 20U)) after += filler;
    after += std::string((1U << 20U) - after.size() - 1, 'x') + "\n";
    ASSERT_EQ(after.size(), 1U << 20U);
    std::string before;
    for (std::int64_t i = 0; before.size() < (6U << 20U); ++i) {
      before += broken_check_in({at("2026-01-01 00:00:00").seconds + i * 60}, 700);
    }
    // One byte more behind it, and the window begins inside the line: then it is no whole line.
    if (shift == 1) after.back() = 'x', after += '\n';
    ReadCount count;
    const LogRead log = read({{"jamf.log", before + after, {.count = &count}}}, kFromTail);
    ASSERT_TRUE(log.history.contact.has_value());
    EXPECT_EQ(log.history.contact->at, proof);
    if (shift == 0) {
      EXPECT_EQ(count.bytes, (1U << 20U) + 1);
    } else {
      EXPECT_GT(count.bytes, (1U << 20U) + 1)
          << "cut at its beginning, the run may have lost the server before";
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
