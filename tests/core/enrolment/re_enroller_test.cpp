// Migrations by ReEnroller, and re-enrolments: what their lines say of the enrolment that they leave behind.
#include <gtest/gtest.h>

#include "core/enrolment/advice.h"
#include "core/enrolment/diagnosis.h"
#include "core/enrolment/findings.h"
#include "support/writers/enrolments.h"

namespace enrolkit::test {
namespace {

std::string by_re_enroller(int minute, std::string_view message) {
  return stamp(10, minute, 0) + " Library Cart 07 [ReEnroller]:    " + std::string(message) + "\n";
}

std::string no_configuration(int number) {
  return by_re_enroller(
      20, "command result: Error fetching Device Enrollment configuration: (" + std::to_string(number) +
              ") Error Domain=MCCloudConfigurationErrorDomain Code=" + std::to_string(number) +
              " \"The cloud configuration server is unavailable.\"");
}

TEST(ReEnroller, WithoutADeviceEnrollmentConfigurationTheMacIsEnrolledInJamfAlone) {
  const std::string check_in = rec(stamp(10, 30, 0), 4000, "Checking for patches...") +
                               rec(stamp(10, 30, 1), 4000, "No patch policies were found.");
  for (const int number : {34000, 34004, 34006, 34007}) {
    for (const std::string& since : {std::string(), check_in}) {
      const Diagnosis d = diagnosis_of(enrolled(10, 700) + no_configuration(number) + since, kDay);
      EXPECT_EQ(d.state, State::unknown);
      EXPECT_EQ(d.cause, Cause::mdm_not_enrolled);
      EXPECT_EQ(d.confidence, Confidence::likely);
      EXPECT_NE(d.sentence.find(std::to_string(number)), std::string::npos) << d.sentence;
    }
  }
}

TEST(ReEnroller, AnEnrolmentAfterAMissingConfigurationMakesItHistory) {
  const std::string later = rec(stamp(11, 0, 0), 5000, "Creating user _mgmt...") +
                            rec(stamp(11, 0, 9), 5000, "Enroll return code: 0");
  const Diagnosis d = diagnosis_of(enrolled(10, 700) + no_configuration(34006) + later, kDay);
  EXPECT_EQ(d.state, State::complete);
  EXPECT_EQ(d.cause, std::nullopt);
}

// Binary, settings and MDM are the old server's again: nothing of another server is on the Mac.
TEST(ReEnroller, ARollBackLeavesTheOldEnrolment) {
  std::string text =
      enrolled(10, 700) + by_re_enroller(20, "Failed to remove MDM through remote command - exiting");
  for (const char* part : {"binary", "keychain", "plist"})
    text += by_re_enroller(20, "Moved the backup jamf " + std::string(part) + " back into place.");
  const Diagnosis d = diagnosis_of(text, kDay);
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::migration_failed);
  EXPECT_NE(d.missing.find("next check-in decides"), std::string::npos) << d.missing;
  for (const std::string& line : lines_of(remedies_for(*d.cause, advice_facts(d)))) {
    EXPECT_EQ(line.find("removeFramework"), std::string::npos) << line;
    EXPECT_EQ(line.find("profiles renew"), std::string::npos) << line;
  }
  const std::string check_in = rec(stamp(10, 30, 0), 4000, "Checking for patches...") +
                               rec(stamp(10, 30, 1), 4000, "No patch policies were found.");
  EXPECT_EQ(diagnosis_of(text + check_in, kDay).state, State::complete);
}

TEST(Diagnosis, ARefusedReEnrolmentPutsTheEarlierOneBack) {
  const Diagnosis d = diagnosis_of(enrolled(1, 300) + refused(40, 900), kDay);
  EXPECT_EQ(d.state, State::failed);
  EXPECT_EQ(d.cause, Cause::permission_denied);
  EXPECT_NE(d.sentence.find("last in contact at 2023-02-10 09:01:09, was put back"), std::string::npos)
      << d.sentence;
  EXPECT_NE(d.missing.find("next check-in decides"), std::string::npos);
  for (const std::string& line : lines_of(remedies_for(*d.cause, advice_facts(d))))
    EXPECT_EQ(line.find("interrupted"), std::string::npos) << line;
  EXPECT_FALSE(diagnosis_of(refused(40, 900), kDay).put_back);
}

}  // namespace
}  // namespace enrolkit::test
