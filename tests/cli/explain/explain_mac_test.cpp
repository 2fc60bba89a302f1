// From a subject to a Mac explained: under which name, and as of when.
#include "cli/explain/explain_mac.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "cli/explain/explained_macs.h"
#include "cli/explain/inputs.h"

namespace enrolkit::test {
namespace {

TEST(ExplainMac, RotatedCopiesAloneAreNamedByThemselves) {
  const TempFolder folder;
  folder.write("jamf.log.0", check_in(at("2026-03-03 09:00:00"), 350));
  folder.write("jamf.log.1", check_in(at("2026-03-02 09:00:00"), 340));
  const Gathered gathered = gather({folder.path()});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(explain_mac(gathered.subjects[0], {}).source, folder.at("jamf.log.0"));
}

TEST(ExplainMac, WhatRanAMomentBeforeTheDateGivenMayStillRun) {
  const TempFolder folder;
  const std::string path =
      folder.write("jamf.log", log_line(at("2026-03-02 09:00:00"), 350, "Creating user _mgmt..."));
  const auto state = [&](std::string_view as_of) {
    ExplainMacOptions how;
    how.as_of = at(as_of);
    return explain_mac({Subject::Kind::files, "jamf.log", {path}, false}, how).diagnosis.state;
  };
  EXPECT_EQ(state("2026-03-02 09:00:20"), State::in_progress);
  EXPECT_EQ(state("2026-03-02 12:00:00"), State::interrupted);
}

TEST(ExplainMac, AGoodContactLongBeforeTheDateGivenProvesNothingOfThatDate) {
  const std::string log = check_in(at("2026-03-02 09:00:00"), 350);
  const auto exit = [&](std::string_view as_of) {
    ExplainMacOptions how;
    how.as_of = at(as_of);
    return log_case(log, how).exit();
  };
  EXPECT_EQ(exit("2026-03-03 09:00:00"), Exit::ok);
  EXPECT_EQ(exit("2026-03-20 09:00:00"), Exit::trouble);
}

TEST(ExplainMac, AFewCheckInsThatOnlyBeganAreUnclearWithoutAGuess) {
  const ExplainedMac c = log_case(log_line(at("2026-03-02 09:00:00"), 350, "Checking for policy ID 12..."));
  EXPECT_EQ(c.exit(), Exit::trouble);
  EXPECT_EQ(c.verdict().headline.find("likely"), std::string::npos) << c.verdict().headline;
  ASSERT_FALSE(c.diagnosis.evidence.empty());
  EXPECT_NE(shown_text(c.diagnosis.evidence.front()), "");
}

TEST(ExplainMac, AnEnrolmentWhoseFirstLetterIsCutIsRead) {
  const LocalTime when = at("2026-03-02 09:00:00");
  const std::string log = log_line(when, 350, "Creating user _mgmt...") +
                          log_line({when.seconds + 9}, 350, "Enforcing management framework...");
  const ExplainedMac whole = log_case(log), cut = log_case(log.substr(1));
  EXPECT_EQ(cut.diagnosis.sentence, whole.diagnosis.sentence);
  EXPECT_EQ(cut.diagnosis.attempts.size(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
