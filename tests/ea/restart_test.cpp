// A restart in the middle of an enrolment, by what macOS keeps of its starts.
#include <gtest/gtest.h>

#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

struct Restart {
  const char* fixture;
  const char* source;
  const char* where;
};

class Restarts : public testing::TestWithParam<Restart> {};

TEST_P(Restarts, AreCertainAndNameTheirLine) {
  const FixtureHost host(GetParam().fixture);
  Mac mac(host, {});
  const Diagnosis& d = mac.diagnosis();
  ASSERT_TRUE(d.root);
  const auto& reboot = d.attempts[*d.root].reboot;
  ASSERT_TRUE(reboot);
  EXPECT_TRUE(reboot->confirmed);
  ASSERT_FALSE(d.elsewhere.empty());
  EXPECT_EQ(d.elsewhere[0].source, GetParam().source);
  EXPECT_EQ(d.elsewhere[0].where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(Fixture, Restarts,
                         testing::Values(Restart{"restart-in-system-log", "/var/log/system.log", "line 2"},
                                         Restart{"published-conflict-restart", "/var/log/system.log.0.gz",
                                                 "line 1"},
                                         Restart{"restart-in-utmpx", "/var/run/utmpx", "record 1"}));

TEST(Restarts, AreLookedForOnlyWhereAnEnrolmentDied) {
  for (const char* fixture : {"healthy", "repaired", "gateway-502", "signature-lost"}) {
    const FixtureHost host(fixture);
    Mac mac(host, {});
    (void)mac.diagnosis();
    EXPECT_FALSE(host.opened().contains("/var/run/utmpx")) << fixture;
  }
}

TEST(Restarts, WhatCannotBeReadLeavesTheDiagnosisAsItIs) {
  FixtureHost host("restart-in-system-log");
  host.refuse("/var/log/system.log");
  Mac mac(host, {});
  EXPECT_EQ(mac.diagnosis().cause, Cause::interrupted);
}

}  // namespace
}  // namespace enrolkit::test
