// What `profiles status` says, in every form that was seen, and in forms that nobody should trust.
#include "core/management/mdm.h"
#include "core/base/url.h"

#include <gtest/gtest.h>

#include <string>

namespace enrolkit::test {
namespace {

using Enrolled = MdmStatus::Enrolled;

constexpr std::string_view kNot = "Enrolled via DEP: No\nMDM enrollment: No\n";
constexpr std::string_view kApproved =
    "Enrolled via DEP: Yes\nMDM enrollment: Yes (User Approved)\nMDM server: "
    "https://jamf.example.org/mdm/ServerURL\n";

std::string why(std::string_view output) {
  const auto parsed = parse_mdm_status(output);
  const auto* unreadable = std::get_if<Unreadable>(&parsed);
  return unreadable != nullptr ? unreadable->why : "(a value)";
}

MdmStatus status(std::string_view output) {
  const auto parsed = parse_mdm_status(output);
  const auto* mdm = std::get_if<MdmStatus>(&parsed);
  EXPECT_NE(mdm, nullptr) << output;
  return mdm != nullptr ? *mdm : MdmStatus{};
}

Finding judged(std::string_view output, const std::optional<std::string>& jss_url) {
  std::vector<OwnServer> own;
  if (jss_url) own.push_back({*jss_url, "plist", "jss_url"});
  return std::visit([&](const auto& parsed) { return judge_mdm(Reading<MdmStatus>(parsed), own).finding; },
                    parse_mdm_status(output));
}

std::string text(std::string_view output, const std::optional<std::string>& jss_url) {
  return result_text(judged(output, jss_url));
}

TEST(MdmStatusText, NotEnrolled) { EXPECT_EQ(status(kNot), (MdmStatus{false, Enrolled::no, std::nullopt})); }

TEST(MdmStatusText, EnrolledAndApproved) {
  EXPECT_EQ(status(kApproved),
            (MdmStatus{true, Enrolled::yes_user_approved, "https://jamf.example.org/mdm/ServerURL"}));
}

TEST(MdmStatusText, EnrolledWithoutApproval) {
  EXPECT_EQ(status("Enrolled via DEP: No\nMDM enrollment: Yes\n"),
            (MdmStatus{false, Enrolled::yes, std::nullopt}));
}

TEST(MdmStatusText, AssignedButWithoutProfile) {
  EXPECT_EQ(status("Enrolled via DEP: Yes\nMDM enrollment: No\n"),
            (MdmStatus{true, Enrolled::no, std::nullopt}));
}

TEST(MdmStatusText, LinesInAnyOrderWithUnknownOnesBetween) {
  EXPECT_EQ(status("warning: something: else\nMDM server: https://a.example:8443/x?y=1: 2\n\n"
                   "  MDM enrollment: Yes (User Approved)  \nColour: blue\nEnrolled via DEP: Yes"),
            (MdmStatus{true, Enrolled::yes_user_approved, "https://a.example:8443/x?y=1: 2"}));
}

TEST(MdmStatusText, CarriageReturns) {
  EXPECT_EQ(status("Enrolled via DEP: Yes\r\nMDM enrollment: Yes (User Approved)\r\n"
                   "MDM server: https://jamf.example.org/\r\n"),
            (MdmStatus{true, Enrolled::yes_user_approved, "https://jamf.example.org/"}));
}

TEST(MdmStatusText, WithoutTheDepLineThatIsNotKnown) {
  EXPECT_EQ(status("MDM enrollment: No\n"), (MdmStatus{std::nullopt, Enrolled::no, std::nullopt}));
  EXPECT_EQ(status("Enrolled via DEP: Ja\nMDM enrollment: No\n").automated, std::nullopt);
}

TEST(MdmStatusText, WhatDoesNotSayIsUnreadableAndNeverNo) {
  for (const std::string_view output :
       {"", "\n", "\r\n\r\n", "Enrolled via DEP: No\n", "MDM enrollment:\n", "MDM enrollment: \n",
        "MDM enrollment: Maybe\n", "MDM enrollment: no\n", "MDM enrollment:No\n", "MDM Enrollment: No\n",
        "MDM enrollment: No (User Approved)\n", "MDM enrollment: Yes (User Approved", "No\nNo\n",
        "xMDM enrollment: No\n", "Über DEP registriert: Nein\nMDM-Registrierung: Nein\n",
        "MDM enrollment: Yes\nMDM enrollment: No\n", "MDM enrollment: No\nMDM enrollment: Maybe\n",
        "profiles: this command must be run as root\n"}) {
    EXPECT_NE(why(output), "(a value)") << output;
    EXPECT_EQ(judged(output, "https://jamf.example.org/").code, "Unknown") << output;
    EXPECT_EQ(judged(output, "https://jamf.example.org/").health, Health::unknown) << output;
  }
}

TEST(MdmStatusText, TheSameLineTwiceIsNoContradiction) {
  EXPECT_EQ(status("MDM enrollment: No\nMDM enrollment: No\n").enrolled, Enrolled::no);
  EXPECT_EQ(
      status("MDM enrollment: Yes\nMDM server: https://a.example/\nMDM server: https://b.example/\n").server,
      std::nullopt);
}

TEST(MdmStatusText, HostileTextIsShownHarmlessAndShort) {
  const std::string output = "\x1B[2Jhttps://x.example/?token=abc \x80\n" + std::string(100'000, 'A');
  EXPECT_NE(why(output), "(a value)");
  EXPECT_EQ(why(output).find('\x1B'), std::string::npos);
  EXPECT_EQ(why(output).find("abc"), std::string::npos);
  EXPECT_LT(why(std::string(100'000, 'A')).size(), 300U);
  EXPECT_NE(why(std::string("MDM enrollment: No\0\n", 20)), "(a value)");
}

TEST(BootstrapTokenText, AllForms) {
  const auto token = [](std::string_view output) -> std::optional<BootstrapToken> {
    const auto parsed = parse_bootstrap_token(output);
    const auto* value = std::get_if<BootstrapToken>(&parsed);
    return value != nullptr ? std::optional(*value) : std::nullopt;
  };
  EXPECT_EQ(token("profiles: Bootstrap Token supported on server: YES\n"
                  "profiles: Bootstrap Token escrowed to server: YES\n"),
            (BootstrapToken{true, true}));
  EXPECT_EQ(token("profiles: Bootstrap Token supported on server:  YES\r\n"
                  "profiles: Bootstrap Token escrowed to server:  NO\r\n"),
            (BootstrapToken{true, false}));
  EXPECT_EQ(token("profiles: Bootstrap Token supported on server: NO\n"),
            (BootstrapToken{false, std::nullopt}));
  EXPECT_EQ(token("profiles: Bootstrap Token escrowed to server: YES\n"), std::nullopt);
  EXPECT_EQ(token("profiles: Bootstrap Token supported on server: perhaps\n"), std::nullopt);
  EXPECT_EQ(token("profiles: verb requires root privileges\n"), std::nullopt);
  EXPECT_EQ(token("other: Bootstrap Token supported on server: YES\n"), std::nullopt);
  EXPECT_EQ(token(""), std::nullopt);
}

TEST(HostOf, WhatIsAHost) {
  EXPECT_EQ(host_of("https://Jamf.Example.ORG/"), "jamf.example.org");
  EXPECT_EQ(host_of("https://jamf.example.org.:8443/mdm?x=/@y"), "jamf.example.org");
  EXPECT_EQ(host_of("HTTP://user:secret@jamf.example.org:80"), "jamf.example.org");
  EXPECT_EQ(host_of("https://a@b@c.example#f"), "c.example");
  EXPECT_EQ(host_of(" https://10.0.0.1/ \r"), "10.0.0.1");
  EXPECT_EQ(host_of("https://a.example?q"), "a.example");
}

TEST(HostOf, WhatIsNone) {
  for (const std::string_view url :
       {"", "jamf.example.org", "https://", "https:///path", "https://./", "https://..", "ftp://a.example/",
        "https://a b.example/", "https://a.example:80x/", "https://[::1]:8443/", "https://b\xC3\xBC.example/",
        "https://a.example\\@b.example/", "https://.a.example/", "https://a;b/", "://a"}) {
    EXPECT_EQ(host_of(url), std::nullopt) << url;
  }
  EXPECT_EQ(host_of("https://" + std::string(254, 'a')), std::nullopt);
}

TEST(MdmFinding, EnrolledWithTheSameServer) {
  const Finding finding = judged(kApproved, "https://JAMF.example.org.:8443/");
  EXPECT_EQ(result_text(finding), "Enrolled; approved=yes; automated=yes; server=jamf.example.org");
  EXPECT_EQ(finding.health, Health::healthy);
}

TEST(MdmFinding, AnotherServerOnlyWhenBothAreKnown) {
  EXPECT_EQ(text(kApproved, "https://old.example.org/"),
            "OtherServer; approved=yes; automated=yes; server=jamf.example.org");
  for (const std::optional<std::string>& url : {std::optional<std::string>{}, std::optional<std::string>{""},
                                                std::optional<std::string>{"nonsense"}}) {
    const Finding finding = judged(kApproved, url);
    EXPECT_EQ(finding.code, "Enrolled");
    EXPECT_EQ(finding.health, Health::unknown) << "not compared is not healthy";
    EXPECT_NE(finding.detail.find("could not be compared"), std::string::npos);
  }
  const Finding unnamed = judged("MDM enrollment: Yes (User Approved)\n", "https://old.example.org/");
  EXPECT_EQ(result_text(unnamed), "Enrolled; approved=yes; compared=no");
  EXPECT_NE(unnamed.detail.find("could not be compared"), std::string::npos);
}

TEST(MdmFinding, TheSettingsNeverHideWhatTheBinaryUses) {
  const OwnServer settings{"https://jamf.example.org/", "settings", "ServerURL"};
  const OwnServer binary{"https://old.example.org/", "plist", "jss_url"};
  const auto judged_by = [](const std::vector<OwnServer>& own) {
    return judge_mdm(Reading<MdmStatus>(status(kApproved)), own).finding;
  };
  for (const auto& own : {std::vector{settings, binary}, std::vector{binary, settings}}) {
    const Finding finding = judged_by(own);
    EXPECT_EQ(finding.code, "OtherServer");
    EXPECT_EQ(finding.health, Health::unhealthy);
    EXPECT_NE(finding.detail.find("jss_url of plist is old.example.org"), std::string::npos)
        << finding.detail;
  }
  EXPECT_EQ(judged_by({settings, settings}).health, Health::healthy);
  EXPECT_EQ(judged_by({settings, {"nonsense", "plist", "jss_url"}}).health, Health::unknown);
}

TEST(ServerAddress, IsWrongWhereTheBinaryUsesAnotherOneThanTheSettingsName) {
  const OwnServer settings{"https://jamf.example.org/", "settings", "ServerURL"};
  const auto finding = [&](const std::string& url) {
    return server_address_finding({settings, {url, "plist", "jss_url"}});
  };
  EXPECT_FALSE(finding("https://JAMF.example.org:8443/"));
  EXPECT_FALSE(server_address_finding({settings}));
  EXPECT_FALSE(server_address_finding({}));
  for (const char* url : {"https://old.example.org/", "nonsense", ""}) {
    ASSERT_TRUE(finding(url)) << url;
    EXPECT_EQ(finding(url)->health, Health::unhealthy) << url;
  }
}

TEST(MdmFinding, NotEnrolled) {
  const Finding finding = judged(kNot, "https://jamf.example.org/");
  EXPECT_EQ(result_text(finding), "NotEnrolled; automated=no");
  EXPECT_EQ(finding.health, Health::unhealthy);
  EXPECT_NE(judged("Enrolled via DEP: Yes\nMDM enrollment: No\n", "").detail.find("assigned"),
            std::string::npos);
}

TEST(MdmFinding, WithoutApprovalItIsNotHealthy) {
  const Finding finding =
      judged("MDM enrollment: Yes\nMDM server: https://jamf.example.org/\n", "https://jamf.example.org/");
  EXPECT_EQ(result_text(finding), "Enrolled; approved=no; server=jamf.example.org");
  EXPECT_EQ(finding.health, Health::unhealthy);
}

TEST(MdmFinding, ThePathAndQueryOfTheServerAreNeverShown) {
  const Finding finding = judged(
      "MDM enrollment: Yes (User Approved)\nMDM server: "
      "https://u:pw@jamf.example.org/s3cret/x?token=s3cret\n",
      "https://u:pw@other.example.org/s3cret?s3cret");
  std::string all = result_text(finding) + finding.detail;
  for (const Evidence& evidence : finding.evidence) all += evidence.source + evidence.where + evidence.text;
  EXPECT_EQ(all.find("s3cret"), std::string::npos) << all;
  EXPECT_EQ(all.find("pw"), std::string::npos) << all;
}

TEST(MdmFinding, CouldNotLookIsUnknown) {
  const Finding finding =
      judge_mdm(Unreadable{"no tool"}, {{"https://jamf.example.org/", "plist", "jss_url"}}).finding;
  EXPECT_EQ(result_text(finding), "Unknown; reason=no tool");
  EXPECT_EQ(judge_mdm(Absent{}, {}).finding.code, "Unknown");
}

TEST(BootstrapTokenEvidence, SaysWhatIsKnownAndWhatIsNot) {
  const auto said = [](const Reading<BootstrapToken>& token) { return bootstrap_token_evidence(token).text; };
  EXPECT_EQ(said(BootstrapToken{true, false}),
            "Bootstrap Token supported on server: YES, escrowed to server: NO");
  EXPECT_EQ(said(BootstrapToken{false, std::nullopt}),
            "Bootstrap Token supported on server: NO, escrowed to server: not reported");
  EXPECT_EQ(said(Absent{}), "not asked");
  EXPECT_EQ(said(Unreadable{"two\nlines"}).find('\n'), std::string::npos);
}

TEST(Mdm, TheDatesTellAMigrationFromAMistake) {
  const auto detail = [](MdmState state, std::optional<LocalTime> profile,
                         std::optional<LocalTime> framework) {
    Judgement<MdmState> judged{state, make_finding("mdm", Health::unhealthy, "OtherServer", {}, "Other.")};
    add_origins(judged, {profile, framework});
    return judged.finding.detail;
  };
  constexpr LocalTime kOld{1'000'000}, kNew{9'000'000};
  EXPECT_NE(detail(MdmState::other_server, kNew, kOld).find("migration"), std::string::npos);
  EXPECT_NE(detail(MdmState::other_server, kOld, kNew).find("mistake"), std::string::npos);
  EXPECT_EQ(detail(MdmState::other_server, kOld, LocalTime{1'000'900}), "Other.") << "one enrolment";
  EXPECT_EQ(detail(MdmState::other_server, std::nullopt, kOld), "Other.");
  EXPECT_EQ(detail(MdmState::enrolled, kNew, kOld), "Other.");
}

}  // namespace
}  // namespace enrolkit::test
