// `enrolkit server setup` in this process: what it makes, what it refuses, and what is left when it fails.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "cli/server/command_bench.h"

namespace enrolkit::test {
namespace {

const char* const kName = "enrolkit [enrolkit setup]";

struct SetupBench : CommandBench {
  Said setup(std::vector<std::string> more, const std::string& commands = "stuck") {
    more.insert(more.begin(), {"setup", "--for", commands, "--store", "file:" + file});
    return server(more);
  }
  // A role and a client that are there already, as setup makes them.
  void make() {
    EXPECT_EQ(setup({"--yes"}).status, 0);
    jamf.log.clear();
  }
  [[nodiscard]] std::string kept() const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] bool wrote() const {
    return std::any_of(jamf.log.begin(), jamf.log.end(), [](const std::string& one) {
      return !one.starts_with("GET ") && one.find("token") == std::string::npos;
    });
  }
  std::string file = folder.at("client.secret");
};

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
  EXPECT_FALSE(has(ran.out, "ENROLKIT_SECRET_FILE")) << "what is in it now was not looked at: " << ran.out;
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

TEST(ServerSetup, ANewSecretIsMadeWhereItIsAgreedTo) {
  SetupBench s;
  s.make();
  for (const auto& [answer, secrets] : {std::pair<const char*, int>("n", 1), {"y", 2}}) {
    s.answer = std::string(answer);
    const Said ran = s.setup({});
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_TRUE(has(s.asked.back(), "A new one ends it")) << s.asked.back();
    EXPECT_EQ(s.jamf.access.secrets_made, secrets);
  }
  EXPECT_EQ(s.setup({"--yes", "--rotate"}).status, 0);
  EXPECT_EQ(s.kept(), "made-0003-of-the-simulator\n");
}

TEST(ServerSetup, NothingIsMadeUnasked) {
  SetupBench s;
  for (const bool on_terminal : {false, true}) {
    if (on_terminal) s.answer = std::string("n");
    const Said ran = s.setup({});
    EXPECT_EQ(ran.status, 1) << told(ran);
    EXPECT_TRUE(has(ran.err, "create   role ")) << ran.err;
    EXPECT_TRUE(has(ran.err, "nothing was made\nhint: --yes, or answer on a terminal")) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_FALSE(s.wrote());
}

TEST(ServerSetup, TheSecretIsShownOnlyWhenItIsAskedFor) {
  SetupBench s;
  const Said ran = s.setup({"--yes", "--show-secret"});
  EXPECT_TRUE(has(ran.out, "ENROLKIT_CLIENT_SECRET=made-0001-of-the-simulator\n")) << told(ran);
}

TEST(ServerSetup, TheFilesPathIsWholeAndFitForAShell) {
  SetupBench s;
  s.file = std::filesystem::relative(s.folder.at("it's mine")).string();
  const Said ran = s.setup({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "\nexport ENROLKIT_SECRET_FILE='/")) << ran.out;
  EXPECT_TRUE(has(ran.out, "/it'\\''s mine'\n")) << ran.out;
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

TEST(ServerSetup, APlaceOfNoUseIsSaidBeforeAnythingIsMade) {
  SetupBench s;
  const std::string there = s.folder.write("there", "x\n"), key = s.folder.write("key", "a\nb\n"),
                    open = s.folder.write("open", "x\n");
  ASSERT_EQ(::chmod(there.c_str(), 0600), 0);
  ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"--store", "file:"}, "which file?"},
      {{"--store", "somewhere"}, "--store somewhere: this computer has none"},
      {{"--store", "keychain"}, "--store keychain: this computer has none"},
      {{}, "there is no /nonexistent/secret-tool"},
      {{"--store", "file:" + there}, "is there already; --rotate replaces it"},
      {{"--store", "file:" + key, "--rotate"}, "holds more than a secret"},
      {{"--store", "file:" + open, "--rotate"}, "others may read it"},
      {{"--store", "file:" + s.folder.at("none/secret")}, "none"},
      {{"--store", "file:" + there, "--name", ""}, "--name"},
      {{"--store", "file:" + there, "--name", "a\x1b[31m"}, "--name"}};
  for (const auto& [arguments, why] : kWrong) {
    std::vector<std::string> all{"setup", "--for", "stuck", "--yes"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Said ran = s.server(all);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, why)) << why << "\n" << told(ran);
  }
  EXPECT_EQ(s.server({"setup", "--yes"}).status, 2) << "for nothing";
  EXPECT_EQ(s.server({"setup", "--for", "everything"}).status, 2);
  EXPECT_FALSE(s.wrote());
}

TEST(ServerSetup, ASecretThatCannotBeKeptIsSaidWithTheWayOn) {
  SetupBench s;
  s.secret_store.tool = s.folder.write("tool", "#!/bin/sh\ncat >/dev/null; echo locked >&2; exit 1\n");
  ASSERT_EQ(::chmod(s.secret_store.tool.c_str(), 0700), 0);
  const Said ran = s.server({"setup", "--for", "stuck", "--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "the client's new secret is not in the Secret Service: ")) << ran.err;
  EXPECT_TRUE(has(ran.err, "enrolkit server setup --for stuck --name 'enrolkit' --rotate --store"))
      << ran.err;
  EXPECT_FALSE(has(ran.err + ran.out, "made-0001")) << told(ran);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(s.setup({"--yes", "--rotate"}).status, 0) << "the way on";
  EXPECT_EQ(s.kept(), "made-0002-of-the-simulator\n");
  EXPECT_EQ(s.jamf.access.roles.size(), 1U);
  EXPECT_EQ(s.jamf.access.clients.size(), 1U);
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
