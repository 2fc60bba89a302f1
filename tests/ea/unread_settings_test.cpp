// Settings that are there and could not be used: what they would have said is not known, and nothing is fine for want of it.
#include <gtest/gtest.h>

#include <string>

#include "evidence/findings.h"
#include "evidence/mac.h"
#include "evidence/paths.h"
#include "support/has.h"
#include "support/macs/sim_mac.h"

namespace enrolkit::test {
namespace {

std::string plist(const std::string& body) {
  return R"(<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>)" + body + "</dict></plist>";
}

Finding found(const std::string& settings, std::string_view id, MacOptions options = {}) {
  SimMac sim;
  sim.files[std::string(paths::kSettings[1])].bytes = settings;
  Mac mac(sim, std::move(options));
  for (Finding& finding : findings_of(mac)) {
    if (finding.id == id) return std::move(finding);
  }
  return {};
}

TEST(UnreadSettings, LeaveWhatTheyWouldDecideUnknown) {
  const std::string good = plist("<key>ManagementAccount</key><string>_mgmt</string>");
  for (const char* id : {"management-account", "account-conflict", "mdm"}) {
    EXPECT_EQ(found(good, id).health, Health::healthy) << id;
    for (const std::string& bad : {std::string("no property list"), std::string(), good.substr(0, 90)}) {
      const Finding finding = found(bad, id);
      EXPECT_EQ(finding.code, "Unknown") << id << ": " << bad;
      EXPECT_TRUE(has(result_text(finding), "io.github.enrolkit.plist")) << result_text(finding);
    }
  }
}

TEST(UnreadSettings, OfAValueThatDoesNotFitOnlyWhatItDecides) {
  const std::string name = "<key>ManagementAccount</key><string>_mgmt</string>";
  EXPECT_EQ(found(plist("<key>ManagementAccount</key><array/>"), "management-account").code, "Unknown");
  EXPECT_EQ(found(plist("<key>ManagementAccount</key><array/>"), "account-conflict").code, "Unknown");
  EXPECT_EQ(found(plist("<key>ManagementAccount</key><array/>"), "mdm").health, Health::healthy);
  const std::string administrators = plist(name + "<key>LocalAdministrators</key><string>_mgmt</string>");
  EXPECT_EQ(found(administrators, "management-account").health, Health::healthy);
  EXPECT_EQ(found(administrators, "account-conflict").code, "Unknown");
  EXPECT_EQ(found(plist(name + "<key>ServerURL</key><true/>"), "mdm").code, "Unknown");
}

// Nor does the log's name for an account stand in for one that was given and can be none.
TEST(UnreadSettings, ThatCanBeNoAccountsNameProveNothing) {
  for (const char* name : {"", " ", "_mgmt ", "a/b", "..", "$MGMT"}) {
    const std::string text = "<string>" + std::string(name) + "</string>";
    const std::string given = plist("<key>ManagementAccount</key>" + text);
    EXPECT_EQ(found(given, "management-account").code, "Unknown") << name;
    EXPECT_EQ(found(given, "account-conflict").code, "Unknown") << name;
    const std::string others = plist("<key>LocalAdministrators</key><array>" + text + "</array>");
    EXPECT_EQ(found(others, "account-conflict").code, "Unknown") << name;
    EXPECT_TRUE(has(result_text(found(others, "account-conflict")), "LocalAdministrators must be")) << name;
  }
}

// Where nothing tells who made the account, the setting would: it was given, and was not read.
TEST(UnreadSettings, OfThePreStageBlockAnEnrolmentWhateverTheLogTells) {
  SimMac sim;
  sim.files["/var/log/jamf.log"].bytes.clear();
  sim.files[std::string(paths::kSettings[1])].bytes = plist(
      "<key>ManagementAccount</key><string>_mgmt</string><key>LocalAdministrators</key><string>x</string>");
  Mac mac(sim, MacOptions{});
  const ConflictVerdict judged = mac.account_conflict();
  EXPECT_EQ(judged.state, ConflictState::unknown);
  EXPECT_TRUE(has(judged.unread, "LocalAdministrators must be")) << judged.unread;
}

TEST(UnreadSettings, DoNotMatterWhereTheNameIsGiven) {
  EXPECT_EQ(found("no property list", "management-account", {.account = "_mgmt"}).health, Health::healthy);
}

}  // namespace
}  // namespace enrolkit::test
