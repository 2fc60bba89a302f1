// Why one run of an enrolment ended as it did, in words and with how much certainty.
#include "core/enrolment/attempt.h"

#include <gtest/gtest.h>

#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

const LocalTime kMorning = at("2026-03-02 09:00:00");
constexpr std::string_view kUpper = "2026-03-02 10:00:00";

std::string failed_with(std::string_view reason) {
  return log_line(kMorning, 309, fmt::format("An error occurred while enrolling computer: {}", reason)) +
         log_line({kMorning.seconds + 1}, 309, "Enroll return code: 70");
}

TEST(Attempt, ATlsFailureThatNamesNoCertificateIsOnlyLikelyOne) {
  const auto judged = [](std::string_view words) {
    return diagnosis_of(failed_with(fmt::format("Connection failure: \"{}\"", words)), kUpper);
  };
  for (const char* words :
       {"An SSL error has occurred and a secure connection to the server cannot be made.",
        "A TLS error caused the secure connection to fail.", "( error -1200.)", "( error -9824.)"}) {
    EXPECT_EQ(judged(words).cause, Cause::untrusted_server) << words;
    EXPECT_EQ(judged(words).confidence, Confidence::likely) << words;
    EXPECT_NE(judged(words).sentence.find("(TLS)"), std::string::npos) << judged(words).sentence;
  }
  for (const char* words :
       {"The certificate for this server is invalid.", "( error -1202.)", "( error -9813.)"})
    EXPECT_EQ(judged(words).confidence, Confidence::certain) << words;
}

TEST(Attempt, AnAccountThatIsThereAlreadyIsLikelyTheConflict) {
  const std::string made = log_line(kMorning, 309, "Creating user _mgmt..."),
                    end = log_line({kMorning.seconds + 3}, 309, "Enroll return code: 70");
  const auto judged = [&](std::string_view words) {
    return diagnosis_of(made + log_line({kMorning.seconds + 2}, 309, words) + end, kUpper);
  };
  for (const char* words :
       {"Failed to create the user _mgmt: eDSRecordAlreadyExists", "The account _mgmt already exists."}) {
    EXPECT_EQ(judged(words).state, State::failed) << words;
    EXPECT_EQ(judged(words).cause, Cause::account_conflict) << words;
    EXPECT_EQ(judged(words).confidence, Confidence::likely) << words;
    EXPECT_NE(judged(words).sentence.find("lready"), std::string::npos) << judged(words).sentence;
  }
  EXPECT_EQ(judged("Failed to create the user _mgmt: eDSAuthFailed").cause, Cause::unclear);
  // Where nothing is made, nobody's account is in the way.
  EXPECT_EQ(diagnosis_of(log_line(kMorning, 309, "Skipping trustJSS command...") +
                             log_line({kMorning.seconds + 2}, 309, "The folder already exists.") + end,
                         kUpper)
                .cause,
            Cause::unclear);
}

TEST(Attempt, AStepThatHasNoNameIsLeftOut) {
  const std::string text =
      log_line(kMorning, 309, "Enroll return code: 0") +
      log_line({kMorning.seconds + 1}, 309, "Restoring JAMF.keychain since an error occurred.");
  EXPECT_EQ(diagnosis_of(text, kUpper).sentence.find("\"\""), std::string::npos);
}

}  // namespace
}  // namespace enrolkit::test
