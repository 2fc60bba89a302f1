// Which attributes run a tool, and what they make of its answer.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ea/attributes.h"
#include "evidence/commands.h"
#include "evidence/mac.h"
#include "evidence/read_account.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

using Lines = std::vector<std::string>;
constexpr const char* kProfiles = "/usr/bin/profiles status -type enrollment";
constexpr const char* kBootstrap = "/usr/bin/profiles status -type bootstraptoken";
constexpr const char* kDsclUser = "/usr/bin/dscl -plist . -read /Users/_mgmt";
constexpr const char* kDsclAdmin = "/usr/bin/dscl -plist . -read /Groups/admin";

// The command lines that this attribute alone runs on a fixture.
Lines ran(const std::string& fixture, std::string_view attribute) {
  const FixtureHost host(fixture);
  Mac mac(host, {});
  (void)find_attribute(attribute)->answer(mac);
  return host.ran();
}

// The jamf binary is there, and not an empty file.
bool has_program(const FixtureHost& host) {
  const auto binary = host.info("/usr/local/jamf/bin/jamf");
  return value_of(binary) != nullptr && value_of(binary)->size != 0;
}

// What is in a file is read, not asked of a tool. The summary holds the findings of the three that ask, and
// so asks what they ask.
TEST(Commands, NoAttributeRunsAnyButMdmAndFrameworkAndWhereTheDirectoryIsRefused) {
  std::size_t asked = 0;
  for (const std::string& fixture : fixture_names()) {
    const FixtureHost host(fixture);
    const auto users = host.list("/var/db/dslocal/nodes/Default/users");
    for (const Attribute* a : attributes()) {
      const Lines lines = ran(fixture, a->name);
      asked += lines.size();
      if (a->name == "mdm") {
        const Lines both = fixture == "mdm-times-out" ? Lines{kProfiles} : Lines{kProfiles, kBootstrap};
        EXPECT_EQ(lines, host.is_running_system() ? both : Lines{}) << fixture;
      } else if (a->name == "framework" && host.is_running_system() && has_program(host)) {
        ASSERT_EQ(lines.size(), 1U) << fixture;
        EXPECT_EQ(lines[0].find("/usr/bin/codesign --verify "), 0U) << lines[0];
      } else if (a->name == "summary") {
        Lines theirs;
        for (const char* part : {"management-account", "framework", "mdm"}) {
          const Lines its = ran(fixture, part);
          theirs.insert(theirs.end(), its.begin(), its.end());
        }
        EXPECT_EQ(lines, theirs) << fixture;
      } else if (a->name == "management-account" && why_unreadable(users) != nullptr &&
                 host.is_running_system()) {
        for (const std::string& line : lines) EXPECT_EQ(line.find("/usr/bin/dscl "), 0U) << fixture << line;
      } else {
        EXPECT_EQ(lines, Lines{}) << fixture << " " << a->name;
      }
    }
  }
  EXPECT_GT(asked, 0U);
}

TEST(Commands, DsclIsAskedForTheOneAccountAndForTheGroup) {
  EXPECT_EQ(ran("dscl-answers", "management-account"), (Lines{kDsclUser, kDsclAdmin}));
  EXPECT_EQ(ran("dscl-not-found", "management-account"), Lines{kDsclUser});
  EXPECT_EQ(ran("dscl-fails", "management-account"), Lines{kDsclUser});
}

TEST(Commands, DsclsTroubleIsNoAccountThatIsMissing) {
  const std::vector<Ran> troubles{NotStarted{"/usr/bin/dscl: No such file or directory"},
                                  Stopped{"/usr/bin/dscl: not done in time"},
                                  Finished{56, "", "Operation not permitted"}, Finished{0, "no plist", ""}};
  for (const Ran& trouble : troubles) {
    FixtureHost host("dscl-answers");
    host.set_answer(kDsclUser, trouble);
    Mac mac(host, {});
    EXPECT_EQ(mac.management_account().code, "Unknown") << trouble.index();
  }
}

TEST(Commands, EachToolIsAskedOnce) {
  const FixtureHost host("dscl-answers");
  Mac mac(host, {});
  for (int i = 0; i < 2; ++i) {
    (void)mac.management_account();
    (void)mac.mdm().finding;
  }
  EXPECT_EQ(host.ran(), (Lines{kDsclUser, kDsclAdmin, kProfiles, kBootstrap}));
}

TEST(Commands, TheBootstrapTokenIsEvidenceAndNoAnswer) {
  const auto last = [](const FixtureHost& host) {
    Mac mac(host, {});
    const Finding finding = mac.mdm().finding;
    EXPECT_EQ(finding.evidence.back().source, kBootstrap);
    return finding.code + ": " + finding.evidence.back().text;
  };
  const std::string escrowed = "Bootstrap Token supported on server: YES, escrowed to server: ";
  EXPECT_EQ(last(FixtureHost("healthy")), "Enrolled: " + escrowed + "YES");
  EXPECT_EQ(last(FixtureHost("mdm-other-server")), "OtherServer: " + escrowed + "NO");
  EXPECT_EQ(last(FixtureHost("dscl-fails")),
            "Enrolled: could not be asked: /usr/bin/profiles: not done in time");
  FixtureHost user("healthy");
  user.set_answer(kBootstrap, Finished{1, "", "profiles: this needs root\n"});
  EXPECT_EQ(last(user),
            "Enrolled: could not be asked: profiles ended with status 1: profiles: this needs root");
}

TEST(Commands, WithoutMdmTheTokenIsNotAskedFor) {
  FixtureHost host("healthy");
  host.set_answer(kProfiles, Finished{0, "Enrolled via DEP: No\nMDM enrollment: No\n", ""});
  Mac mac(host, {});
  EXPECT_EQ(mac.mdm().finding.code, "NotEnrolled");
  EXPECT_EQ(host.ran(), Lines{kProfiles});
}

// A tool at its limit must leave the attribute its answer within the ten seconds.
TEST(Commands, TheLimitsOfOneAttributeStayBelowItsTime) {
  using namespace commands;
  constexpr std::chrono::milliseconds kMaxTime{8000};
  EXPECT_LE(mdm_status().limit + bootstrap_token().limit, kMaxTime);
  EXPECT_LE(code_signature().limit, kMaxTime);
  EXPECT_LE(2 * directory_record("/Users/x").limit, kMaxTime);
}

TEST(Commands, TheSourceThatAnsweredIsNamed) {
  const FixtureHost host("dscl-answers");
  Mac mac(host, {});
  const Finding finding = mac.management_account();
  ASSERT_FALSE(finding.evidence.empty());
  EXPECT_EQ(finding.evidence.back().source, "/usr/bin/dscl");
  EXPECT_EQ(finding.evidence.back().where, "/Users/_mgmt");
}

// A name is a part of dscl's path: one that is more than a part is not asked for.
TEST(Commands, ANameThatIsAPathIsNotAsked) {
  for (const std::string& name : {std::string(), std::string("../Groups/admin"), std::string("a/b"),
                                  std::string("."), std::string("a\\b"), std::string("a\nb")}) {
    const FixtureHost host("dscl-answers");
    Mac mac(host, {.account = name, .as_of = std::nullopt});
    EXPECT_EQ(mac.management_account().code, "Unknown") << name;
    EXPECT_EQ(host.ran(), Lines{}) << name;
    EXPECT_NE(why_unreadable(read_account(host, name)), nullptr) << name;
  }
}

TEST(Commands, AnotherVolumeIsNotAsked) {
  FixtureHost host("december");
  host.refuse("/var/db/dslocal/nodes/Default/users");
  Mac mac(host, {});
  EXPECT_EQ(mac.management_account().code, "Unknown");
  EXPECT_EQ(result_text(mac.mdm().finding), "Unknown; reason=another volume: nothing is run for it");
  EXPECT_EQ(host.ran(), Lines{});
}

TEST(Commands, AServerThatCannotBeReadIsNotAnotherServer) {
  FixtureHost host("mdm-other-server");
  host.refuse("/Library/Preferences/com.jamfsoftware.jamf.plist");
  Mac mac(host, {});
  const Finding finding = mac.mdm().finding;
  EXPECT_EQ(finding.code, "Enrolled");
  EXPECT_EQ(finding.health, Health::unknown);
}

}  // namespace
}  // namespace enrolkit::test
