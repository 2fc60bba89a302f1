// The list of attributes and what is written about it elsewhere hold together.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "core/enrolment/device_signature.h"
#include "ea/attributes.h"
#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string padded(const std::string& text) { return text.empty() ? " " : " " + text + " "; }

TEST(Registry, IsWrittenInTheReadme) {
  std::ifstream file(std::string(ENROLKIT_FIXTURES) + "/../../ea/README.md");
  std::ostringstream readme;
  readme << file.rdbuf();
  for (const Attribute* a : attributes()) {
    const std::string row = "| `" + std::string(a->name) + "` | " +
                            (a->type == AttributeType::date ? "Date" : "String") + " |" +
                            padded(joined(a->codes)) + "|" + padded(joined(a->keys)) + "|\n";
    EXPECT_NE(readme.str().find(row), std::string::npos) << row;
  }
}

TEST(Registry, NamesAreUniqueAndUnknownIsInEveryClosedSet) {
  std::set<std::string_view> names;
  for (const Attribute* a : attributes()) {
    EXPECT_TRUE(names.insert(a->name).second) << a->name;
    EXPECT_EQ(find_attribute(a->name), a);
    if (a->type == AttributeType::string) {
      EXPECT_EQ(a->codes.back(), "Unknown") << a->name;
    } else {
      EXPECT_TRUE(a->codes.empty()) << a->name;
    }
  }
  EXPECT_EQ(find_attribute("no-such"), nullptr);
}

// Every fixture's answer is from the attribute's closed set, with its keys in the order of the list.
TEST(Registry, EveryAnswerKeepsItsContract) {
  for (const std::string& name : fixture_names()) {
    const FixtureHost host(name);
    Mac mac(host, {});
    for (const Attribute* a : attributes()) {
      const Finding finding = a->answer(mac);
      EXPECT_EQ(finding.id, a->name);
      if (a->type == AttributeType::string) {
        EXPECT_EQ(std::count(a->codes.begin(), a->codes.end(), finding.code), 1)
            << name << " " << finding.code;
      }
      std::ptrdiff_t last = -1;
      for (const Pair& pair : finding.pairs) {
        if (pair.key == "reason" && finding.code == "Unknown") continue;
        const auto at = std::find(a->keys.begin(), a->keys.end(), pair.key) - a->keys.begin();
        EXPECT_LT(at, static_cast<std::ptrdiff_t>(a->keys.size()))
            << name << " " << a->name << " " << pair.key;
        EXPECT_GT(at, last) << name << " " << a->name << " " << pair.key;
        last = at;
      }
    }
  }
}

// Where the log cannot be looked at, nothing is healthy and nothing is absent.
TEST(Registry, AnUnreadableLogIsNeverHealthyAndNeverAbsent) {
  for (const std::string& name : fixture_names()) {
    FixtureHost host(name);
    host.refuse("/var/log");
    Mac mac(host, {});
    for (const std::string_view attribute : {"enrolment", "enrolment-failed-at", "last-contact"}) {
      const Finding finding = find_attribute(attribute)->answer(mac);
      EXPECT_EQ(finding.health, Health::unknown) << name << " " << attribute;
      // Who still sets the Mac up says so by its own flag: in progress, whatever the log says.
      const bool by_flag = mac.setup().state == SetupState::running && attribute != "last-contact";
      if (by_flag) continue;
      EXPECT_EQ(finding.code, "Unknown") << name << " " << attribute;
      EXPECT_NE(result_text(finding).find("not permitted"), std::string::npos) << name << " " << attribute;
    }
    for (const std::string_view attribute : {"device-signature", "summary"}) {
      EXPECT_NE(find_attribute(attribute)->answer(mac).health, Health::healthy) << name << " " << attribute;
    }
  }
}

// Where the keychain cannot be looked at, it is neither sound nor missing.
TEST(Registry, AnUnreadableKeychainIsUnknown) {
  for (const std::string& name : fixture_names()) {
    FixtureHost host(name);
    host.refuse("/Library/Application Support/JAMF/JAMF.keychain");
    Mac mac(host, {});
    for (const std::string_view attribute : {"jamf-keychain", "certificate-expiry"}) {
      EXPECT_EQ(find_attribute(attribute)->answer(mac).code, "Unknown") << name << " " << attribute;
    }
  }
}

TEST(Registry, UnreadableAccountsAreUnknown) {
  for (const std::string& path : {std::string("/var/db/dslocal/nodes/Default/users"),
                                  std::string("/var/db/dslocal/nodes/Default/users/_mgmt.plist")}) {
    FixtureHost host("december");
    host.refuse(path);
    Mac mac(host, {});
    EXPECT_EQ(mac.management_account().code, "Unknown") << path;
  }
}

TEST(Registry, AnAttributeOfTheLogOpensNoAccountRecord) {
  const FixtureHost host("healthy");
  Mac mac(host, {});
  EXPECT_EQ(device_signature_finding(mac.log_evidence()).code, "Valid");
  for (const std::string& path : host.opened()) EXPECT_EQ(path.find("dslocal"), std::string::npos) << path;
}

}  // namespace
}  // namespace enrolkit::test
