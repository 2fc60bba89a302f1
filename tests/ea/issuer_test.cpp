// The issuer's certificate in System.keychain, as evidence of jamf-keychain: it never changes the answer.
#include <gtest/gtest.h>

#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

constexpr const char* kSystemKeychain = "/Library/Keychains/System.keychain";

std::string said_of(const Finding& finding) {
  for (const Evidence& e : finding.evidence) {
    if (e.source == kSystemKeychain) return e.text;
  }
  return "";
}

TEST(Issuer, IsToldBesideTheKeychainAndChangesNothing) {
  const FixtureHost there("healthy"), missing("mdm-user-approved");
  FixtureHost refused("healthy");
  refused.refuse(kSystemKeychain);
  Mac a(there, {}), b(missing, {}), c(refused, {});
  const Finding present = a.jamf_keychain(), absent = b.jamf_keychain(), unread = c.jamf_keychain();
  EXPECT_EQ(said_of(present),
            "the issuer's certificate is there (by its name), valid until 2035-03-01 00:00:00 UTC");
  EXPECT_EQ(said_of(absent), "there is no such keychain");
  EXPECT_EQ(said_of(unread).substr(0, 17), "could not be read");
  EXPECT_EQ(result_text(absent), result_text(present));
  EXPECT_EQ(result_text(unread), result_text(present));
}

TEST(Issuer, WithoutACertificateNothingIsLookedFor) {
  const FixtureHost host("published-conflict");
  Mac mac(host, {});
  EXPECT_EQ(said_of(mac.jamf_keychain()), "");
  EXPECT_FALSE(host.opened().contains(kSystemKeychain));
}

}  // namespace
}  // namespace enrolkit::test
