#include "core/assessment/assessment.h"
#include "core/base/url.h"

#include "core/enrolment/advice.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace enrolkit {
namespace {

Finding bad(std::string_view id, std::string_view code) {
  return make_finding(id, Health::unhealthy, code, {}, "");
}
Finding good(std::string_view id) { return make_finding(id, Health::healthy, "Healthy", {}, ""); }

const EnrolmentVerdict kComplete{State::complete, std::nullopt, Confidence::likely, {}};

// Every unhealthy and unknown answer that an attribute or the log can give, and one that nobody thought of.
std::vector<Finding> troubles() {
  std::vector<Finding> all;
  for (const auto& [id, code] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"management-account", "Absent"},
                                                                  {"account-conflict", "Conflict"},
                                                                  {"account-conflict", "Likely"},
                                                                  {"jamf-keychain", "WrongMac"},
                                                                  {"jamf-keychain", "Expired"},
                                                                  {"jamf-keychain", "NoKey"},
                                                                  {"jamf-keychain", "Corrupt"},
                                                                  {"jamf-keychain", "NotYetValid"},
                                                                  {"device-signature", "Broken"},
                                                                  {"device-signature", "NeverEnrolled"},
                                                                  {"enrolment", "Failed"},
                                                                  {"enrolment", "Interrupted"},
                                                                  {"mdm", "OtherServer"},
                                                                  {"mdm", "NotEnrolled"},
                                                                  {"framework", "Missing"},
                                                                  {"framework", "Damaged"},
                                                                  {"framework", "Unsigned"},
                                                                  {"framework", "DaemonDown"},
                                                                  {"repair", "Failed"},
                                                                  {"check-in", "Failing"},
                                                                  {"last-contact", ""},
                                                                  {"certificate-expiry", "2020-01-01"},
                                                                  {"of-tomorrow", "Strange"}})
    all.push_back(bad(id, code));
  for (const std::string_view id : {"framework", "mdm", "enrolment", "of-tomorrow"})
    all.push_back(unknown(id, "permission denied"));
  return all;
}

TEST(Assessment, IsHealthyOnlyWhenEveryFindingIs) {
  const Assessment verdict = assess(std::vector{good("mdm"), good("enrolment")}, &kComplete);
  EXPECT_EQ(verdict.health, Health::healthy);
  EXPECT_EQ(verdict.headline, "Complete");
  EXPECT_EQ(verdict.cause, std::nullopt);
  EXPECT_EQ(verdict.missing, "");
}

// Who shows it goes on behind it: "... since. To get it: ..."
TEST(Assessment, AGapIsPartOfASentence) {
  const Finding gap = make_finding("last-contact", Health::unknown, "", {}, "No line proves contact.");
  const Assessment verdict = assess(std::vector{gap}, &kComplete);
  ASSERT_EQ(verdict.gaps.size(), 1U);
  EXPECT_EQ(verdict.gaps[0].why, "No line proves contact");
  EXPECT_EQ(verdict.missing, "last-contact: No line proves contact");
}

TEST(Assessment, OfNothingIsUnknown) {
  EXPECT_EQ(assess({}, nullptr).health, Health::unknown);
  EXPECT_EQ(assess({}, &kComplete).missing, "nothing was looked at");
  EXPECT_NE(assess({}, &kComplete).headline, "Complete");
}

// The first promise: no headline is better than the worst finding, in any pair, beside any healthy ones.
TEST(Assessment, NoHeadlineIsBetterThanTheWorstOfAnyPair) {
  const auto all = troubles();
  for (const Finding& one : all) {
    for (const Finding& other : all) {
      const std::vector findings{good("mdm"), one, good("log"), other};
      for (const EnrolmentVerdict* enrolment : {&kComplete, static_cast<const EnrolmentVerdict*>(nullptr)}) {
        const Assessment verdict = assess(findings, enrolment);
        const bool fault = one.health == Health::unhealthy || other.health == Health::unhealthy;
        const std::string what = one.id + "=" + one.code + ", " + other.id + "=" + other.code;
        EXPECT_EQ(verdict.health, fault ? Health::unhealthy : Health::unknown) << what;
        EXPECT_FALSE(verdict.headline.starts_with("Complete")) << what << ": " << verdict.headline;
        EXPECT_FALSE(verdict.headline.starts_with("Healthy")) << what << ": " << verdict.headline;
        EXPECT_EQ(verdict.cause.has_value(), fault) << what;
        EXPECT_EQ(verdict.missing.empty(), one.health != Health::unknown && other.health != Health::unknown)
            << what;
        EXPECT_EQ(verdict.unhealthy.size() + verdict.unknown.size(), 2U) << what;
      }
    }
  }
}

// In whatever order they come, the same causes lead.
TEST(Assessment, TheOrderOfFindingsDoesNotChooseTheCause) {
  const auto all = troubles();
  for (const Finding& one : all) {
    for (const Finding& other : all) {
      const Assessment a = assess(std::vector{one, other}, &kComplete),
                       b = assess(std::vector{other, one}, &kComplete);
      EXPECT_EQ(a.cause, b.cause) << one.id << one.code << " " << other.id << other.code;
      EXPECT_EQ(a.confidence, b.confidence);
      EXPECT_EQ(a.also, b.also);
    }
  }
}

TEST(Assessment, AnUnhealthyFindingThatNobodyKnowsIsUnclearNotNothing) {
  const Assessment verdict = assess(std::vector{good("mdm"), bad("of-tomorrow", "Strange")}, &kComplete);
  EXPECT_EQ(verdict.cause, Cause::unclear);
  EXPECT_EQ(verdict.headline, "Enrolled, but something is wrong that has no name here: Unclear (likely)");
}

TEST(Assessment, AMissingFrameworkIsNeverComplete) {
  const Assessment verdict = assess(std::vector{good("enrolment"), bad("framework", "Missing")}, &kComplete);
  EXPECT_EQ(verdict.headline, "Enrolled, but the framework is missing: FrameworkMissing (certain)");
}

TEST(Assessment, ACompleteEnrolmentIsNeverSaidToHaveFailed) {
  EnrolmentVerdict lost = kComplete;
  lost.cause = Cause::signature_lost;
  const Finding enrolment =
      make_finding("enrolment", Health::unhealthy, "Complete", {{"cause", "SignatureLost"}}, "");
  EXPECT_EQ(
      assess(std::vector{enrolment, bad("framework", "Missing"), bad("device-signature", "Broken")}, &lost)
          .headline,
      "Enrolled, but the device signature is broken: SignatureLost (likely)");
  EXPECT_EQ(assess(std::vector{enrolment, bad("framework", "Missing")}, &lost).headline,
            "Enrolled, but something failed since: SignatureLost (likely)");
}

TEST(Assessment, TheDiagnosisLeadsAndTheFindingsAddTheirCauses) {
  const EnrolmentVerdict failed{
      State::failed, Cause::account_conflict, Confidence::likely, {Cause::permission_denied}};
  const Assessment verdict = assess(
      std::vector{bad("enrolment", "Failed"), bad("framework", "Missing"), bad("device-signature", "Broken")},
      &failed);
  EXPECT_EQ(verdict.headline, "Failed: AccountConflict (likely)");
  EXPECT_EQ(verdict.also,
            (std::vector{Cause::permission_denied, Cause::framework_missing, Cause::signature_lost}));
}

TEST(Assessment, AFindingMayNameItsOwnCause) {
  const Finding failing =
      make_finding("check-in", Health::unhealthy, "Failing", {{"cause", "UntrustedServer"}}, "");
  EXPECT_EQ(assess(std::vector{failing}, &kComplete).cause, Cause::untrusted_server);
  const Finding odd = make_finding("check-in", Health::unhealthy, "Failing", {{"cause", "Nonsense"}}, "");
  EXPECT_EQ(assess(std::vector{odd}, &kComplete).cause, Cause::unclear);
}

TEST(Assessment, WhatCouldNotBeToldIsNamedWithItsReason) {
  const Assessment verdict =
      assess(std::vector{good("enrolment"), unknown("framework", "permission denied")}, &kComplete);
  EXPECT_EQ(verdict.missing, "framework: permission denied");
  EXPECT_EQ(verdict.headline, "Enrolled, but not everything could be told: framework");
}

TEST(Assessment, WhatIsMissedForOneReasonIsSaidOnce) {
  const std::vector findings{unknown("enrolment", "there is no jamf.log"),
                             unknown("mdm", "there is no jamf.log"),
                             unknown("check-in", "there is no jamf.log"), unknown("last-contact", "cut")};
  const std::vector<Gap> together = gaps_together(assess(findings, nullptr).gaps);
  ASSERT_EQ(together.size(), 2U);
  EXPECT_EQ(together[0].finding, "enrolment, check-in");
  EXPECT_EQ(together[0].why,
            "there is no jamf.log; last-contact: cut");  // another reason, the same way to get it
  EXPECT_EQ(together[1].finding, "mdm");                 // another way
}

TEST(Assessment, WhatTheDiagnosisKnowsNothingOfStandsBesideItsSentence) {
  EXPECT_EQ(assess(std::vector{bad("framework", "Missing")}, &kComplete).besides,
            "But the framework is missing.");
  EXPECT_EQ(assess(std::vector{unknown("mdm", "no rights")}, &kComplete).besides,
            "But not everything could be told: mdm.");
  EXPECT_EQ(assess(std::vector{good("mdm")}, &kComplete).besides, "");
  const EnrolmentVerdict no_log{State::unknown, std::nullopt, Confidence::likely, {}};
  EXPECT_EQ(assess(std::vector{bad("framework", "Missing")}, &no_log).besides,
            "Also, the framework is missing.");
  const EnrolmentVerdict failed{State::failed, Cause::server_error, Confidence::certain, {}};
  EXPECT_EQ(assess(std::vector{bad("enrolment", "Failed")}, &failed).besides, "");
}

TEST(Assessment, FurtherCausesHaveTheirFirstStepAtTheEnd) {
  const auto alone = remedies_for(Cause::tampered, {});
  const auto both = remedies_for(Cause::tampered, {Cause::framework_damaged}, {});
  ASSERT_EQ(both.size(), alone.size() + 1);
  EXPECT_EQ(
      both.back().text,
      "If FrameworkDamaged still stands after that: On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair "
      "--highest manage`.");
  EXPECT_EQ(remedies_for(Cause::signature_lost, {Cause::framework_missing}, {}).size(),
            remedies_for(Cause::signature_lost, {}).size())
      << "named already";
  EXPECT_EQ(remedies_for(Cause::account_conflict, {Cause::keychain_damaged}, {}).size(),
            remedies_for(Cause::account_conflict, {}).size())
      << "a new enrolment brings a new keychain";
}

TEST(Assessment, AdviceNamesTheServersPort) {
  EXPECT_EQ(address_of("https://Jamf.Example.org:8443/"), "jamf.example.org:8443");
  EXPECT_EQ(address_of(" https://user@jamf.example.org:443/x?y=z:1"), "jamf.example.org");
  EXPECT_EQ(address_of("https://jamf.example.org:/"), "jamf.example.org");
  EXPECT_EQ(address_of("https://jamf.example.org:80x/"), std::nullopt);
  EXPECT_EQ(address_of("jamf.example.org:8443"), std::nullopt);
  const auto chain = [](const std::string& server) {
    return remedies_for(Cause::untrusted_server, AdviceFacts{.account = "", .server = server, .serial = ""})
        .front()
        .text;
  };
  EXPECT_NE(chain("jamf.example.org:8443").find("-connect jamf.example.org:8443 -tls1_2"), std::string::npos);
  EXPECT_NE(chain("jamf.example.org").find("-connect jamf.example.org:443 -tls1_2"), std::string::npos);
  EXPECT_NE(chain("").find("-connect SERVER:443 -tls1_2"), std::string::npos);
}

TEST(Assessment, EveryCauseHasAdvice) {
  for (std::size_t i = 0; i < kCauseNames.size(); ++i) {
    const Advice& advice = advice_on(static_cast<Cause>(i));
    EXPECT_FALSE(advice.meaning.empty()) << kCauseNames.names[i];
    EXPECT_FALSE(advice.remedies.empty()) << kCauseNames.names[i];
    EXPECT_EQ(cause_named(kCauseNames.names[i]), static_cast<Cause>(i));
  }
}

TEST(Advice, NamesOurOwnCommandsBeforeTheManualWay) {
  for (std::size_t i = 0; i < kCauseNames.size(); ++i) {
    std::size_t own = std::string::npos, by_hand = std::string::npos, at = 0;
    for (const std::string& remedy : lines_of(remedies_for(static_cast<Cause>(i), {}))) {
      if (own == std::string::npos && remedy.find("enrolkit") != std::string::npos) own = at;
      if (by_hand == std::string::npos && remedy.find("By hand") < 4) by_hand = at;
      ++at;
    }
    EXPECT_TRUE(by_hand == std::string::npos || own < by_hand) << kCauseNames.names[i];
  }
}

TEST(Advice, StandsInTheOrderOfTheCauses) {
  EXPECT_NE(advice_on(Cause::account_conflict).meaning.find("share a username"), std::string_view::npos);
  EXPECT_NE(advice_on(Cause::clock_skew).meaning.find("clock"), std::string_view::npos);
  EXPECT_NE(advice_on(Cause::setup_running).meaning.find("Setup Manager"), std::string_view::npos);
  EXPECT_NE(advice_on(Cause::unclear).meaning.find("says why"), std::string_view::npos);
}

TEST(Advice, IsFilledInWithNamesThatCanStandInACommandLine) {
  Diagnosis d;
  d.attempts.resize(2);
  d.attempts[0].account = "_mgmt";
  d.attempts[0].server = "https://jamf.example.org:8443/";
  d.attempts[1].account = "a; rm -rf /";
  const AdviceFacts facts = advice_facts(d);
  EXPECT_EQ(facts.account, "_mgmt");
  EXPECT_EQ(facts.server, "jamf.example.org:8443");
  AdviceFacts with_serial = facts;
  with_serial.serial = "C02XG2JHJTDD";
  std::string known;
  for (const std::string& remedy : lines_of(remedies_for(Cause::account_conflict, with_serial)))
    known += remedy + "\n";
  EXPECT_NE(known.find("`enrolkit server repair C02XG2JHJTDD --yes`"), std::string::npos) << known;
  EXPECT_EQ(known.find("ioreg"), std::string::npos) << known;
  std::string all;
  for (const std::string& remedy : lines_of(remedies_for(Cause::account_conflict, facts)))
    all += remedy + "\n";
  EXPECT_NE(all.find("`enrolkit server conflict --fix rename _mgmt-managed`"), std::string::npos) << all;
  EXPECT_NE(all.find("https://jamf.example.org:8443/api/"), std::string::npos) << all;
  for (std::size_t i = 0; i < kCauseNames.size(); ++i) {
    for (const std::string& remedy : lines_of(remedies_for(static_cast<Cause>(i), {})))
      EXPECT_EQ(remedy.find('{'), std::string::npos) << remedy;
  }
}

}  // namespace
}  // namespace enrolkit
