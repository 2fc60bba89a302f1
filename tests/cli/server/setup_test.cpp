// `enrolkit server setup` in this process: what it makes, what it refuses, and what is left when it fails.
#include <sys/stat.h>

#include <functional>

#include "cli/server/setup_bench.h"

namespace enrolkit::test {
namespace {

TEST(ServerSetup, MakesARoleAClientAndItsSecret) {
  SetupBench s;
  const Said ran = s.setup({"--yes"}, "check,stuck");
  EXPECT_EQ(ran.status, 0) << told(ran);
  ASSERT_EQ(s.jamf.access.roles.size(), 1U);
  EXPECT_EQ(s.jamf.access.roles[0].name, kName);
  EXPECT_TRUE(s.jamf.access.roles[0].privileges.contains("Read Computers"));
  EXPECT_FALSE(s.jamf.access.roles[0].privileges.contains("Create API Roles"));
  for (const std::string& one : s.jamf.access.roles[0].privileges) {
    EXPECT_TRUE(one.starts_with("Read ") || one.starts_with("View ")) << one;
    EXPECT_TRUE(has(ran.err, "         + " + one + "\n")) << ran.err;
  }
  ASSERT_EQ(s.jamf.access.clients.size(), 1U);
  EXPECT_EQ(s.jamf.access.clients[0].roles, std::vector<std::string>{kName});
  EXPECT_EQ(s.kept(), "made-0001-of-the-simulator\n");
  EXPECT_EQ(ran.out, "export ENROLKIT_URL=https://acme.jamfcloud.com\nexport ENROLKIT_CLIENT_ID=" +
                         s.jamf.access.clients[0].id + "\nexport ENROLKIT_SECRET_FILE=" + s.file + "\n");
  EXPECT_FALSE(has(ran.err + ran.out, "made-0001")) << "the secret is on no screen";
  struct stat st {};
  ASSERT_EQ(::stat(s.file.c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600U);
}

TEST(ServerSetup, ASecondRunHasNothingToDo) {
  SetupBench s;
  s.make();
  const Said ran = s.setup({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.err, "the client keeps its secret; --rotate makes a new one")) << ran.err;
  EXPECT_TRUE(has(ran.out, "ENROLKIT_CLIENT_ID=5f0e")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\nexport ENROLKIT_SECRET_FILE=" + s.file + "\n"))
      << "the server took it: " << ran.out;
  EXPECT_TRUE(has(ran.err, ", then: enrolkit server check stuck\n")) << ran.err;
  EXPECT_FALSE(s.wrote());
  EXPECT_EQ(s.kept(), "made-0001-of-the-simulator\n");
}

TEST(ServerSetup, OtherCommandsChangeTheRoleAndLeaveTheSecret) {
  SetupBench s;
  s.make();
  const Said ran = s.setup({"--yes"}, "conflict");
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.err, "change   role ")) << ran.err;
  EXPECT_TRUE(has(ran.err, "         + Read User-Initiated Enrollment\n")) << ran.err;
  EXPECT_TRUE(has(ran.err, "         - Read Computers\n")) << ran.err;
  EXPECT_FALSE(s.jamf.access.roles[0].privileges.contains("Read Computers"));
  EXPECT_EQ(s.jamf.access.secrets_made, 1);
}

TEST(ServerSetup, NothingIsMadeUnasked) {
  SetupBench s;
  for (const bool on_terminal : {false, true}) {
    if (on_terminal) s.answer = std::string("n");
    const Said ran = s.setup({});
    EXPECT_EQ(ran.status, 2) << "as a repair that nobody agreed to: " << told(ran);
    EXPECT_TRUE(has(ran.err, "create   role ")) << ran.err;
    EXPECT_TRUE(ran.err.ends_with(on_terminal ? "enrolkit: nothing was made\n"
                                              : "nothing was made\nhint: --yes, or answer on a terminal\n"))
        << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_FALSE(s.wrote());
}

TEST(ServerSetup, WhatIsNotOursIsRefused) {
  using Change = std::function<void(SimAccess&)>;
  const std::pair<Change, const char*> kOthers[] = {
      {[](SimAccess& a) { a.roles[0].name = "Enrolkit [enrolkit setup]"; }, "which is the same name to it"},
      {[](SimAccess& a) { a.clients[0].name = "Enrolkit [enrolkit setup]"; },
       "has the same name to the server"},
      {[](SimAccess& a) { a.clients[0].roles = {"Other"}; }, "does not have our role alone"},
      {[](SimAccess& a) { a.clients[0].roles.push_back("Other"); }, "does not have our role alone"},
      {[](SimAccess& a) { a.clients[0].enabled = false; }, "is not enabled"},
      {[](SimAccess& a) { a.clients[0].kind = "NATIVE_APP_OAUTH"; }, "is of the kind NATIVE_APP_OAUTH"},
      {[](SimAccess& a) {
         a.clients.push_back({2, "other", "Dashboard", "CLIENT_CREDENTIALS", "x", {kName}});
       },
       "\"Dashboard\" has our role, too"},
      {[](SimAccess& a) { a.known.erase("Read Computers"); },
       "this server has no privilege \"Read Computers\""}};
  for (const auto& [change, why] : kOthers) {
    SetupBench s;
    s.make();
    change(s.jamf.access);
    const Said ran = s.setup({"--yes", "--rotate"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, std::string("nothing was made: "))) << ran.err;
    EXPECT_TRUE(has(ran.err, why)) << ran.err;
    EXPECT_FALSE(s.wrote()) << why;
    EXPECT_EQ(s.kept(), "made-0001-of-the-simulator\n");
  }
}

TEST(ServerSetup, APrivilegeThatIsOnlyUsefulIsDoneWithout) {
  SetupBench s;
  s.jamf.access.known.erase("Read Departments");
  const Said ran = s.setup({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.err, "without Read Departments: this server has no such privilege")) << ran.err;
}

TEST(ServerSetup, LackingRightsAreNamed) {
  for (const char* lacking :
       {"Read API Roles", "Read API Integrations", "Create API Roles", "Create API Integrations"}) {
    SetupBench s;
    s.jamf.privileges.erase(lacking);
    const Said ran = s.setup({"--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, lacking)) << told(ran);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(s.kept(), "");
  }
}

TEST(ServerSetup, AWriteOfUnknownFateIsReadBack) {
  for (const Effect effect : {Effect::applied_500, Effect::applied_cut, Effect::applied_timed_out}) {
    SetupBench s;
    s.fault("POST /api/v1/api-roles", effect);
    s.jamf.faults.push_back({"POST /api/v1/api-integrations", effect, 1, 1, 1});
    const Said ran = s.setup({"--yes"});
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(s.jamf.access.roles.size(), 1U);
    EXPECT_EQ(s.jamf.access.clients.size(), 1U);
  }
  SetupBench s;
  s.fault("POST /api/v1/api-integrations/1/client-credentials", Effect::applied_cut);
  const Said ran = s.setup({"--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "may have made a secret that nobody has")) << ran.err;
  EXPECT_EQ(s.setup({"--yes", "--rotate"}).status, 0);
}

TEST(ServerSetup, WhatTheServerDidNotTakeIsNotApplied) {
  SetupBench s;
  s.jamf.access.drops_privileges = true;
  const Said ran = s.setup({"--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "not applied: the role ")) << ran.err;
  EXPECT_TRUE(s.jamf.access.clients.empty()) << "no client gets a role that is not what it was to be";
}

TEST(ServerSetup, WhatIsNotToldOfARoleOrAClientIsNotTakenForGranted) {
  const std::pair<const char*, const char*> kFields[] = {{"api-roles?", "id"},
                                                         {"api-roles?", "displayName"},
                                                         {"api-integrations?", "id"},
                                                         {"api-integrations?", "displayName"},
                                                         {"api-integrations?", "authorizationScopes"},
                                                         {"api-integrations?", "clientId"},
                                                         {"api-integrations?", "enabled"},
                                                         {"api-integrations?", "appType"}};
  for (const auto& [path, field] : kFields) {
    SetupBench s;
    s.make();
    s.http.rewrite = [&, path = path, field = field](const jamf::Request& request, jamf::Reply& reply) {
      if (!has(request.target, path)) return;
      jamf::Json page = jamf::Json::parse(reply.body);
      page["results"][0][field] = nullptr;
      reply.body = page.dump();
    };
    const Said ran = s.setup({"--yes", "--rotate"}, "conflict");
    EXPECT_EQ(ran.status, 2) << field << "\n" << told(ran);
    EXPECT_FALSE(s.wrote()) << path << field;
    EXPECT_EQ(ran.out, "");
  }
}

TEST(ServerSetup, AServerThatAnswersNonsenseGetsNothingKept) {
  for (const char* answer :
       {R"({"clientId":"a b","clientSecret":"x"})", R"({"clientId":"a","clientSecret":"x\ny"})",
        R"({"clientId":"a"})", R"({"clientSecret":"x"})", "[]", "no JSON"}) {
    SetupBench s;
    s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
      if (request.target.ends_with("/client-credentials")) reply.body = answer;
    };
    const Said ran = s.setup({"--yes"});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(s.kept(), "") << answer;
    EXPECT_EQ(ran.out, "");
  }
}

}  // namespace
}  // namespace enrolkit::test
