// `enrolkit server conflict`, as a gate and as a repair.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/command_bench.h"

namespace enrolkit::test {
namespace {

const char* const kPut = "PUT /api/v4/enrollment";

struct Conflicting : CommandBench {
  Conflicting() {
    add_prestage("1", "Office", "jamfmanage");
    add_prestage("2", "Lab", "labadmin");
    jamf.scopes = {{"C02A", "1"}, {"C02B", "2"}};
  }
  [[nodiscard]] int puts() { return jamf.calls[kPut]; }
};

TEST(ServerConflict, NoneIsHealthy) {
  CommandBench s;
  s.add_prestage("1", "Office", "localadmin");
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "[+] no PreStage")) << ran.out;
  EXPECT_EQ(ran.err, "");
}

TEST(ServerConflict, SettingsThatDoNotNameTheAccountAreNoAllClear) {
  for (const char* body :
       {"{}", "[]", R"({"httpStatus":500,"errors":[]})", R"({"managementUsername":null})",
        R"({"managementUsername":"","createManagementAccount":true})", R"({"managementUsername":"  "})"}) {
    CommandBench s;
    s.add_prestage("1", "Office", "localadmin");
    s.jamf.world.add_victim(s.clock.time);
    s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
      if (request.target.ends_with("/enrollment")) reply.body = body;
    };
    const Said ran = s.server({"conflict"});
    EXPECT_EQ(ran.status, 2) << body << told(ran);
    EXPECT_TRUE(has(ran.err, "Management Account")) << ran.err;
    EXPECT_EQ(s.server({"repair", "--stuck", "--yes", "--journal", s.folder.at("j.sqlite")}).status, 2)
        << body;
    EXPECT_TRUE(s.jamf.world.commands.empty()) << body;
  }
}

TEST(ServerConflict, WhereNoAccountIsMadeItsNameMayBeMissing) {
  CommandBench s;
  s.add_prestage("1", "Office", "localadmin");
  s.jamf.change_settings("managementUsername", "", s.clock.time);
  s.jamf.change_settings("createManagementAccount", false, s.clock.time);
  EXPECT_EQ(s.server({"conflict"}).status, 0);
}

TEST(ServerConflict, OneIsAFindingWithItsMacsAndTheWaysOut) {
  Conflicting s;
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "[-] certain: PreStage \"Office\": local administrator \"jamfmanage\" (exact)\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "1 Mac assigned: C02A")) << ran.out;
  EXPECT_TRUE(has(ran.out, "rename the Management Account")) << ran.out;
  const Said json = s.server({"conflict", "--json"});
  EXPECT_EQ(json.status, 1);
  const auto parsed = nlohmann::json::parse(json.out);
  EXPECT_EQ(parsed["strikes"], true);
  EXPECT_EQ(parsed["conflicts"][0]["serials"][0], "C02A");
}

TEST(ServerConflict, AnInvitationMayNameTheAccountToo) {
  Conflicting s;
  const auto invitation = [](int id, const char* name, std::int64_t until) {
    return jamf::Json{{"id", id},
                      {"invitation", "38665142110839862931452901029384756"},
                      {"ssh_username", name},
                      {"ssh_password", "geheim"},
                      {"create_account_if_does_not_exist", true},
                      {"expiration_date_epoch", until * 1000}};
  };
  s.jamf.invitations = {invitation(7, "LabAdmin", s.clock.time + 3600),
                        invitation(8, "labadmin", s.clock.time - 3600), invitation(9, "harmless", 0)};
  (void)s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"});
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(
      has(ran.out,
          "[-] likely: PreStage \"Lab\": local administrator \"labadmin\" (except for case or accents)\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "named by invitation 7: delete it")) << ran.out;
  EXPECT_FALSE(has(ran.out, "invitation 8")) << "it has expired";
  EXPECT_FALSE(has(ran.out, "geheim") || has(ran.out, "386651421")) << ran.out;
  EXPECT_EQ(s.jamf.calls["GET /JSSResource/computerinvitations/id/8"], 0);
  const auto json = nlohmann::json::parse(s.server({"conflict", "--json"}).out);
  EXPECT_EQ(json["invitations"], 2);
  EXPECT_EQ(json["conflicts"][0]["invitation"], "7");
  EXPECT_EQ(s.server({"conflict", "--without-invitations"}).status, 0);
}

TEST(ServerConflict, InvitationsThatCannotBeLookedIntoAreNotTakenForFine) {
  CommandBench s;
  s.add_prestage("1", "Office", "localadmin");
  s.jamf.privileges.erase("Read Computer Enrollment Invitations");
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.out, "Invitations         cannot be judged\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "[?] no PreStage")) << ran.out;
  EXPECT_TRUE(
      has(ran.err,
          "enrolkit: the invitations cannot be judged: GET /JSSResource/computerinvitations: not allowed: "
          "the API role lacks \"Read Computer Enrollment Invitations\""))
      << ran.err;
  EXPECT_EQ(nlohmann::json::parse(s.server({"conflict", "--json"}).out)["strikes"], nullptr);
  EXPECT_EQ(s.server({"conflict", "--fix", "rename", "jamfmanage"}).status, 2)
      << "nothing to change, nothing known";
  EXPECT_EQ(s.server({"conflict", "--fix", "rename", "jamfcare"}).status, 2);
  EXPECT_EQ(s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"}).status, 2);
  const Said without = s.server({"conflict", "--without-invitations"});
  EXPECT_EQ(without.status, 0) << told(without);
  EXPECT_TRUE(has(without.out, "Invitations         left out\n")) << without.out;
  EXPECT_TRUE(has(without.out, "[+] no PreStage")) << without.out;
}

TEST(ServerConflict, APreStageThatDoesNotTellItsAccountsIsUnknown) {
  CommandBench s;
  s.add_prestage("1", "Office", "localadmin");
  s.jamf.prestages.push_back({{"id", "9"}, {"displayName", "Silent"}, {"accountSettings", nullptr}});
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.out, "PreStages           2, 1 of which cannot be judged\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "[?] no other PreStage")) << ran.out;
  EXPECT_TRUE(has(ran.err, "PreStage \"Silent\" (id 9): the server does not tell its accounts")) << ran.err;
  EXPECT_EQ(nlohmann::json::parse(s.server({"conflict", "--json"}).out)["prestages_unknown"], 1);
}

TEST(ServerConflict, AFixIsOnlyShownUntilYes) {
  Conflicting s;
  const Said ran = s.server({"conflict", "--fix", "rename", "jamfcare"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "- managementUsername: \"jamfmanage\"\n+ managementUsername: \"jamfcare\"\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "Nothing was changed")) << ran.out;
  EXPECT_EQ(s.puts(), 0);
}

TEST(ServerConflict, AFixIsMadeReadBackAndNoted) {
  Conflicting s;
  const Said ran = s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "Changed, and read back.")) << ran.out;
  EXPECT_EQ(s.jamf.settings().at("managementUsername"), "jamfcare");
  ASSERT_EQ(s.jamf.notes.size(), 1U);
  EXPECT_TRUE(has(s.jamf.notes[0], "renamed from jamfmanage to jamfcare"));
  EXPECT_EQ(s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"}).status, 0);  // nothing left to do
  EXPECT_EQ(s.puts(), 1);
  EXPECT_EQ(s.server({"conflict"}).status, 0);
}

TEST(ServerConflict, NoManagementAccountPutsItToSleep) {
  Conflicting s;
  EXPECT_EQ(s.server({"conflict", "--fix", "no-management-account", "--yes"}).status, 0);
  EXPECT_EQ(s.jamf.settings().at("createManagementAccount"), false);
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "[?] dormant")) << ran.out;
}

TEST(ServerConflict, APreStageIsNeverWritten) {
  Conflicting s;
  EXPECT_EQ(s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"}).status, 0);
  EXPECT_EQ(s.puts(), 1);
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_FALSE(has(call, "prestages") && !call.starts_with("GET")) << call << " " << count;
  }
}

TEST(ServerConflict, ANameThatWouldConflictAgainIsRefused) {
  Conflicting s;
  for (const char* name : {"LabAdmin", "root", "a b", ""}) {
    const Said ran = s.server({"conflict", "--fix", "rename", name, "--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
  }
  EXPECT_EQ(s.server({"conflict", "--fix", "delete", "--yes"}).status, 2);
  EXPECT_EQ(s.puts(), 0);
}

TEST(ServerConflict, AWriteOfUnknownFateIsNotSaidToBeTaken) {
  for (const bool is_page : {true, false}) {
    Conflicting s;
    if (!is_page) s.fault(kPut, Effect::cut);
    s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
      if (request.method == jamf::Method::put || reply.body.find("managementUsername") != std::string::npos) {
        jamf::Json old = s.jamf.settings();
        old["managementUsername"] = "jamfmanage";  // whatever became of the write
        reply.body = request.method == jamf::Method::put ? "<html>Please log in</html>" : old.dump();
      }
    };
    const Said ran = s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "it is not known whether it was applied")) << told(ran);
    EXPECT_FALSE(has(ran.err, "the server took the settings")) << told(ran);
  }
}

TEST(ServerConflict, AWriteThatAnswers500IsJudgedByWhatIsReadBack) {
  for (const Effect effect : {Effect::applied_500, Effect::error_500}) {
    Conflicting s;
    s.fault(kPut, effect);
    const Said ran = s.server({"conflict", "--fix", "rename", "jamfcare", "--yes"});
    const bool applied = effect == Effect::applied_500;
    EXPECT_EQ(ran.status, applied ? 0 : 2) << told(ran);
    EXPECT_EQ(s.jamf.settings().at("managementUsername"), applied ? "jamfcare" : "jamfmanage");
    EXPECT_EQ(s.puts(), 1);
  }
}

TEST(ServerConflict, WithoutThePrivilegeItSaysWhich) {
  Conflicting s;
  s.jamf.privileges.erase("Read Computer PreStage Enrollments");
  const Said ran = s.server({"conflict"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "lacks \"Read Computer PreStage Enrollments\"")) << ran.err;
}

}  // namespace
}  // namespace enrolkit::test
