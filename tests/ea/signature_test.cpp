// The binary's code signature on a Mac: when codesign is run, and when an earlier verdict stands for it.
#include <gtest/gtest.h>

#include "evidence/commands.h"
#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

std::string codesign_line() {
  const Command command = commands::code_signature();
  std::string line = command.tool;
  for (const std::string& argument : command.arguments) line += " " + argument;
  return line;
}

// What a Mac learns when it is asked for the first time.
SignatureCheck learned() {
  const FixtureHost host("healthy");
  Mac mac(host, {});
  return mac.signature_check().value();
}

Finding framework(const FixtureHost& host, const std::optional<SignatureCheck>& earlier) {
  MacOptions options;
  options.earlier_signature = earlier;
  Mac mac(host, options);
  return mac.framework().finding;
}

TEST(Signature, ADefiniteVerdictCanBeKept) {
  const FixtureHost host("framework-other-signer");
  Mac mac(host, {});
  EXPECT_EQ(mac.framework().finding.code, "Unsigned");
  ASSERT_TRUE(mac.signature_check());
  EXPECT_EQ(mac.signature_check()->verdict, SignatureVerdict::other_signer);
  EXPECT_EQ(mac.signature_check()->checked_unix, host.now_unix());
  EXPECT_EQ(host.ran().size(), 1U) << "asked once for both";
}

TEST(Signature, NoVerdictIsNotKept) {
  const FixtureHost host("codesign-times-out");
  Mac mac(host, {});
  EXPECT_EQ(mac.framework().finding.code, "Unknown");
  EXPECT_FALSE(mac.signature_check());
}

TEST(Signature, AnEarlierVerdictOnTheSameFileStandsForSevenDays) {
  const SignatureCheck check = learned();
  FixtureHost host("healthy");
  host.set_now(LocalTime{check.checked_unix + 7 * kDay});
  MacOptions options;
  options.earlier_signature = check;
  Mac mac(host, options);
  const Finding finding = mac.framework().finding;
  EXPECT_EQ(finding.code, "Healthy");
  EXPECT_TRUE(host.ran().empty());
  EXPECT_EQ(mac.signature_check(), check) << "with the time at which it was learned";
  EXPECT_EQ(finding.evidence.front().when, LocalTime{check.checked_unix});
}

TEST(Signature, AnotherFileAnOldVerdictOrNoneIsLookedAtAnew) {
  const SignatureCheck check = learned();
  FixtureHost touched("healthy");
  touched.touch("/usr/local/jamf/bin/jamf");
  EXPECT_EQ(framework(touched, check).code, "Healthy");
  EXPECT_EQ(touched.ran(), std::vector{codesign_line()});

  FixtureHost late("healthy");
  late.set_now(LocalTime{check.checked_unix + 7 * kDay + 1});
  (void)framework(late, check);
  EXPECT_EQ(late.ran().size(), 1U);

  SignatureCheck vague = check;
  vague.verdict = SignatureVerdict::unknown;
  FixtureHost host("healthy");
  (void)framework(host, vague);
  EXPECT_EQ(host.ran().size(), 1U);
}

TEST(Signature, AnEarlierVerdictAgainstTheFileStandsToo) {
  SignatureCheck check = learned();
  check.verdict = SignatureVerdict::modified;
  const FixtureHost host("healthy");
  EXPECT_EQ(result_text(framework(host, check)), "Unsigned; version=11.14.1; what=modified");
  EXPECT_TRUE(host.ran().empty());
}

TEST(Signature, AFileThatIsChangedMeanwhileHasNoVerdict) {
  FixtureHost host("healthy");
  host.let_tools_touch("/usr/local/jamf/bin/jamf");
  Mac mac(host, {});
  EXPECT_EQ(mac.framework().finding.code, "Unknown");
  EXPECT_FALSE(mac.signature_check());
}

TEST(Signature, EachFailureToAskIsUnknownAndSaysWhy) {
  const std::pair<Ran, std::string> cases[] = {
      {NotStarted{"/usr/bin/codesign: No such file or directory"}, "No such file"},
      {Stopped{"/usr/bin/codesign: not done in 6.0 s"}, "not done"},
      {Finished{1, "", "/usr/local/jamf/bin/jamf: some other words\n"}, "some other words"},
      {Finished{2, "", "Usage: codesign\n"}, "status 2"},
      {Finished{1, "", ""}, "status 1"}};
  for (const auto& [ran, why] : cases) {
    FixtureHost host("healthy");
    host.set_answer(codesign_line(), ran);
    const Finding finding = framework(host, std::nullopt);
    EXPECT_EQ(finding.code, "Unknown") << why;
    EXPECT_NE(finding.evidence.front().text.find(why), std::string::npos) << finding.evidence.front().text;
  }
}

TEST(Signature, CodesignIsNotRunOnWhatIsNotThereOrNoProgram) {
  for (const char* fixture : {"framework-damaged", "framework-missing", "daemon-gone"}) {
    const FixtureHost host(fixture);
    Mac mac(host, {});
    (void)mac.framework().finding;
    EXPECT_FALSE(mac.signature_check()) << fixture;
    EXPECT_TRUE(host.ran().empty()) << fixture;
  }
  FixtureHost refused("healthy");
  refused.refuse("/usr/local/jamf/bin/jamf");
  EXPECT_EQ(framework(refused, std::nullopt).code, "Unknown");
  EXPECT_TRUE(refused.ran().empty());
}

}  // namespace
}  // namespace enrolkit::test
