// HCL: what must be escaped is, and each definition becomes a resource that names the others by reference.
#include "jamfpro/publish/terraform.h"

#include <gtest/gtest.h>

#include "jamfpro/publish/definition_files.h"
#include "jamfpro/publish/hcl.h"
#include "support/has.h"

namespace enrolkit::jamf {
namespace {

using test::has;

TEST(Hcl, OneLineIsQuoted) {
  EXPECT_EQ(hcl_string("a"), R"("a")");
  EXPECT_EQ(hcl_string("a \"b\" \\ c\n"), R"("a \"b\" \\ c\n")");
  EXPECT_EQ(hcl_string("${x} %{y} $x $"), R"("$${x} %%{y} $x $")");
  EXPECT_EQ(hcl_string("$${x}"), R"("$\u0024{x}")");
  EXPECT_EQ(hcl_string("a\x1b\tb\r\nc"), R"("a\u001b\tb\r\nc")");
}

TEST(Hcl, SeveralLinesAreAHeredocThatEndsWhereItShould) {
  EXPECT_EQ(hcl_string("a ${b}\n\\c \"d\"\n"), "<<EOT\na $${b}\n\\c \"d\"\nEOT");
  EXPECT_EQ(hcl_string("x\nEOT\n"), "<<EOT_\nx\nEOT\nEOT_");
  EXPECT_EQ(hcl_string("x\ny"), R"("x\ny")");  // a heredoc would add a line end
  EXPECT_EQ(hcl_string("x\r\ny\n"), R"("x\r\ny\n")");
  EXPECT_EQ(hcl_string("$${x}\ny\n"), "\"$\\u0024{x}\\ny\\n\"");
}

TEST(Terraform, AKeyThatIsNotANameIsRefusedAtAnyDepth) {
  for (const char* key : {"a = 1\n}\nresource \"x\" \"y\" {\n b", "a b", "", "1a", "${a}", "a\"",
                          "a=", "\xC3\xA9", "a\xE2\x80\xA8z", "#a", "a//", "_a"}) {
    for (const Json& body : {Json{{"name", "n"}, {key, "v"}}, Json{{"name", "n"}, {"deep", {{{key, 1}}}}}}) {
      const auto made = definitions_of({{"scripts/s.json", body.dump()}});
      const auto* refused = std::get_if<Unreadable>(&made);
      ASSERT_NE(refused, nullptr) << key;
      EXPECT_TRUE(has(refused->why, "scripts/s.json: \"") && has(refused->why, "is not the name of a field"))
          << refused->why;
    }
    Definition forged{{ObjectKind::script, "n"}, "", Json{{"name", "n"}, {key, "leaks"}}, "", {}};
    EXPECT_FALSE(has(terraform_of({forged}), "leaks")) << key;
  }
  const auto policy = definitions_of(
      {{"policies/p.xml", "<policy><general><name>n</name><caf\xC3\xA9>1</caf\xC3\xA9></general></policy>"}});
  EXPECT_TRUE(std::holds_alternative<Unreadable>(policy));
}

TEST(Terraform, EveryDefinitionIsAResource) {
  const std::string text = terraform_of(test::definitions());
  for (const char* head :
       {"resource \"jamfpro_category\" \"enrolkit\" {", "resource \"jamfpro_script\" \"enrolkit_repair\" {",
        "resource \"jamfpro_computer_extension_attribute\" \"enrolkit_summary\" {",
        "resource \"jamfpro_smart_computer_group_v2\" \"enrolkit_not_installed\" {",
        "resource \"jamfpro_package\" \"enrolkit_1_pkg\" {",
        "resource \"jamfpro_macos_configuration_profile_plist\" \"enrolkit_background_item\" {",
        "resource \"jamfpro_policy\" \"enrolkit_install\" {"}) {
    EXPECT_TRUE(has(text, head)) << head << "\n" << text;
  }
  EXPECT_TRUE(has(text, "  category_id     = jamfpro_category.enrolkit.id\n")) << text;
  EXPECT_TRUE(has(text, "    name          = jamfpro_computer_extension_attribute.enrolkit_summary.name\n"));
  EXPECT_TRUE(
      has(text, "    computer_group_ids = [jamfpro_smart_computer_group_v2.enrolkit_not_installed.id]\n"));
  EXPECT_TRUE(has(text, "        id     = jamfpro_package.enrolkit_1_pkg.id\n"));
  EXPECT_TRUE(has(text, "exec repair \"$${1}\"\n")) << text;
  EXPECT_TRUE(has(text, "  enabled         = false\n")) << text;
  EXPECT_FALSE(has(text, std::string(kMark))) << "Terraform's are not ours";
}

TEST(Terraform, ItIsWhatTheProviderKeepsWithoutDrift) {
  auto files = test::definition_files();
  files.push_back({"searches/broken.xml",
                   test::search_text(test::column("Serial Number") + test::column("enrolkit: summary"))});
  std::string policy = test::policy_text("enrolkit-1.pkg");
  policy.replace(policy.find("<recon>true</recon>"), 19, "<recon>false</recon>");
  for (DefinitionFile& file : files) {
    if (file.path == "policies/install.xml") file.bytes = policy;
  }
  const std::string text = terraform_of(std::get<std::vector<Definition>>(definitions_of(files)));
  EXPECT_FALSE(has(text, "maintenance {")) << "a block of presets only";
  EXPECT_TRUE(has(text, "<key>PayloadIdentifier</key><string>4B1E0C7E-0000-5000-8000-000000000001</string>"))
      << text;
  EXPECT_TRUE(has(text, "redeploy_on_update  = \"Newly Assigned\"\n")) << text;
  EXPECT_TRUE(has(text, "resource \"jamfpro_advanced_computer_search\" \"enrolkit_broken\" {")) << text;
  EXPECT_TRUE(has(text,
                  "  display_fields = [\"Serial Number\", "
                  "jamfpro_computer_extension_attribute.enrolkit_summary.name]\n"))
      << text;
  EXPECT_TRUE(has(text, "    search_type   = \"is\"\n    value         = \"Attention\"\n")) << text;
}

TEST(Terraform, TheSameNameTwiceIsTwoLabels) {
  auto files = test::definition_files();
  files.push_back({"scripts/b.json", R"({"name": "enrolkit repair", "scriptContents": ""})"});
  const auto definitions = definitions_of(files);
  const std::string text = terraform_of(std::get<std::vector<Definition>>(definitions));
  EXPECT_TRUE(has(text, "\"jamfpro_script\" \"enrolkit_repair_2\"")) << text;
}

}  // namespace
}  // namespace enrolkit::jamf
