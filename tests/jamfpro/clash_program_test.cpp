// `enrolkit server clash`, as a gate and as a repair.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jamfpro/server_program.h"

namespace enrolkit::test {
namespace {

const char* const kPut = "PUT /api/v4/enrollment";

struct Clashing : ProgramBench {
  Clashing() {
    add_prestage("1", "Office", "jamfmanage");
    add_prestage("2", "Lab", "labadmin");
    jamf.scopes = {{"C02A", "1"}, {"C02B", "2"}};
  }
  [[nodiscard]] int puts() { return jamf.calls[kPut]; }
};

TEST(ServerClash, NoneIsHealthy) {
  ProgramBench s;
  s.add_prestage("1", "Office", "localadmin");
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "[+] no PreStage")) << ran.out;
  EXPECT_EQ(ran.err, "");
}

TEST(ServerClash, OneIsAFindingWithItsMacsAndTheWaysOut) {
  Clashing s;
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "[-] certain: PreStage \"Office\": local administrator \"jamfmanage\" (exact)\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "1 Mac assigned: C02A")) << ran.out;
  EXPECT_TRUE(has(ran.out, "rename the Management Account")) << ran.out;
  const Ran json = s.server({"clash", "--json"});
  EXPECT_EQ(json.status, 1);
  const auto parsed = nlohmann::json::parse(json.out);
  EXPECT_EQ(parsed["strikes"], true);
  EXPECT_EQ(parsed["clashes"][0]["serials"][0], "C02A");
}

TEST(ServerClash, AFixIsOnlyShownUntilYes) {
  Clashing s;
  const Ran ran = s.server({"clash", "--fix", "rename", "jamfcare"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "- managementUsername: \"jamfmanage\"\n+ managementUsername: \"jamfcare\"\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "Nothing was changed")) << ran.out;
  EXPECT_EQ(s.puts(), 0);
}

TEST(ServerClash, AFixIsMadeReadBackAndNoted) {
  Clashing s;
  const Ran ran = s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "Changed, and read back.")) << ran.out;
  EXPECT_EQ(s.jamf.settings().at("managementUsername"), "jamfcare");
  ASSERT_EQ(s.jamf.notes.size(), 1U);
  EXPECT_TRUE(has(s.jamf.notes[0], "renamed from jamfmanage to jamfcare"));
  EXPECT_EQ(s.server({"clash", "--fix", "rename", "jamfcare", "--yes"}).status, 0);  // nothing left to do
  EXPECT_EQ(s.puts(), 1);
  EXPECT_EQ(s.server({"clash"}).status, 0);
}

TEST(ServerClash, NoManagementAccountPutsItToSleep) {
  Clashing s;
  EXPECT_EQ(s.server({"clash", "--fix", "no-management-account", "--yes"}).status, 0);
  EXPECT_EQ(s.jamf.settings().at("createManagementAccount"), false);
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "[?] dormant")) << ran.out;
}

TEST(ServerClash, APreStageIsNeverWritten) {
  Clashing s;
  (void)s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_FALSE(has(call, "prestages") && !call.starts_with("GET")) << call << " " << count;
  }
}

TEST(ServerClash, ANameThatWouldClashAgainIsRefused) {
  Clashing s;
  for (const char* name : {"LabAdmin", "root", "a b", ""}) {
    const Ran ran = s.server({"clash", "--fix", "rename", name, "--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
  }
  EXPECT_EQ(s.server({"clash", "--fix", "delete", "--yes"}).status, 2);
  EXPECT_EQ(s.puts(), 0);
}

TEST(ServerClash, AnAppliedWriteThatAnswers500IsASuccess) {
  Clashing s;
  s.fault(kPut, Effect::applied_500);
  const Ran ran = s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(s.puts(), 1);
}

TEST(ServerClash, AFailedWriteIsTroubleAndTheClashStands) {
  Clashing s;
  s.fault(kPut, Effect::error_500);
  const Ran ran = s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(s.jamf.settings().at("managementUsername"), "jamfmanage");
  EXPECT_EQ(s.puts(), 1);
}

TEST(ServerClash, WithoutThePrivilegeItSaysWhich) {
  Clashing s;
  s.jamf.privileges.erase("Read Computer PreStage Enrollments");
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "lacks \"Read Computer PreStage Enrollments\"")) << ran.err;
}

}  // namespace
}  // namespace enrolkit::test
