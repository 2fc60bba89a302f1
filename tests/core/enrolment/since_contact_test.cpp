// What comes after the last contact, and takes from it that the Mac works.
#include <gtest/gtest.h>

#include "core/enrolment/check_in_logs.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"

namespace enrolkit::test {
namespace {

std::string codes(const std::string& text) {
  const Reading<LogRead> log = read_text(text, "2026-03-20");
  const Diagnosis d = diagnose(std::get<LogRead>(log).history, {});
  return std::string(to_text(enrolment_finding({log}, d).health)) + " " + check_in_finding({log}).code + " " +
         device_signature_finding({log}).code;
}

std::string configured(std::string_view server) {
  return log_line(
      {kMorning.seconds + 3600}, 950,
      fmt::format("The SSL Certificate for {} must be trusted for the jamf binary to connect to it.",
                  server));
}

TEST(SinceContact, AnotherServersAddressEndsTheProof) {
  const std::string before = enrolment(kMorning, 700) + check_in({kMorning.seconds + 900}, 900);
  EXPECT_EQ(codes(before), "healthy Working Valid");
  const std::string other = configured("https://other.example.com/");
  EXPECT_EQ(codes(before + other), "unknown Unknown Unproven");
  EXPECT_EQ(codes(before + other + check_in({kMorning.seconds + 7200}, 1900)), "healthy Working Valid");
}

TEST(SinceContact, AScheduledTaskThatWentAndDidNotComeAgainEndsTheProof) {
  const LocalTime then{kMorning.seconds + 3600};
  const auto removed = [&](std::string_view job) {
    return check_in(kMorning, 900) +
           log_line(then, 950,
                    fmt::format("Removing existing launchd task /Library/LaunchDaemons/{}.plist...", job));
  };
  const std::string login = log_line({then.seconds + 5}, 960, "Informing the JSS about login for user ana");
  for (const char* job : {"com.jamfsoftware.task.1", "com.jamf.management.daemon"}) {
    EXPECT_EQ(codes(removed(job) + login), "unknown Unknown Unproven") << job;
    EXPECT_EQ(codes(removed(job) + login + check_in({then.seconds + 900}, 1900)), "healthy Working Valid");
  }
  EXPECT_EQ(codes(removed("com.jamfsoftware.task.1") +
                  log_line(then, 950, "Adding launchd task com.jamfsoftware.task.1...") + login),
            "healthy Working Valid");
  EXPECT_EQ(codes(removed("com.jamfsoftware.task.bgrecon") + login), "healthy Working Valid");
}

TEST(SinceContact, OtherProgramsLinesShowThatTheMacWasUpAndSilent) {
  const auto days = [](int count) {
    std::string text = check_in(kMorning, 900);
    for (int day = 1; day <= count; ++day)
      text += stamp({kMorning.seconds + day * 86'400}) + " Library Cart 07 mypolicy: alive\n";
    return codes(text);
  };
  EXPECT_EQ(days(3), "healthy Working Valid");
  EXPECT_EQ(days(7), "unknown Unknown Unproven");
}

TEST(SinceContact, AnMdmProfileThatWasRemovedIsNoMissingFramework) {
  const std::string text = check_in(kMorning, 900) +
                           log_line({kMorning.seconds + 60}, 950, "Removing MDM profile...") +
                           log_line({kMorning.seconds + 61}, 950, "MDM profile removed.");
  const Diagnosis d = diagnosis_of(text, "2026-03-20");
  EXPECT_EQ(d.cause, Cause::mdm_not_enrolled);
  EXPECT_EQ(d.confidence, Confidence::likely);
  EXPECT_EQ(codes(text), "unhealthy Working Valid");
}

TEST(SinceContact, AnExcerptThatEndsAsAMigrationBeginsTellsNoInterruption) {
  const std::string begun = check_in(kMorning, 900) + stamp({kMorning.seconds + 60}) +
                            " Library Cart 07 [ReEnroller]:    ReEnroller Version: 4.6.6\n";
  MacContext context;
  context.now = LocalTime{kMorning.seconds + 86'400};
  EXPECT_EQ(diagnosis_of(begun, "2026-03-20", context).state, State::interrupted);
  context.excerpt = true;
  const Diagnosis d = diagnosis_of(begun, "2026-03-20", context);
  EXPECT_EQ(d.state, State::unknown);
  EXPECT_FALSE(d.cause);
}

TEST(SinceContact, FewFailedCheckInsNameTheirReason) {
  std::string text = check_in(kMorning, 900);
  for (int i = 1; i <= 4; ++i) {
    const LocalTime when{kMorning.seconds + i * 900};
    const auto pid = static_cast<unsigned>(1000 + i);
    text += log_line(when, pid, kChecking) +
            log_line(when, pid, "Connection failure: \"The certificate for this server is invalid.\"");
  }
  const CheckIns c = judged(text);
  EXPECT_EQ(c.state, CheckIns::State::unknown);
  EXPECT_EQ(c.cause, Cause::untrusted_server);
  EXPECT_NE(c.what.find("the server's certificate is not trusted"), std::string::npos) << c.what;
}

}  // namespace
}  // namespace enrolkit::test
