// "Could not look" is never "not there" and never "fine": every path that a Mac is asked for is once refused
// and once taken away, and every attribute must tell the two apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ea/attributes.h"
#include "evidence/mac.h"
#include "evidence/paths.h"
#include "evidence/read_jamf_preferences.h"
#include "evidence/read_mac.h"
#include "host/real_host.h"
#include "support/macs/fault_host.h"
#include "support/macs/fixture_host.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

struct Answer {
  std::string text;  // result, detail and evidence
  Health health = Health::unknown;
};

Answer answer_of(const Attribute& attribute, const Host& host) {
  Mac mac(host, {});
  const Finding finding = answer_of(attribute, mac);
  Answer answer{result_text(finding) + "\n" + finding.detail, finding.health};
  for (const Evidence& e : finding.evidence) answer.text += "\n" + e.source + " " + e.where + " " + e.text;
  return answer;
}

// What a healthy answer may go without: no part of its proof. Anything else that is refused makes it Unknown.
struct NoProof {
  std::vector<std::string_view> attributes;  // none: whichever asks
  std::vector<std::string_view> paths;
};
const std::vector<NoProof>& no_proof() {
  static const std::vector<NoProof> kAll{
      // A contact in the log is the proof, whatever else the keychain or its folders, the framework's files, a setup that
      // goes on, older logs, or the settings say. install.log is said beside it: see install_findings.h.
      {{"device-signature", "enrolment", "enrolment-failed-at", "last-contact"},
       {"/Library", "/Library/Application Support", "/Library/Application Support/JAMF", paths::kKeychain,
        paths::kBinary, paths::kJamfPreferences, paths::kSystemVersion, paths::kSetupStarted,
        paths::kSetupDone, "/dev/console", "/var/log/jamf.log.0.bz2", "/var/log/jamf.log.1.gz",
        "/var/log/install.log", "/Library/Managed Preferences/io.github.enrolkit.plist",
        "/Library/Preferences/io.github.enrolkit.plist", kAskedUuid}},
      // What works against the management explains a failure, and makes none.
      {{"enrolment-failed-at", "account-conflict"},
       {"/etc/hosts", "/var/db/com.apple.xpc.launchd/disabled.plist", "/var/db/enrolkit",
        "/var/db/enrolkit/journal.jsonl", "/var/run/utmpx"}},
      // The same of the diagnosis that a conflict is judged with. Groups say who is an administrator, and no more.
      {{"account-conflict"},
       {kAskedUuid, paths::kKeychain, "/Library/Application Support/JAMF", paths::kBinary,
        paths::kJamfPreferences, paths::kSystemVersion, paths::kSetupStarted, paths::kSetupDone,
        "/dev/console", "/var/log/jamf.log.1.gz", "/var/log/install.log",
        "/var/db/dslocal/nodes/Default/groups", "/var/db/dslocal/nodes/Default/groups/admin.plist"}},
      // Its own record, or dscl, proves that it is there; the rest of the base is then about others. An older log could
      // only name it, and the newer one does.
      {{"management-account"},
       {"/var/db/dslocal/nodes/Default/groups", "/var/db/dslocal/nodes/Default/groups/admin.plist",
        "/var/db/dslocal/nodes/Default/users", "/var/db/dslocal/nodes/Default/users/root.plist",
        "/var/db/dslocal/nodes/Default/users/student1.plist", "/var/log/jamf.log.1.gz"}},
      // Who issued the certificate stands in it; the authority's own certificate is only told beside it.
      {{"jamf-keychain"}, {"/Library/Keychains", paths::kSystemKeychain}},
      // The date is the certificate's own, whoever should have issued it.
      {{"certificate-expiry"},
       {"/Library/Managed Preferences/io.github.enrolkit.plist",
        "/Library/Preferences/io.github.enrolkit.plist"}},
      // What was repaired stands in the journal; the settings say what may be done next.
      {{"repair"},
       {"/Library/Managed Preferences/io.github.enrolkit.plist",
        "/Library/Preferences/io.github.enrolkit.plist"}},
      // No attribute more than it shows of these: see above.
      {{"summary"},
       {"/Library/Keychains", paths::kSystemKeychain, paths::kSetupStarted, paths::kSetupDone, "/dev/console",
        "/var/db/dslocal/nodes/Default/groups", "/var/db/dslocal/nodes/Default/groups/admin.plist"}},
      // Who still sets the Mac up, and what a job file of the older binary would show of tampering, is looked at for the
      // cause of an enrolment that is not done; one that is done has none.
      {{"account-conflict", "enrolment", "enrolment-failed-at", "summary"},
       {kAskedProcesses, paths::kOldDaemon}},
      // Asked where a contact is days old, which no healthy fixture's is: see Silence in core_test. Of the folders above
      // it, whether /var/log is a link; the log itself was read.
      {{}, {kAskedBoot, "/private", "/private/var"}}};
  return kAll;
}

bool adds_nothing(std::string_view attribute, std::string_view path) {
  const auto holds = [](const auto& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return std::any_of(no_proof().begin(), no_proof().end(), [&](const NoProof& it) {
    return (it.attributes.empty() || holds(it.attributes, attribute)) && holds(it.paths, path);
  });
}

class Refusal : public testing::TestWithParam<std::string> {};

TEST_P(Refusal, IsNeitherAbsenceNorHealth) {
  const FixtureHost fixture(GetParam());
  std::size_t told_apart = 0;
  for (const Attribute* attribute : attributes()) {
    const FaultHost whole(fixture, "", Fault::none, {});
    const Answer seen = answer_of(*attribute, whole);
    for (const std::string& path : whole.asked()) {
      const FaultHost lacking(fixture, path, Fault::absent, whole.ran());
      const Answer absent = answer_of(*attribute, lacking);
      for (const Fault fault : {Fault::refused, Fault::closed, Fault::torn}) {
        const FaultHost refusing(fixture, path, fault, whole.ran());
        const Answer refused = answer_of(*attribute, refusing);
        const std::string what = std::string(attribute->name) + ", " + path + ": " + refused.text;
        // Why the UUID is not known is jamf-keychain's to say.
        const bool others_to_say = path == kAskedUuid && attribute->name == "enrolment";
        if (absent.text != seen.text && !others_to_say) {
          EXPECT_NE(refused.text, absent.text) << what;
          ++told_apart;
        }
        if (!refusing.met()) continue;
        const bool may_stay = adds_nothing(attribute->name, path);
        if (seen.health == Health::healthy && !may_stay) {
          EXPECT_EQ(refused.health, Health::unknown) << what;
        }
        if (seen.health != Health::healthy && !may_stay) {
          EXPECT_NE(refused.health, Health::healthy) << what;
        }
      }
    }
  }
  EXPECT_GT(told_apart, 0U);
}

std::string test_name(const testing::TestParamInfo<std::string>& fixture) {
  std::string name = fixture.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

TEST(RefusalOfAFolder, IsNoKeychainThatIsGone) {
  const FixtureHost fixture("healthy");
  const FaultHost jamf(fixture, std::string(paths::kJamfFolder), Fault::hidden, {});
  EXPECT_NE(why_unreadable(read_keychain_file(jamf).bytes), nullptr);
  const FaultHost system(fixture, std::string(paths::kSystemKeychainFolder), Fault::hidden, {});
  EXPECT_NE(why_unreadable(read_system_keychain(system)), nullptr);
}

TEST(RefusalOfPreferences, IsNoAddressThatIsMissing) {
  const FixtureHost fixture("healthy");
  for (const Fault fault : {Fault::refused, Fault::closed, Fault::torn}) {
    const FaultHost host(fixture, std::string(paths::kJamfPreferences), fault, {});
    EXPECT_NE(why_unreadable(read_jamf_preferences(host).jss_url), nullptr);
  }
  const TempFolder folder;
  folder.write(std::string(paths::kJamfPreferences).substr(1), "bplist00");
  const auto damaged = open_host(folder.path());
  EXPECT_NE(why_unreadable(read_jamf_preferences(*std::get<0>(damaged)).jss_url), nullptr);
}

TEST(RefusalOfLeftovers, IsNoEmptyFolder) {
  const FixtureHost fixture("half-upgraded");
  const std::string folder(paths::kJamfTemporary);
  ASSERT_NE(value_of(read_framework(fixture, {}).leftovers), nullptr);
  for (const std::string& path : {folder, folder + "/com.jamfsoftware.task.policy.plist"}) {
    const FaultHost host(fixture, path, Fault::refused, {});
    EXPECT_NE(why_unreadable(read_framework(host, {}).leftovers), nullptr) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Macs, Refusal, testing::ValuesIn(fixture_names()), test_name);

}  // namespace
}  // namespace enrolkit::test
