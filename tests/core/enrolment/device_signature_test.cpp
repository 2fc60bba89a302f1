// Log and keychain as two witnesses: every pair of what they can say.
#include "core/enrolment/device_signature.h"

#include <gtest/gtest.h>

#include "support/told.h"

namespace enrolkit::test {
namespace {

constexpr std::string_view kUpper = "2026-05-01 12:00:00";

std::string contact() {
  return rec("Thu Apr 30 10:00:00", 600, "Checking for policies triggered by \"recurring check-in\"...") +
         rec("Thu Apr 30 10:00:03", 600, "No patch policies were found.");
}
std::string error() { return rec("Thu Apr 30 11:00:00", 700, kItemNotFound); }
std::string attempt() {
  return rec("Thu Apr 30 11:00:00", 700, "Checking for policies triggered by \"login\"...");
}

std::string told(const Reading<LogRead>& log, std::optional<KeychainState> state,
                 FrameworkPresence framework_presence = FrameworkPresence::some) {
  KeychainVerdict verdict;
  if (state) verdict.state = *state;
  return device_signature_finding({log, framework_presence}, state ? &verdict : nullptr).code;
}
Reading<LogRead> log_of(const std::string& text) { return read_text(text, kUpper); }

TEST(DeviceSignature, AContactAfterTheLastErrorIsValidUnlessThereIsNothingToSignWith) {
  const auto log = log_of(error() + contact());
  EXPECT_EQ(told(log, std::nullopt), "Valid");
  EXPECT_EQ(told(log, KeychainState::healthy), "Valid");
  EXPECT_EQ(told(log, KeychainState::unknown), "Valid");
  EXPECT_EQ(told(log, KeychainState::wrong_issuer), "Valid");
  for (const KeychainState state : {KeychainState::missing, KeychainState::no_key, KeychainState::expired,
                                    KeychainState::wrong_mac, KeychainState::corrupt, KeychainState::empty}) {
    EXPECT_EQ(told(log, state), "Unproven") << to_text(state);
  }
}

// The clock went back, or somebody wrote the line.
TEST(DeviceSignature, AContactThatIsStillToComeProvesNothing) {
  const auto log = log_of(contact());
  const auto at = [&](const char* now) {
    const LogEvidence evidence{log, FrameworkPresence::some, Uptime{*parse_local_time(now), Absent{}}};
    return std::pair{device_signature_finding(evidence, nullptr), last_contact_finding(evidence)};
  };
  EXPECT_EQ(at("2026-04-30 10:00:10").first.code, "Valid");
  EXPECT_EQ(at("2026-04-30 09:56:00").first.code, "Valid") << "a clock that was just set";
  const auto [signature, last] = at("2026-04-30 09:50:00");
  EXPECT_EQ(signature.code, "Unproven");
  EXPECT_EQ(signature.health, Health::unknown);
  EXPECT_NE(signature.detail.find("the clock or the log is wrong"), std::string::npos) << signature.detail;
  EXPECT_EQ(last.code, "Unknown");
  EXPECT_NE(result_text(last).find("the clock or the log is wrong"), std::string::npos) << result_text(last);
}

TEST(DeviceSignature, AnErrorSinceTheLastContactIsBrokenWhateverTheKeychainHolds) {
  const auto log = log_of(contact() + error());
  for (const KeychainState state : {KeychainState::healthy, KeychainState::missing, KeychainState::unknown}) {
    EXPECT_EQ(told(log, state), "Broken") << to_text(state);
  }
}

TEST(DeviceSignature, WithoutAContactNothingIsValid) {
  const auto log = log_of(attempt());
  EXPECT_EQ(told(log, KeychainState::healthy), "Unproven");
  EXPECT_EQ(told(log, KeychainState::no_certificate), "Broken");
  EXPECT_EQ(told(log, KeychainState::unknown), "Unproven");
  EXPECT_EQ(told(log, std::nullopt), "Unproven");
}

TEST(DeviceSignature, AMacThatNeverReachedTheServerHasNoProvenSignature) {
  const auto log = log_of(attempt() + rec("Thu Apr 30 11:00:01", 700,
                                          "Could not connect to the JSS. Looking for cached policies..."));
  EXPECT_EQ(told(log, KeychainState::healthy), "Unproven");
}

TEST(DeviceSignature, AnEditedLogIsNeverValidByASoundKeychainAlone) {
  const auto log =
      log_of("Jamf-Resolver removed lines with Device Signature error from Jamf.log, x\n" + attempt());
  EXPECT_EQ(told(log, KeychainState::healthy), "Unproven");
}

TEST(DeviceSignature, WithoutALogOnlyAnEmptyKeychainSaysAnything) {
  EXPECT_EQ(told(Absent{}, KeychainState::healthy), "Unknown");
  EXPECT_EQ(told(Absent{}, KeychainState::missing), "Broken");
  EXPECT_EQ(told(Absent{}, KeychainState::missing, FrameworkPresence::none), "NeverEnrolled");
  EXPECT_EQ(told(Absent{}, KeychainState::missing, FrameworkPresence::unknown), "Unknown");
  EXPECT_EQ(told(Unreadable{"no"}, KeychainState::healthy), "Unknown");
  EXPECT_EQ(told(Unreadable{"no"}, KeychainState::no_key), "Broken");
}

TEST(DeviceSignature, BothSidesAreShown) {
  KeychainVerdict verdict;
  verdict.state = KeychainState::no_key;
  verdict.detail = "no key";
  const auto log = log_of(contact() + error());
  const Finding finding = device_signature_finding({log, FrameworkPresence::some}, &verdict);
  ASSERT_GE(finding.evidence.size(), 3U);
  EXPECT_EQ(finding.evidence.back().source, "JAMF.keychain");
}

}  // namespace
}  // namespace enrolkit::test
