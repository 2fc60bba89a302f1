// Files of Jamf's that others could write: what they hold proves nothing until a copy that is root's alone took their place.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "evidence/mac.h"
#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

// Copied, checked and exchanged: whenever the Mac dies, jamf is there and may be run.
TEST(ReplacedFiles, TheBinaryCanBeRunAtEveryMoment) {
  SimMac broken;
  breakage("binary may be written by others").make(broken);
  SimMac whole = broken;
  ASSERT_EQ(run_repair(whole).exit, Exit::ok);
  for (long at = 0; at < whole.calls; ++at) {
    SimMac mac = broken;
    mac.calls = 0;
    mac.dies_at = at;
    ASSERT_TRUE(run_repair(mac).died);
    EXPECT_EQ(mac.files.at(std::string(paths::kBinary)).mode & 0111U, 0111U) << "at call " << at;
  }
}

// Whoever may write the keychain could make one that looks sound.
TEST(ReplacedFiles, AKeychainThatOthersCouldWriteIsNotJudgedByItsLooks) {
  for (const auto& [owner, mode] :
       std::vector<std::pair<unsigned, unsigned>>{{0, 0660}, {0, 0602}, {501, 0600}}) {
    SimMac mac;
    EXPECT_EQ(Mac(mac, {}).keychain().state, KeychainState::healthy);
    auto& keychain = mac.files.at(std::string(paths::kKeychain));
    keychain.mode = mode;
    keychain.owner = owner;
    Mac written(mac, {});
    EXPECT_EQ(written.keychain().state, KeychainState::unknown);
    EXPECT_EQ(written.jamf_keychain().health, Health::unknown);
    EXPECT_TRUE(has(result_text(written.jamf_keychain()), "not used, since others than root may write it"));
    // The repair makes a new file of it that is root's alone, and looks again.
    EXPECT_EQ(run_repair(mac).exit, Exit::ok);
    EXPECT_EQ(Mac(mac, {}).keychain().state, KeychainState::healthy);
  }
}

}  // namespace
}  // namespace enrolkit::test
