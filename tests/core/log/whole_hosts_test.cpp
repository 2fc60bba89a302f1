// Whether the names of computers in a log are one Mac's.
#include <gtest/gtest.h>

#include "core/log/whole_logs.h"

namespace enrolkit::test {
namespace {

TEST(WholeHosts, TwoMacsAreNamed) {
  const std::string ill = good(kMonday, 900, 4) + dead(later(kMonday, 1), 2000, 12);
  const std::string well = on_host(enrolment(kMonday, 300) + good(later(kMonday, 1), 900, 12), "lab-b");
  EXPECT_EQ(form_of(ill + well), LogForm::several_macs);
  EXPECT_EQ(form_of(well + ill), LogForm::several_macs);
  const auto days_later = later(kMonday, 48);
  EXPECT_EQ(form_of(ill + on_host(good(days_later, 900, 12), "lab-b")), LogForm::several_macs);
  // The first one's success does not answer for the second.
  EXPECT_EQ(form_of(good(kMonday, 900, 4) + on_host(log_line(days_later, 300, "Daemon starting"), "lab-b")),
            LogForm::several_macs);
  std::string both;
  for (int i = 0; i < 4; ++i)
    both +=
        good(later(kMonday, i), 900, 1) + on_host(good({kMonday.seconds + i * 3600 + 60}, 950, 1), "lab-b");
  EXPECT_EQ(form_of(both), LogForm::several_macs);
}

TEST(WholeHosts, ARenamedMacIsOne) {
  const std::string before = good(kMonday, 900, 4);
  for (const char* name : {"Library Cart 07 (2)", "Library-Cart-07.local", "library cart 07", "localhost"})
    EXPECT_EQ(form_of(before + on_host(good(at("2026-03-09 09:00:00"), 300, 4), name) +
                      good(at("2026-03-12 09:00:00"), 300, 4)),
              LogForm::whole)
        << name;
  const std::string renamed = on_host(good(later(kMonday, 1), 1100, 4), "lab-b");
  EXPECT_EQ(form_of(before + renamed), LogForm::whole);
  EXPECT_EQ(form_of(dead(kMonday, 900, 4) + renamed), LogForm::whole);
  EXPECT_EQ(form_of(before + on_host(good(later(kMonday, 20), 150, 4), "lab-b")), LogForm::whole)
      << "and was well";
}

// What is well under another name must not make good what failed under the first.
TEST(WholeHosts, LinesOfAnotherMacHealNothing) {
  const std::string ill = dead(kMonday, 900, 1),
                    removed = log_line(kMonday, 910, "Removing scheduled tasks...");
  const std::string well = on_host(good(later(kMonday, 4), 500, 1), "lab-b");
  EXPECT_EQ(form_of(ill + well), LogForm::several_macs);
  EXPECT_EQ(form_of(removed + well), LogForm::several_macs);
  EXPECT_EQ(form_of(log_line(kMonday, 900, "") + "There was an error.\n\n     " +
                    std::string(kSignatureError) + "\n\n" + well),
            LogForm::several_macs)
      << "as a block";
  EXPECT_EQ(form_of("==> a/jamf.log <==\n" + ill + "\n==> b/jamf.log <==\n" + well), LogForm::several_macs);
  EXPECT_EQ(form_of(each_line(ill, [](auto line) { return "a/jamf.log:" + line; }) +
                    each_line(well, [](auto line) { return "b/jamf.log:" + line; })),
            LogForm::several_macs);
  // Three names, each soon behind the other and with the next process ids.
  EXPECT_EQ(form_of(ill + on_host(dead({kMonday.seconds + 60}, 901, 1), "lab-a") +
                    on_host(good({kMonday.seconds + 120}, 902, 1), "lab-b")),
            LogForm::several_macs);
  EXPECT_EQ(form_of(ill + on_host(good({kMonday.seconds + 900}, 5900, 2), "lab-b")), LogForm::several_macs)
      << "process ids that do not go on";
  EXPECT_EQ(form_of(ill + "The other one works:\n" + on_host(good({kMonday.seconds + 900}, 940, 2), "lab-b")),
            LogForm::several_macs);
  // A header stands between two files, whatever is in them.
  EXPECT_EQ(form_of(good(kMonday, 900, 1) + "==> b/jamf.log <==\n" + well), LogForm::several_macs);
}

TEST(WholeHosts, WhoIsRenamedAndEnrolledAgainIsOneMac) {
  const std::string again =
      on_host(enrolment(later(kMonday, 4), 300) + good(later(kMonday, 5), 500, 2), "lab-b");
  const std::string refused = refused_enrolment(kMonday, 300);
  EXPECT_EQ(form_of(dead(kMonday, 900, 1) + again), LogForm::whole);
  EXPECT_EQ(form_of(refused + again), LogForm::whole);
  EXPECT_EQ(form_of(refused + "\nA working one, same PreStage:\n" + again), LogForm::several_macs);
  EXPECT_EQ(form_of(refused + on_host(enrolment({kMonday.seconds + 60}, 290), "lab-b")),
            LogForm::several_macs)
      << "no Mac starts in a minute";
  EXPECT_EQ(form_of(refused + on_host(refused_enrolment(later(kMonday, 2), 300), "lab-a") + again),
            LogForm::several_macs);
  // An accident under the old name is nothing: a network that was left, one line that nobody knows.
  for (const char* words :
       {"Could not connect to the JSS. Looking for cached policies...", "Error: frobnicated"})
    EXPECT_EQ(form_of(good(kMonday, 900, 2) + log_line(later(kMonday, 1), 980, words) +
                      on_host(good(later(kMonday, 20), 150, 2), "lab-b")),
              LogForm::whole)
        << words;
}

// The trouble is told, whosever it is; the name's change is told with it.
TEST(WholeHosts, ARenamedMacThatIsIllSinceIsJudged) {
  const auto days_later = later(kMonday, 48);
  EXPECT_EQ(form_of(good(kMonday, 900, 4) + on_host(dead(days_later, 300, 1), "lab-b")), LogForm::renamed);
  EXPECT_EQ(form_of(good(kMonday, 900, 4) + on_host(dead(days_later, 300, 6), "lab-b")), LogForm::renamed);
  EXPECT_TRUE(decides(LogForm::renamed));
}

TEST(WholeHosts, NamesThatANetworkGivesEachDayAreOneMacs) {
  std::string text = good(kMonday, 900, 4);
  for (int day = 1; day < 9; ++day)
    text += on_host(good(later(kMonday, day * 24), 400, 2), day % 2 == 0 ? "dhcp-7" : "annas-mac");
  EXPECT_EQ(form_of(text), LogForm::whole);
  // One that left no proof is none of them.
  EXPECT_EQ(form_of(text + on_host(log_line(later(kMonday, 240), 5000, "Daemon starting"), "lab-b") +
                    on_host(good(later(kMonday, 264), 400, 2), "dhcp-7")),
            LogForm::several_macs);
}

}  // namespace
}  // namespace enrolkit::test
