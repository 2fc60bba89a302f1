// `enrolkit server setup` in this process: where the client's secret goes, and when a new one is made.
#include <sys/stat.h>

#include <filesystem>

#include "cli/server/setup_bench.h"

namespace enrolkit::test {
namespace {

TEST(ServerSetup, ASecondRunNeedsNoPlaceWhereNothingIsToBeKept) {
  SetupBench s;
  s.make();
  const Said kept = s.server({"setup", "--for", "stuck"});
  EXPECT_EQ(kept.status, 0) << told(kept);
  EXPECT_TRUE(s.asked.empty()) << "a new secret would have no place";
  EXPECT_FALSE(has(kept.out, "ENROLKIT_SECRET_FILE")) << kept.out;
  const Said changed = s.server({"setup", "--for", "conflict", "--yes"});
  EXPECT_EQ(changed.status, 0) << told(changed);
  const Said rotated = s.server({"setup", "--for", "conflict", "--yes", "--rotate"});
  EXPECT_EQ(rotated.status, 2) << told(rotated);
  EXPECT_TRUE(has(rotated.err, "nothing was made: --store secret-service: ")) << rotated.err;
  EXPECT_EQ(s.jamf.access.secrets_made, 1);
  s.file = s.folder.at("elsewhere");
  const Said other = s.setup({"--yes"}, "conflict");
  EXPECT_EQ(other.status, 0) << told(other);
  EXPECT_TRUE(has(other.err, s.file + ": there is no such file\nhint: --rotate")) << other.err;
  EXPECT_FALSE(has(other.out, "ENROLKIT_SECRET_FILE")) << other.out;
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

TEST(ServerSetup, APlaceOfNoUseIsSaidBeforeAnythingIsMade) {
  SetupBench s;
  const std::string there = s.folder.write("there", "x\n"), key = s.folder.write("key", "a\nb\n"),
                    open = s.folder.write("open", "x\n");
  ASSERT_EQ(::chmod(there.c_str(), 0600), 0);
  ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"--store", "file:"}, "which file?"},
      {{"--store", "somewhere"},
       "--store somewhere: there is no such place; write keychain, secret-service, or file:PATH"},
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

}  // namespace
}  // namespace enrolkit::test
