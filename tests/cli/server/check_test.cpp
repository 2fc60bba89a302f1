// `enrolkit server check`: what it makes of the server's TLS.
#include "cli/server/command_bench.h"

namespace enrolkit::test {
namespace {

TEST(CheckCommand, ServerThatMacOs27RefusesIsAFinding) {
  CommandBench s;
  s.tls = jamf::TlsFacts{"TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", true, true, false, "RSA", 2048, "SHA256"};
  const Said said = s.server({"check"});
  EXPECT_EQ(said.status, 1) << told(said);
  EXPECT_TRUE(has(said.out, "macOS 27 refuses it: TLS 1.2 without Extended Master Secret")) << said.out;
}

TEST(CheckCommand, ItsAdviceIsTheLeastThatIsNeeded) {
  CommandBench s;
  s.jamf.privileges = {"Read Computers"};
  const Said all = s.server({"check"});
  EXPECT_TRUE(has(all.out, "Give the API role what the commands lack that you run, no more.")) << told(all);
  const Said one = s.server({"check", "stuck"});
  EXPECT_TRUE(has(one.out, "enrolkit server check --print-role stuck\n")) << told(one);
  const Said repair = s.server({"check", "repair"});
  for (const char* asked : {"View Local Admin Password", "Read Departments"})
    EXPECT_TRUE(has(repair.out, std::string("runs without ") + asked)) << told(repair);
}

TEST(CheckCommand, TlsThatCouldNotBeLookedAtIsNotWell) {
  CommandBench s;
  EXPECT_EQ(s.server({"check"}).status, 0);
  s.tls = Unreadable{"the connection was closed\nhint: a firewall?"};
  const Said said = s.server({"check"});
  EXPECT_EQ(said.status, 2) << told(said);
  EXPECT_TRUE(has(said.out, "\ntls      not known: the connection was closed\n")) << said.out;
}

}  // namespace
}  // namespace enrolkit::test
