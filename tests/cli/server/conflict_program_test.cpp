// `enrolkit server clash`, as a gate and as a repair.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/server_program.h"

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

TEST(ServerClash, AnInvitationMayNameTheAccountToo) {
  Clashing s;
  const auto invitation = [](int id, const char* name, std::int64_t until) {
    return jamf::Json{{"id", id},
                      {"invitation", "38665142110839862931452901029384756"},
                      {"ssh_username", name},
                      {"ssh_password", "geheim"},
                      {"create_account_if_does_not_exist", true},
                      {"expiration_date_epoch", until * 1000}};
  };
  s.jamf.invitations = {invitation(7, "LabAdmin", real_now() + 3600),
                        invitation(8, "labadmin", real_now() - 3600), invitation(9, "harmless", 0)};
  (void)s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(
      ran.out, "[-] likely: PreStage \"Lab\": local administrator \"labadmin\" (but for case or accents)\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "named by invitation 7: delete it")) << ran.out;
  EXPECT_FALSE(has(ran.out, "invitation 8")) << "it has expired";
  EXPECT_FALSE(has(ran.out, "geheim") || has(ran.out, "386651421")) << ran.out;
  EXPECT_EQ(s.jamf.calls["GET /JSSResource/computerinvitations/id/8"], 0);
  const auto json = nlohmann::json::parse(s.server({"clash", "--json"}).out);
  EXPECT_EQ(json["invitations"], 2);
  EXPECT_EQ(json["clashes"][0]["invitation"], "7");
  EXPECT_EQ(s.server({"clash", "--without-invitations"}).status, 0);
}

TEST(ServerClash, InvitationsThatCannotBeLookedIntoAreNotTakenForFine) {
  ProgramBench s;
  s.add_prestage("1", "Office", "localadmin");
  s.jamf.privileges.erase("Read Computer Enrollment Invitations");
  const Ran ran = s.server({"clash"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.out, "Invitations         not looked into\n")) << ran.out;
  EXPECT_TRUE(
      has(ran.err,
          "enrolkit: could not look into invitations: GET /JSSResource/computerinvitations: not allowed: "
          "the API role lacks \"Read Computer Enrollment Invitations\""))
      << ran.err;
  EXPECT_EQ(s.server({"clash", "--without-invitations"}).status, 0);
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

TEST(ServerClash, AWriteThatAnswers500IsJudgedByWhatIsReadBack) {
  for (const Effect effect : {Effect::applied_500, Effect::error_500}) {
    Clashing s;
    s.fault(kPut, effect);
    const Ran ran = s.server({"clash", "--fix", "rename", "jamfcare", "--yes"});
    const bool applied = effect == Effect::applied_500;
    EXPECT_EQ(ran.status, applied ? 0 : 2) << told(ran);
    EXPECT_EQ(s.jamf.settings().at("managementUsername"), applied ? "jamfcare" : "jamfmanage");
    EXPECT_EQ(s.puts(), 1);
  }
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
