// `enrolkit server repair` as a process: the notice that it sends, and where the address of it is not.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/server/fleet_program.h"

namespace enrolkit::test {
namespace {

TEST(ServerRepairProgram, SendsANoticeAndTellsItsAddressToNobody) {
  FleetBench s(1, 0);
  ::setenv("ENROLKIT_NOTIFY_URL", (s.TlsBench::server.url() + "/services/geheim").c_str(), 1);
  const Ran ran = s.repair({"--stuck", "--yes"});
  ::unsetenv("ENROLKIT_NOTIFY_URL");
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(std::count(s.jamf.log.begin(), s.jamf.log.end(), "POST /services/geheim"), 1);
  EXPECT_TRUE(has(ran.err, "a notice was not taken: status 404")) << "no Slack listens here: " << ran.err;
  EXPECT_FALSE(has(ran.err + ran.out, "geheim")) << told(ran);
}

}  // namespace
}  // namespace enrolkit::test
