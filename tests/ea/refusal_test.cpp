// "Could not look" is never "not there" and never "fine": every path that a Mac is asked for is once refused
// and once taken away, and every attribute must tell the two apart.
#include <gtest/gtest.h>

#include <map>
#include <string>

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
        if (absent.text != seen.text) {
          EXPECT_NE(refused.text, absent.text) << what;
          ++told_apart;
        }
        // A proven contact is enough for a device signature; the keychain only may add to it.
        const bool log_is_enough = attribute->name == "device-signature" && path.ends_with("JAMF.keychain");
        if (seen.health != Health::healthy && !log_is_enough) {
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
