// What a repair keeps.
#include "policies/store.h"

#include <gtest/gtest.h>

#include <functional>

#include "evidence/paths.h"
#include "support/macs/sim_mac.h"

namespace enrolkit::test {
namespace {

// Success is said only of a copy that is there.
TEST(BackUp, OfWhatCouldNotBeReadIsAnError) {
  const auto why = [](const std::function<void(SimMac&)>& change) {
    SimMac mac;
    change(mac);
    mac.files[std::string(paths::kBackupFolder)].kind = SimFile::Kind::folder;
    Store store(mac, &mac);
    EXPECT_TRUE(store.open(0).ok());
    const Status done = store.back_up(RepairFacts{});
    return done.ok() ? std::string("saved") : done.error().why;
  };
  EXPECT_EQ(why([](SimMac&) {}), "saved");
  EXPECT_EQ(why([](SimMac& mac) { mac.files.erase(std::string(paths::kKeychain)); }),
            "JAMF.keychain is missing");
  EXPECT_EQ(
      why([](SimMac& mac) { mac.files[std::string(paths::kJamfPreferences)].bytes = "no"; }).substr(0, 26),
      "jss_url could not be read:");
  EXPECT_EQ(why([](SimMac& mac) { mac.files.erase(std::string(paths::kJamfPreferences)); }),
            "jss_url is missing");
}

}  // namespace
}  // namespace enrolkit::test
