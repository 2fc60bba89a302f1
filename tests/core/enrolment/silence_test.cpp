// A Mac that is up, and whose log says nothing more.
#include <gtest/gtest.h>

#include "core/enrolment/check_in_logs.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"

namespace enrolkit::test {
namespace {

TEST(Silence, AMacThatIsUpAndSilentForDaysIsNotWorking) {
  const Reading<LogRead> log = read_text(check_in(kMorning, 900), "2026-03-02");
  const auto code = [&](std::int64_t days, std::int64_t up_days) {
    const LocalTime now{kMorning.seconds + days * 86'400};
    const LogEvidence evidence{log, FrameworkPresence::some,
                               Uptime{now, LocalTime{now.seconds - up_days * 86'400}}};
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code;
  };
  EXPECT_EQ(code(2, 30), "Working Valid");
  EXPECT_EQ(code(30, 0), "Working Valid") << "it has just been switched on";
  EXPECT_EQ(code(5, 30), "Unknown Unproven");
}

// Any user may restart a Mac whose daemon is gone, and its log then says nothing for ever.
TEST(Silence, ARestartMakesNoSilenceYoung) {
  const auto said = [&](const std::string& text, std::int64_t days, std::int64_t up_hours) {
    const Reading<LogRead> log = read_text(text, "2026-04-02");
    const LocalTime now{kMorning.seconds + days * 86'400};
    const LogEvidence evidence{log, FrameworkPresence::some,
                               Uptime{now, LocalTime{now.seconds - up_hours * 3600}}};
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code + " " +
           check_in_finding(evidence).detail;
  };
  const std::string works = "Working Valid Check-ins reach the server.";
  EXPECT_EQ(said(check_in(kMorning, 900), 30, 3), works) << "its first check-in may be on its way";
  EXPECT_EQ(said(check_in(kMorning, 900), 2, 8), works);
  EXPECT_EQ(said(check_in(kMorning, 900), 30, 5),
            "Unknown Unproven no run of jamf was answered for 29 days, 5 hours of them since its last start");
  EXPECT_EQ(said(check_in(kMorning, 900) + check_in({kMorning.seconds + 30 * 86'400 - 3600}, 901), 30, 5),
            works);
  EXPECT_TRUE(said(enrolment(kMorning, 700), 2, 5).starts_with("Unknown Unproven "));
}

TEST(Silence, AMacWhoseStartIsNotKnownMayHaveBeenUpAllTheWhile) {
  const Reading<LogRead> log = read_text(check_in(kMorning, 900), "2026-03-02");
  const auto said = [&](std::int64_t days) {
    const Uptime uptime{{kMorning.seconds + days * 86'400}, Unreadable{"kern.boottime: no"}};
    const LogEvidence evidence{log, FrameworkPresence::some, uptime};
    return check_in_finding(evidence).code + " " + device_signature_finding(evidence).code + " " +
           check_in_finding(evidence).detail;
  };
  EXPECT_EQ(said(2), "Working Valid Check-ins reach the server.") << "no silence yet, whenever it started";
  EXPECT_EQ(said(5),
            "Unknown Unproven no run of jamf was answered for 4 days, and when the Mac started is not known "
            "(kern.boottime: no)");
}

// Starts and logins are answered, and the check-in that should come each quarter of an hour never began.
TEST(Silence, AMacWhoseRecurringCheckInNeverBeganIsNotWorking) {
  const auto said = [](std::string_view trigger, int days) {
    std::string text = enrolment(kMorning, 700);
    for (int day = 0; day < days; ++day) {
      const LocalTime when{kMorning.seconds + 600 + day * 86'400};
      const auto pid = 800U + static_cast<unsigned>(day);
      text += log_line(when, pid, fmt::format("Checking for policies triggered by \"{}\"...", trigger)) +
              log_line({when.seconds + 1}, pid, "No policies were found for the \"startup\" trigger.");
    }
    return judged(text).state;
  };
  EXPECT_EQ(said("startup", 12), CheckIns::State::unknown);
  EXPECT_EQ(said("login", 12), CheckIns::State::unknown);
  EXPECT_EQ(said("startup", 3), CheckIns::State::working);
  EXPECT_EQ(said("every15", 12), CheckIns::State::working) << "Casper 9 names it otherwise";
  EXPECT_EQ(said("every morning", 12), CheckIns::State::unknown) << "by a name that an administrator chose";
}

// Each half an hour a run of another kind, and no check-in.
TEST(Silence, ALogThatGoesOnByOtherRunsIsNoWorkingMac) {
  const auto state = [](std::string_view words, int runs, std::int64_t every) {
    std::string text = check_in(kMorning, 900);
    for (int i = 1; i <= runs; ++i)
      text += log_line({kMorning.seconds + i * every}, 1000U + static_cast<unsigned>(i), words);
    return judged(text).state;
  };
  for (const char* words :
       {"The management framework will be enforced as soon as all policies are done executing.",
        "Removing existing launchd task /Library/LaunchAgents/com.jamfsoftware.jamfhelper.plist...",
        "Removing existing launchd task /Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist...",
        "Informing the JSS about login for user ana"}) {
    EXPECT_EQ(state(words, 60, 1800), CheckIns::State::unknown) << words;
    EXPECT_EQ(state(words, 48, 3600), CheckIns::State::unknown) << words;
    EXPECT_EQ(state(words, 40, 1800), CheckIns::State::working) << words << ": less than a day";
    EXPECT_EQ(state(words, 300, 10), CheckIns::State::working) << words << ": all at once";
    EXPECT_EQ(state(words, 6, 18'000), CheckIns::State::working) << words << ": few";
  }
}

}  // namespace
}  // namespace enrolkit::test
