// Another Mac's identity, beside what looks like it.
#include <gtest/gtest.h>

#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

std::string supports_of(const std::string& fixture, Cause cause) {
  const FixtureHost host(fixture);
  Mac mac(host, {});
  EXPECT_EQ(mac.diagnosis().cause, cause) << fixture;
  std::string all;
  for (const std::string& support : mac.diagnosis().supports) all += support + "\n";
  return all;
}

TEST(Migration, IsNamedWhereMacOsKeptItsRecord) {
  EXPECT_NE(supports_of("migrated-with-record", Cause::foreign_identity).find("from \"Library Cart 03\""),
            std::string::npos);
}

TEST(Migration, IsNotNamedWithoutItsRecordNorOfAPlainLostSignature) {
  EXPECT_EQ(supports_of("migrated", Cause::foreign_identity).find("Migration Assistant"), std::string::npos);
  EXPECT_EQ(supports_of("signature-lost", Cause::signature_lost).find("Migration Assistant"),
            std::string::npos);
}

}  // namespace
}  // namespace enrolkit::test
