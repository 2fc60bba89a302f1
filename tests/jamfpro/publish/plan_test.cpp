// From files to objects, and from objects and a server's state to a plan: all of it data.
#include "jamfpro/publish/plan.h"

#include <gtest/gtest.h>

#include "jamfpro/publish/definition_files.h"
#include "jamfpro/publish/references.h"

namespace enrolkit::jamf {
namespace {

using Act = PlannedObject::Act;
using test::definition_files;
using test::definitions;

Definition defined(ObjectKind kind, const std::string& package = "enrolkit-1.pkg") {
  for (const Definition& one : definitions(package)) {
    if (one.object.kind == kind) return one;
  }
  return {};
}

std::string fault_of(const std::string& path, const std::string& bytes) {
  auto files = definition_files();
  std::erase_if(files, [&](const DefinitionFile& one) { return one.path == path; });
  files.push_back({path, bytes});
  const auto made = definitions_of(files);
  const auto* fault = std::get_if<Unreadable>(&made);
  return fault == nullptr ? "" : fault->why;
}

OnServer has(const Definition& definition, Content content) {
  return {{{"7", definition.object.name}}, std::move(content), {}};
}

const ObjectIds kIds{{{ObjectKind::category, "enrolkit"}, "3"},
                     {{ObjectKind::script, "enrolkit: repair"}, "4"},
                     {{ObjectKind::group, "enrolkit: not installed"}, "5"},
                     {{ObjectKind::package, "enrolkit-1.pkg"}, "6"}};

TEST(Definitions, ComeInTheOrderOfTheirNeedsAndBearTheMark) {
  std::vector<ObjectKind> kinds;
  for (const Definition& one : definitions()) {
    kinds.push_back(one.object.kind);
    const bool has_room = one.object.kind != ObjectKind::category && one.object.kind != ObjectKind::policy;
    EXPECT_EQ(bears_mark(one.object.kind, one.content), has_room) << one.file;
  }
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end()));
  EXPECT_EQ(kinds.size(), 7U);
  EXPECT_EQ(defined(ObjectKind::policy).needs.size(), 4U);
  EXPECT_EQ(defined(ObjectKind::group).needs,
            (std::vector<ObjectName>{{ObjectKind::attribute, "enrolkit: summary"}}));
}

TEST(Definitions, TheFirstFaultIsNamedWithItsFile) {
  EXPECT_EQ(fault_of("scripts/a.json", "{"), "scripts/a.json: no JSON object");
  EXPECT_EQ(fault_of("scripts/a.json", "[]"), "scripts/a.json: no JSON object");
  EXPECT_EQ(fault_of("scripts/a.json", "{}"), "scripts/a.json: no \"name\"");
  EXPECT_EQ(fault_of("scripts/a.json", R"({"name": ""})"),
            "scripts/a.json: no name, or none that can be used");
  EXPECT_EQ(fault_of("scripts/a.json", "{\"name\": \"a\\u001b\"}"),
            "scripts/a.json: no name, or none that can be used");
  EXPECT_EQ(fault_of("scripts/a.json", R"({"name": "enrolkit: repair"})"),
            "scripts/a.json: script \"enrolkit: repair\" is defined twice");
  EXPECT_EQ(fault_of("policies/a.xml", "<policy>"), "policies/a.xml: no well-formed XML at line 1");
  EXPECT_EQ(fault_of("policies/a.xml", "<group/>"), "policies/a.xml: no <policy>");
  EXPECT_EQ(fault_of("searches/a.xml", "<policy/>"), "searches/a.xml: no <advanced_computer_search>");
  EXPECT_EQ(fault_of("watchdog/a.mobileconfig", "<plist version=\"1.0\"><dict/></plist>"),
            "watchdog/a.mobileconfig: no configuration profile");
  EXPECT_EQ(fault_of("policies/install.xml", test::policy_text("other.pkg")),
            "policies/install.xml names the package \"other.pkg\", which no file here defines");
  EXPECT_EQ(fault_of("README.md", "whatever"), "");
}

TEST(Plan, WhatIsNotThereIsMade) {
  const PlannedObject planned = plan_of(defined(ObjectKind::script), {}, {}, nullptr);
  EXPECT_EQ(planned.act, Act::create);
  const Json body = Json::parse(body_to_create(planned.definition, kIds));
  EXPECT_EQ(body["categoryId"], "3");
  EXPECT_EQ(body["notes"], "[enrolkit publish]");
}

TEST(Plan, NullsLineEndsAndFieldsOfTheServersOwnAreNoDifference) {
  const Definition script = defined(ObjectKind::script);
  Json there = std::get<Json>(with_ids(script, kIds));
  there["osRequirements"] = nullptr;
  there["scriptContents"] = "#!/bin/sh\r\nexec repair \"${1}\"";
  there["categoryName"] = "enrolkit";
  there["somethingNewer"] = true;
  EXPECT_EQ(plan_of(script, has(script, there), kIds, nullptr).act, Act::same);
}

TEST(Plan, ADifferenceIsShownAndTheRestIsKept) {
  const Definition script = defined(ObjectKind::script);
  Json there = std::get<Json>(with_ids(script, kIds));
  there["id"] = "7";
  there["scriptContents"] = "echo old";
  there["somethingNewer"] = true;
  const PlannedObject planned = plan_of(script, has(script, there), kIds, nullptr);
  ASSERT_EQ(planned.act, Act::change);
  ASSERT_EQ(planned.differences.size(), 1U);
  EXPECT_EQ(planned.differences[0].field, "scriptContents");
  const Json body = Json::parse(body_to_change(planned, kIds));
  EXPECT_EQ(body["somethingNewer"], true);
  EXPECT_FALSE(body.contains("id"));
  EXPECT_EQ(body["scriptContents"], std::get<Json>(script.content)["scriptContents"]);
}

TEST(Plan, WhatIsTheAdministratorsIsNeverWritten) {
  const Definition attribute = defined(ObjectKind::attribute);
  Json there = std::get<Json>(attribute.content);
  there["enabled"] = false;
  PlannedObject planned = plan_of(attribute, has(attribute, there), kIds, nullptr);
  EXPECT_EQ(planned.act, Act::same);
  EXPECT_EQ(planned.kept, std::vector<std::string>{"enabled"});
  there["scriptContents"] = "old";
  planned = plan_of(attribute, has(attribute, there), kIds, nullptr);
  EXPECT_EQ(Json::parse(body_to_change(planned, kIds))["enabled"], false);
}

TEST(Plan, AnExtraCriterionIsADifference) {
  const Definition group = defined(ObjectKind::group);
  Json there = std::get<Json>(group.content);
  there["criteria"].push_back({{"name", "Model"}, {"andOr", "or"}});
  EXPECT_EQ(plan_of(group, has(group, there), kIds, nullptr).act, Act::change);
}

TEST(Plan, WithoutTheMarkItIsNotOurs) {
  for (const ObjectKind kind :
       {ObjectKind::script, ObjectKind::attribute, ObjectKind::group, ObjectKind::package}) {
    const Definition definition = defined(kind);
    Json there = std::get<Json>(definition.content);
    there[std::string(facts_of(kind).marker_field)] = "made by hand";
    const PlannedObject planned = plan_of(definition, has(definition, there), kIds, nullptr);
    EXPECT_EQ(planned.act, Act::refused) << definition.file;
    EXPECT_TRUE(planned.why.starts_with("it was not made by enrolkit")) << planned.why;
  }
}

TEST(Plan, NamesThatTheServerTakesForTheSameAreRefused) {
  const Definition script = defined(ObjectKind::script);
  PlannedObject planned = plan_of(script, {{{"7", "Enrolkit: Repair"}}, std::nullopt, {}}, kIds, nullptr);
  EXPECT_EQ(planned.act, Act::refused);
  EXPECT_TRUE(planned.why.find("\"Enrolkit: Repair\"") != std::string::npos) << planned.why;
  planned = plan_of(script, {{{"7", "enrolkit: repair"}, {"8", "enrolkit: repair"}}, std::nullopt, {}}, kIds,
                    nullptr);
  EXPECT_EQ(planned.why, "the server has 2 of that name");
}

TEST(Plan, ACategoryIsUsedWhoeverMadeIt) {
  const Definition category = defined(ObjectKind::category);
  EXPECT_EQ(plan_of(category, has(category, Json{{"name", "enrolkit"}, {"priority", 1}}), {}, nullptr).act,
            Act::same);
}

TEST(Plan, APolicyIsOursByWhatItRunsAndWhereItStands) {
  const Definition policy = defined(ObjectKind::policy);
  auto there = std::get<XmlNode>(with_ids(policy, kIds));
  EXPECT_EQ(plan_of(policy, has(policy, there), kIds, nullptr).act, Act::same);
  OnServer foreign = has(policy, there);
  foreign.foreign = {"script \"mine\""};
  EXPECT_EQ(plan_of(policy, foreign, kIds, nullptr).why,
            "it was not made by enrolkit, or is not any more: it runs script \"mine\"");
  auto elsewhere = there;
  elsewhere.child("general")->child("category")->child("name")->text = "Other";
  EXPECT_EQ(plan_of(policy, has(policy, elsewhere), kIds, nullptr).act, Act::refused);
  std::erase_if(there.children, [](const XmlNode& one) {
    return one.name == "scripts" || one.name == "package_configuration";
  });
  EXPECT_EQ(plan_of(policy, has(policy, there), kIds, nullptr).act, Act::refused);
}

TEST(Plan, AChangedPolicyKeepsItsSwitchItsScopeAndItsParameters) {
  const Definition policy = defined(ObjectKind::policy);
  auto there = std::get<XmlNode>(with_ids(policy, kIds));
  there.child("general")->child("enabled")->text = "true";
  there.child("general")->child("frequency")->text = "Once per computer";
  there.child("general")->children.push_back({"retry_attempts", "3", {}});
  there.child("scripts")->child("script")->children.push_back({"parameter4", "--dry-run", {}});
  there.child("scope")->child("computer_groups")->children.clear();
  const PlannedObject planned = plan_of(policy, has(policy, there), kIds, nullptr);
  ASSERT_EQ(planned.act, Act::change);
  ASSERT_EQ(planned.differences.size(), 1U);
  EXPECT_EQ(planned.differences[0].field, "general.frequency");
  const auto sent = std::get<XmlNode>(parse_xml(body_to_change(planned, kIds)));
  EXPECT_EQ(sent.text_at({"general", "enabled"}), "true");
  EXPECT_EQ(sent.text_at({"general", "frequency"}), "Ongoing");
  EXPECT_EQ(sent.text_at({"general", "retry_attempts"}), "3");
  EXPECT_EQ(sent.text_at({"scripts", "script", "parameter4"}), "--dry-run");
  EXPECT_EQ(sent.child("scope"), nullptr);
}

TEST(Plan, ANewVersionsPackageTakesTheOldOnesPlace) {
  const Definition policy = defined(ObjectKind::policy, "enrolkit-2.pkg");
  const auto there = std::get<XmlNode>(with_ids(defined(ObjectKind::policy), kIds));
  const PlannedObject planned = plan_of(policy, has(policy, there), kIds, nullptr);
  ASSERT_EQ(planned.act, Act::change);
  const auto sent = std::get<XmlNode>(parse_xml(body_to_change(planned, kIds)));
  const auto parts = parts_of_policy(sent);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].object.name, "enrolkit-2.pkg");
}

TEST(Plan, AProfileKeepsTheIdentityThatTheServerGaveIt) {
  const Definition profile = defined(ObjectKind::profile);
  auto there = std::get<XmlNode>(with_ids(profile, kIds));
  std::string& text = there.child("general")->child("payloads")->text;
  text.replace(text.find("4B1E0C7E-0000-5000-8000-000000000001"), 36, "SERVER");
  EXPECT_EQ(plan_of(profile, has(profile, there), kIds, nullptr).act, Act::same);
  text.replace(text.find("<string>io.github.enrolkit</string>"), 35, "<string>other</string>");
  const PlannedObject planned = plan_of(profile, has(profile, there), kIds, nullptr);
  ASSERT_EQ(planned.act, Act::change);
  EXPECT_EQ(planned.differences[0].field, "payloads[0].Rules[0].RuleValue");
  const std::string sent =
      std::get<XmlNode>(parse_xml(body_to_change(planned, kIds))).text_at({"general", "payloads"});
  EXPECT_NE(sent.find("<string>SERVER</string>"), std::string::npos) << sent;
  EXPECT_NE(sent.find("<string>io.github.enrolkit</string>"), std::string::npos) << sent;
}

TEST(Plan, APackagesFileIsComparedByTheSumsThatAreThereAndBySize) {
  using State = FileCheck::State;
  const PackageFile file = package_file("enrolkit-1.pkg", "bytes");
  EXPECT_EQ(file.md5, "4b3a6218bb3e3a7303e8a171a60fcf92");
  EXPECT_EQ(file.sha256, "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9");
  const auto check = [&](const Json& record) { return check_file(Content(record), file).state; };
  EXPECT_EQ(check({}), State::other);
  EXPECT_EQ(check({{"md5", nullptr}, {"size", "0"}}), State::other);
  EXPECT_EQ(check({{"md5", "4B3A6218BB3E3A7303E8A171A60FCF92"}}), State::same);
  EXPECT_EQ(check({{"md5", "4B3A6218BB3E3A7303E8A171A60FCF92"}, {"size", "6"}}), State::other);
  EXPECT_EQ(check({{"md5", "00"}}), State::other);
  EXPECT_EQ(check({{"hashType", "MD5"}, {"hashValue", file.md5}}), State::same);
  EXPECT_EQ(check({{"sha256", file.sha256}, {"md5", "00"}}), State::same);
  EXPECT_EQ(check({{"hashType", "SHA3_512"}, {"hashValue", file.sha3_512}, {"size", "5"}}), State::same);
  EXPECT_EQ(check({{"hashType", "SHA3_512"}, {"hashValue", "abc"}}), State::other);
  EXPECT_EQ(check({{"sha3512", file.sha3_512}, {"sha256", "00"}}), State::other) << "every sum has to hold";
  EXPECT_EQ(check({{"hashType", "SHA_999"}, {"hashValue", "abc"}, {"size", "5"}}), State::unverified);
  EXPECT_EQ(check({{"size", "4"}}), State::other);
  EXPECT_EQ(check({{"size", "5"}}), State::unverified);
}

TEST(Plan, TheSumsOfAFileThatIsReplacedAreNotSentBack) {
  const Definition package = defined(ObjectKind::package);
  const PackageFile file = package_file("enrolkit-1.pkg", "bytes");
  Json there = std::get<Json>(with_ids(package, kIds));
  there["sha3512"] = there["hashValue"] = "00";
  there["hashType"] = "SHA3_512";
  there["info"] = "by hand";
  const PlannedObject planned = plan_of(package, has(package, there), kIds, &file);
  ASSERT_TRUE(planned.upload);
  const Json body = Json::parse(body_to_change(planned, kIds));
  EXPECT_EQ(body["info"], "by hand");
  for (const char* sum : {"sha3512", "hashType", "hashValue", "size"})
    EXPECT_FALSE(body.contains(sum)) << sum;
}

TEST(Definitions, WhatOnlyReportsIsASearchOrAGroup) {
  auto files = definition_files();
  files.push_back({"searches/broken.xml", test::search_text(test::column("enrolkit: summary"))});
  files.push_back(
      {"report-groups/broken.json", R"({"name": "enrolkit: broken", "description": "", "criteria": []})"});
  files.push_back({"settings/enrolkit-settings.mobileconfig", "not looked at: the form gives the settings"});
  const auto kinds_of = [&](Reports reports, ObjectKind kind) {
    const auto made = std::get<std::vector<Definition>>(definitions_of(files, reports));
    EXPECT_EQ(made.size(), 8U);
    return std::count_if(made.begin(), made.end(),
                         [&](const Definition& one) { return one.object.kind == kind; });
  };
  EXPECT_EQ(kinds_of(Reports::as_searches, ObjectKind::search), 1);
  EXPECT_EQ(kinds_of(Reports::as_searches, ObjectKind::group), 1);
  EXPECT_EQ(kinds_of(Reports::as_groups, ObjectKind::search), 0);
  EXPECT_EQ(kinds_of(Reports::as_groups, ObjectKind::group), 2);
}

}  // namespace
}  // namespace enrolkit::jamf
