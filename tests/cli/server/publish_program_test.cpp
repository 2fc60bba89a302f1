// `enrolkit server publish`: exit status, stdout, stderr; hostile folders; the export for Terraform.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/server/server_program.h"
#include "jamfpro/publish/definition_files.h"
#include "support/process/as_nobody.h"

namespace enrolkit::test {
namespace {

using jamf::ObjectKind;

// A folder as `make dist` leaves it: the package beside the definitions.
struct Publishing : ProgramBench {
  Publishing() {
    for (const jamf::DefinitionFile& file : definition_files())
      folder.write("out/jamf/" + file.path, file.bytes);
    folder.write("out/enrolkit-1.pkg", "xar!");
  }
  Ran publish(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"publish", folder.at("out/jamf")});
    return server(more);
  }
  int writes() {
    int out = 0;
    for (const std::string& line : jamf.log)
      out += line.starts_with("PUT") || (line.starts_with("POST") && !has(line, "token"));
    return out;
  }
};

TEST(ServerPublish, ShowsAPlanAndChangesNothing) {
  Publishing s;
  const Ran ran = s.publish();
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_EQ(ran.err, "");
  EXPECT_TRUE(has(ran.out, "create   policy \"enrolkit: install\"\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "7 to create, 0 to change, 0 the same, 0 refused\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "Nothing was changed")) << ran.out;
  EXPECT_EQ(s.writes(), 0);
  EXPECT_EQ(s.jamf.tokens_invalidated, 1);
}

TEST(ServerPublish, CarriesItOutOnceAndIsThenSatisfied) {
  Publishing s;
  Ran ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "Created    configuration profile \"enrolkit: background item\"\n")) << ran.out;
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::package].front().file, "xar!");
  const int writes = s.writes();
  ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "7 the same")) << ran.out;
  EXPECT_EQ(s.publish().status, 0);
  EXPECT_EQ(s.writes(), writes);
}

TEST(ServerPublish, AChangeIsShownWithWhatDiffers) {
  Publishing s;
  (void)s.publish({"--yes"});
  s.jamf.objects.of[ObjectKind::script].front().json["info"] = "Other.";
  s.jamf.objects.of[ObjectKind::attribute].front().json["scriptContents"] = "#!/bin/sh\naccount='x'\n";
  s.jamf.objects.of[ObjectKind::policy].front().xml.child("general")->child("enabled")->text = "true";
  const Ran ran = s.publish();
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "change   script \"enrolkit: repair\"\n    info: \"Other.\" -> \"Repairs.\"\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "scriptContents: 2 lines -> 3 lines, other from line 2 on\n")) << ran.out;
  EXPECT_TRUE(
      has(ran.out, "same     policy \"enrolkit: install\"\n    kept as it is there: general.enabled\n"))
      << ran.out;
  EXPECT_EQ(s.publish({"--yes"}).status, 0);
  EXPECT_EQ(s.publish().status, 0);
}

TEST(ServerPublish, WhatIsNotOursIsRefusedByName) {
  Publishing s;
  s.jamf.objects.add_json(ObjectKind::group, {{"name", "enrolkit: not installed"}, {"description", "mine"}});
  const Ran ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "Refused    smart group \"enrolkit: not installed\": it was not made by enrolkit"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "Skipped    policy \"enrolkit: install\": it needs the smart group")) << ran.out;
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::group].front().json["description"], "mine");
}

TEST(ServerPublish, WhatClassicDropsIsNotAppliedAndAFinding) {
  Publishing s;
  s.jamf.objects.drops = {"recon"};
  const Ran ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(
      has(ran.out, "NotApplied policy \"enrolkit: install\": maintenance.recon is \"false\", not \"true\"\n"))
      << ran.out;
}

TEST(ServerPublish, ARunThatEndsInPartIs3AndOneThatNeverBeganIs2) {
  Publishing s;
  s.fault("POST /api/v1/scripts", Effect::error_500);
  Ran ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "Failed     script")) << ran.out;
  s.jamf.privileges.erase("Read Policies");
  ran = s.publish({"--yes"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "Read Policies")) << ran.err;
}

TEST(ServerPublish, AsJson) {
  Publishing s;
  auto parsed = nlohmann::json::parse(s.publish({"--json"}).out);
  EXPECT_EQ(parsed["schema"], "enrolkit.server-publish/1");
  EXPECT_EQ(parsed["applied"], false);
  EXPECT_EQ(parsed["objects"][0]["act"], "create");
  parsed = nlohmann::json::parse(s.publish({"--json", "--yes"}).out);
  EXPECT_EQ(parsed["applied"], true);
  EXPECT_EQ(parsed["objects"][6]["state"], "Created");
}

// One line, and nothing asked of any server.
void expect_refused(Publishing& s, const Ran& ran, std::string_view part) {
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "") << told(ran);
  EXPECT_TRUE(has(ran.err, part)) << told(ran);
  const std::string first = ran.err.substr(0, ran.err.find('\n') + 1);
  EXPECT_TRUE(first.size() == ran.err.size() || ran.err.substr(first.size()).starts_with("hint: "))
      << told(ran);
  EXPECT_TRUE(s.jamf.log.empty()) << s.jamf.log.front();
}

TEST(ServerPublish, AFolderThatIsNoneOfOursIsOneLine) {
  Publishing s;
  expect_refused(s, s.server({"publish", s.folder.at("nowhere")}), "nowhere");
  expect_refused(s, s.server({"publish", s.folder.folder("empty")}), "no definitions in it");
  expect_refused(s, s.server({"publish", s.folder.write("file", "x")}), "file");
  s.folder.write("out/jamf/scripts/bad.json", "{\"name\": ");
  expect_refused(s, s.publish({"--yes"}), "scripts/bad.json: no JSON object");
}

TEST(ServerPublish, LinksHugeFilesAndFifosAreNotRead) {
  Publishing s;
  s.folder.write("secret.json", R"({"name": "a", "scriptContents": "b"})");
  const std::string link = s.folder.link("out/jamf/scripts/link.json", s.folder.at("secret.json"));
  expect_refused(s, s.publish({"--yes"}), "scripts/link.json");
  std::filesystem::remove(link);
  s.folder.write("out/jamf/scripts/huge.json", std::string(2U << 20U, ' '));
  expect_refused(s, s.publish({"--yes"}), "scripts/huge.json");
  std::filesystem::remove(s.folder.at("out/jamf/scripts/huge.json"));
  const std::string fifo = s.folder.fifo("out/jamf/scripts/fifo.json");
  expect_refused(s, s.publish({"--yes"}), "scripts/fifo.json");
  std::filesystem::remove(fifo);
  s.folder.write("out/jamf/policies/deep.xml", "<policy>" + std::string(100'000, '<') + "a>");
  expect_refused(s, s.publish({"--yes"}), "policies/deep.xml: no well-formed XML");
}

TEST(ServerPublish, WhatMayNotBeReadIsSaid) {
  const Publishing s;
  const std::string file = s.folder.at("out/jamf/scripts/repair.json");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  // A copy that a user without rights can run: the build may lie in root's home.
  const std::string program = s.folder.at("enrolkit");
  std::filesystem::copy(program_under_test(), program);
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run_program(program, {"server", "publish", s.folder.at("out/jamf")});
    return ran.status == 2 && ran.out.empty() && has(ran.err, "scripts/repair.json");
  }));
}

TEST(ServerPublish, ThePackageMustBeThere) {
  Publishing s;
  std::filesystem::rename(s.folder.at("out/enrolkit-1.pkg"), s.folder.at("moved.pkg"));
  expect_refused(s, s.publish({"--yes"}), "enrolkit-1.pkg");
  EXPECT_EQ(s.publish({"--package", s.folder.at("moved.pkg"), "--yes"}).status, 0);
}

TEST(ServerPublish, TheExportNeedsNoServerAndNoPackage) {
  const Publishing s;
  const std::string to = s.folder.folder("tf");
  const auto exported = [&] {
    return enrolkit({"server", "publish", s.folder.at("out/jamf"), "--export", "terraform", to});
  };
  const Ran ran = exported();
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.out, to + "/enrolkit.tf\n");
  EXPECT_EQ(ran.err, "");
  std::ifstream file(to + "/enrolkit.tf");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(has(text, "resource \"jamfpro_policy\" \"enrolkit_install\" {\n")) << text;
  // FOLDER behind the export, and a DIR that is not there yet.
  const std::string made = s.folder.at("new/tf");
  const Ran behind = enrolkit({"server", "publish", "--export", "terraform", made, s.folder.at("out/jamf")});
  EXPECT_EQ(behind.status, 0) << told(behind);
  EXPECT_EQ(behind.out, made + "/enrolkit.tf\n");
  const Ran forced =
      enrolkit({"server", "publish", "--force", "--export", "terraform", made, s.folder.at("out/jamf")});
  EXPECT_EQ(forced.status, 0) << told(forced);
  const Ran again = exported();
  EXPECT_EQ(again.status, 2) << told(again);
  EXPECT_TRUE(has(again.err, "enrolkit.tf")) << again.err;
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--export", "pulumi", to},
                                                {"--export", "terraform", to, "--yes"},
                                                {"--export", "terraform"}}) {
    std::vector<std::string> arguments{"server", "publish", s.folder.at("out/jamf")};
    arguments.insert(arguments.end(), wrong.begin(), wrong.end());
    const Ran refused = enrolkit(arguments);
    EXPECT_EQ(refused.status, 2) << told(refused);
    EXPECT_EQ(refused.out, "");
  }
}

}  // namespace
}  // namespace enrolkit::test
