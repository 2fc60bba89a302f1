// What a log tells of inventories: refused, taken, or neither.
#include <gtest/gtest.h>

#include "core/assessment/assessment.h"
#include "core/enrolment/findings.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

const LocalTime kMorning = at("2026-03-02 09:00:00");

TEST(Inventory, ThatIsRefusedAgainAndAgainIsAFindingBesideGoodCheckIns) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const LocalTime when{kMorning.seconds + i * 7200};
    text += check_in(when, 900U + static_cast<unsigned>(i)) +
            log_line({when.seconds + 60}, 950U + static_cast<unsigned>(i), "Error running recon: Gremlins.");
  }
  text += check_in({kMorning.seconds + 40'000}, 990);
  const Reading<LogRead> log = read_text(text, "2026-03-20");
  EXPECT_EQ(inventory_finding({log}).code, "Refused");
  EXPECT_EQ(check_in_finding({log}).code, "Working");
}

TEST(Inventory, IsTakenOnlyWhereALineShowsIt) {
  const std::string begun = check_in(kMorning, 900) +
                            log_line({kMorning.seconds + 60}, 950,
                                     "Removing existing launchd task "
                                     "/Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist...") +
                            check_in({kMorning.seconds + 900}, 990);
  const auto judged = [](const std::string& text) {
    const Reading<LogRead> log = read_text(text, "2026-03-20");
    return inventory_finding({log});
  };
  const Finding not_shown = judged(begun);
  EXPECT_EQ(not_shown.code, "NotShown");
  EXPECT_EQ(not_shown.health, Health::unknown);
  EXPECT_FALSE(is_counted(not_shown));
  const Finding taken = judged(begun + "<computer_id>42</computer_id>\n");
  EXPECT_EQ(taken.code, "Taken");
  EXPECT_EQ(taken.health, Health::healthy);
  for (const char* other : {"<computer_id></computer_id>\n", "<computer_id>42\n",
                            "<computer_id>4 2</computer_id>\n", "Zq <computer_id>42</computer_id>\n"}) {
    EXPECT_NE(judged(begun + other).health, Health::healthy) << other;
  }
  const std::string refused = log_line({kMorning.seconds + 1000}, 999,
                                       "Error running recon: Connection failure: \"The request timed out.\"");
  const Finding later = judged(begun + "<computer_id>42</computer_id>\n" + refused);
  EXPECT_EQ(later.code, "Unknown");
  EXPECT_TRUE(is_counted(later));
  EXPECT_EQ(judged(begun + refused + refused + "<computer_id>42</computer_id>\n").code, "Taken");
}

// No line will ever say that a later one was taken.
TEST(Inventory, ARefusalAges) {
  const auto refused = [](unsigned count) {
    std::string text = check_in(kMorning, 900);
    for (unsigned i = 0; i < count; ++i)
      text += log_line({kMorning.seconds + 60 + 60 * i}, 950 + i,
                       "Error running recon: Unknown Error - An unknown error has occurred.");
    return text;
  };
  const auto counted = [](std::string text, int days) {
    for (int day = 0; day < days; ++day)
      text += check_in({kMorning.seconds + 3600 + day * 86'400}, 1000U + static_cast<unsigned>(day));
    const Reading<LogRead> log = read_text(text, "2026-04-20");
    const Finding finding = inventory_finding({log});
    EXPECT_EQ(is_counted(finding), finding.code != "NotShown") << finding.detail;
    return is_counted(finding);
  };
  EXPECT_TRUE(counted(refused(1), 1));
  EXPECT_FALSE(counted(refused(1), 2));
  EXPECT_TRUE(counted(refused(3), 4));
  EXPECT_FALSE(counted(refused(3), 9));
}

// What the old identity was refused says nothing of the new one.
TEST(Inventory, ANewEnrolmentMakesARefusalHistory) {
  const LocalTime morning = at("2026-03-02 09:00:00");
  const std::string refused =
      check_in(morning, 900) + log_line({morning.seconds + 60}, 901, "Error running recon: x");
  EXPECT_EQ(read_text(refused, "2026-03-20").history.inventory.count, 1U);
  const History h = read_text(refused + enrolment({morning.seconds + 600}, 950), "2026-03-20").history;
  EXPECT_EQ(h.inventory.count, 0U);
  EXPECT_EQ(h.inventory.before, 1U);
}

std::string timed_out(std::int64_t seconds, unsigned pid) {
  return log_line({kMorning.seconds + seconds}, pid,
                  "Error running recon: Connection failure: \"The request timed out.\"");
}

TEST(Inventory, ThatTimesOutAgainAndAgainDoesNotReachTheServer) {
  std::string text;
  for (unsigned i = 0; i < 4; ++i)
    text += check_in({kMorning.seconds + i * 7200}, 900 + i) + timed_out(i * 7200 + 60, 950 + i);
  const Reading<LogRead> log = read_text(text + check_in({kMorning.seconds + 40'000}, 990), "2026-03-20");
  const Finding finding = inventory_finding({log});
  EXPECT_EQ(finding.code, "NotDelivered");
  const std::vector<Finding> findings{finding};
  const EnrolmentVerdict enrolled{State::complete, std::nullopt, Confidence::certain, {}};
  const Assessment verdict = assess(findings, &enrolled);
  EXPECT_EQ(verdict.cause, Cause::server_unreachable);
  EXPECT_EQ(verdict.confidence, Confidence::likely);
}

TEST(Inventory, OneTimeOutAmongGoodCheckInsIsNoFinding) {
  const std::string text = check_in(kMorning, 900) + timed_out(60, 950);
  const Reading<LogRead> last = read_text(text, "2026-03-20");
  EXPECT_TRUE(is_counted(inventory_finding({last})));
  const Reading<LogRead> log = read_text(text + check_in({kMorning.seconds + 1800}, 990), "2026-03-20");
  EXPECT_FALSE(is_counted(inventory_finding({log})));
  const Reading<LogRead> refused = read_text(
      check_in(kMorning, 900) + log_line({kMorning.seconds + 60}, 950, "Error running recon: Gremlins.") +
          check_in({kMorning.seconds + 1800}, 990),
      "2026-03-20");
  EXPECT_TRUE(is_counted(inventory_finding({refused})));
}

}  // namespace
}  // namespace enrolkit::test
