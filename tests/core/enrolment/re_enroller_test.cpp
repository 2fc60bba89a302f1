// Migrations by ReEnroller: what its lines say of the enrolment that they leave behind.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace enrolkit::test
