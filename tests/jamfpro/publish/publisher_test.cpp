// A publication before a simulated server: what is made, what is left alone, and how it ends when it goes
// wrong.
#include "jamfpro/publish/publisher.h"

#include <gtest/gtest.h>

#include "jamfpro/bench.h"
#include "jamfpro/publish/definition_files.h"

namespace enrolkit::test {
namespace {

using jamf::Json;
using jamf::ObjectKind;
using State = jamf::ObjectState;

struct Publication : Bench {
  jamf::PackageFile file = file_of("enrolkit-1.pkg", "xar!");

  static jamf::PackageFile file_of(const std::string& name, const std::string& bytes) {
    return jamf::package_file(name, bytes);
  }
  std::vector<jamf::PublishedObject> publish() {
    jamf::ObjectStore store(session);
    jamf::Publisher publisher(store, &file);
    const auto plan = publisher.plan(definitions(file.name));
    if (!plan.ok()) {
      ADD_FAILURE() << plan.error().why;
      return {};
    }
    return publisher.carry_out(plan.value());
  }
  // The state of each kind, for as long as there is one of each.
  static std::string states(const std::vector<jamf::PublishedObject>& published) {
    std::string out;
    for (const auto& one : published) out += (out.empty() ? "" : " ") + std::string(to_text(one.state));
    return out;
  }
  static std::string why(const std::vector<jamf::PublishedObject>& published, ObjectKind kind) {
    for (const auto& one : published) {
      if (one.object.kind == kind) return one.why;
    }
    return "";
  }
  int writes() {
    int out = 0;
    for (const std::string& line : jamf.log)
      out += line.starts_with("PUT") || (line.starts_with("POST") && line.find("token") == std::string::npos);
    return out;
  }
};

TEST(Publisher, MakesEverythingOnceAndThenNothing) {
  Publication s;
  const auto first = s.publish();
  EXPECT_EQ(s.states(first), "Created Created Created Created Created Created Created");
  const jamf::XmlNode& policy = s.jamf.objects.of[ObjectKind::policy].front().xml;
  EXPECT_EQ(policy.text_at({"scripts", "script", "name"}), "enrolkit: repair");
  EXPECT_EQ(policy.text_at({"scope", "computer_groups", "computer_group", "name"}),
            "enrolkit: not installed");
  EXPECT_EQ(policy.text_at({"general", "enabled"}), "false");
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::package].front().file, "xar!");
  const int writes = s.writes();
  EXPECT_EQ(writes, 9);  // seven objects, the package's file, and that it is looked for
  EXPECT_EQ(s.jamf.objects.refreshed, std::vector<std::string>{"enrolkit-1.pkg"});
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Same Same Same");
  EXPECT_EQ(s.writes(), writes);
}

TEST(Publisher, ANewVersionTakesThePlaceOfTheOldOne) {
  Publication s;
  (void)s.publish();
  s.file = s.file_of("enrolkit-2.pkg", "xar! xar!");
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Created Same Changed");
  const jamf::XmlNode& policy = s.jamf.objects.of[ObjectKind::policy].front().xml;
  EXPECT_EQ(policy.text_at({"package_configuration", "packages", "package", "name"}), "enrolkit-2.pkg");
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::package].size(), 2U);
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Same Same Same");
}

TEST(Publisher, AnotherFileUnderTheSameNameIsSentAgain) {
  Publication s;
  (void)s.publish();
  s.file = s.file_of("enrolkit-1.pkg", "other");
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Changed Same Same");
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::package].front().file, "other");
}

TEST(Publisher, AFileIsProvenByTheSumThatTheServerTells) {
  Publication older;
  older.jamf.objects.sums = SimObjects::Sums::md5;
  EXPECT_EQ(older.states(older.publish()), "Created Created Created Created Created Created Created");
  Publication none;
  none.jamf.objects.sums = SimObjects::Sums::none;
  const auto published = none.publish();
  EXPECT_EQ(none.states(published), "Created Created Created Created Unknown Created Skipped");
  EXPECT_EQ(none.why(published, ObjectKind::package), jamf::kFileNotVerified);
}

TEST(Publisher, AFileThatWasChangedUnderItsNameIsFoundByItsSum) {
  Publication s;
  (void)s.publish();
  s.jamf.objects.of[ObjectKind::package].front().file = "xarx";  // of the same size
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Changed Same Same");
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::package].front().file, "xar!");
}

TEST(Publisher, WithoutACloudDistributionPointItGoesOnAsWell) {
  Publication s;
  s.jamf.privileges.erase("Read Cloud Distribution Point");
  EXPECT_EQ(s.states(s.publish()), "Created Created Created Created Created Created Created");
}

std::vector<jamf::Definition> with_search(const std::string& columns) {
  auto files = definition_files();
  files.push_back({"searches/broken.xml", search_text(columns)});
  return std::get<std::vector<jamf::Definition>>(jamf::definitions_of(files));
}

TEST(Publisher, ASearchIsMadeOnceAndIsOursByItsColumns) {
  Publication s;
  jamf::ObjectStore store(s.session);
  const auto publish = [&](const std::string& columns) {
    jamf::Publisher publisher(store, &s.file);
    const auto plan = publisher.plan(with_search(columns));
    return publisher.carry_out(plan.value())[4];
  };
  const std::string columns = column("Serial Number") + column("enrolkit: summary");
  EXPECT_EQ(publish(columns).state, State::created);
  EXPECT_EQ(publish(columns).state, State::same);
  EXPECT_EQ(publish(column("Username") + columns).state, State::changed);
  jamf::XmlNode& there = s.jamf.objects.of[ObjectKind::search].front().xml;
  EXPECT_EQ(there.child("display_fields")->children.size(), 4U);  // and its <size>
  std::erase_if(there.child("display_fields")->children,
                [](const jamf::XmlNode& one) { return one.text_at({"name"}) == "enrolkit: summary"; });
  EXPECT_EQ(publish(columns).state, State::refused);
}

TEST(Publisher, AFileOnItsWayToTheCloudIsWaitedFor) {
  Publication s;
  s.jamf.objects.transfer = 200;
  const std::int64_t before = s.clock.time;
  EXPECT_EQ(s.states(s.publish()), "Created Created Created Created Created Created Created");
  EXPECT_GE(s.clock.time - before, 200);
  Publication never;
  never.jamf.objects.transfer = 100'000;
  EXPECT_EQ(never.states(never.publish()), "Created Created Created Created NotApplied Created Skipped");
}

TEST(Publisher, WhatIsSwitchedOnStaysOn) {
  Publication s;
  (void)s.publish();
  jamf::XmlNode& policy = s.jamf.objects.of[ObjectKind::policy].front().xml;
  policy.child("general")->child("enabled")->text = "true";
  policy.child("general")->child("frequency")->text = "Once every day";
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Same Same Changed");
  EXPECT_EQ(policy.text_at({"general", "enabled"}), "true");
  EXPECT_EQ(policy.text_at({"general", "frequency"}), "Ongoing");
  EXPECT_EQ(policy.text_at({"scope", "computer_groups", "computer_group", "name"}),
            "enrolkit: not installed");
}

TEST(Publisher, AnObjectOfTheSameNameIsLeftAloneAndNothingIsBuiltOnIt) {
  Publication s;
  s.jamf.objects.add_json(ObjectKind::script, {{"name", "enrolkit: repair"}, {"scriptContents", "mine"}});
  const auto published = s.publish();
  EXPECT_EQ(s.states(published), "Created Refused Created Created Created Created Skipped");
  EXPECT_EQ(s.why(published, ObjectKind::policy), "it needs the script \"enrolkit: repair\"");
  EXPECT_EQ(s.jamf.objects.named(ObjectKind::script, "enrolkit: repair")->json["scriptContents"], "mine");
}

TEST(Publisher, APolicyThatRunsSomethingElseIsNotOursAnyMore) {
  Publication s;
  (void)s.publish();
  const auto& mine = s.jamf.objects.add_json(ObjectKind::script, {{"name", "mine"}, {"notes", "by hand"}});
  jamf::XmlNode& policy = s.jamf.objects.of[ObjectKind::policy].front().xml;
  policy.child("scripts")->children.push_back({"script", "", {{"id", mine.id, {}}, {"name", "mine", {}}}});
  const auto published = s.publish();
  EXPECT_EQ(s.states(published), "Same Same Same Same Same Same Refused");
  EXPECT_TRUE(s.why(published, ObjectKind::policy).ends_with("it runs script \"mine\""));
}

TEST(Publisher, WhatTheServerDropsWithoutAWordIsReported) {
  Publication s;
  s.jamf.objects.drops = {"trigger_checkin", "criteria"};
  const auto published = s.publish();
  EXPECT_EQ(s.states(published), "Created Created Created NotApplied Created Created Skipped");
  s.jamf.objects.drops = {"trigger_checkin"};
  const auto again = s.publish();
  EXPECT_EQ(s.states(again), "Same Same Same Changed Same Same NotApplied");
  EXPECT_EQ(s.why(again, ObjectKind::policy), "general.trigger_checkin is \"false\", not \"true\"");
  s.jamf.objects.drops.clear();
  EXPECT_EQ(s.states(s.publish()), "Same Same Same Same Same Same Changed");
}

TEST(Publisher, AWriteThatAnswers500IsJudgedByWhatIsThere) {
  Publication s;
  s.fault("POST /api/v1/scripts", Effect::applied_500);
  s.fault("POST /api/v1/categories", Effect::applied_timed_out);
  s.fault("POST /JSSResource/policies", Effect::applied_cut);
  s.fault("POST /api/v1/packages/", Effect::applied_500);
  EXPECT_EQ(s.states(s.publish()), "Created Created Created Created Created Created Created");
  EXPECT_EQ(s.writes(), 9);
  Publication failing;
  failing.fault("POST /api/v1/scripts", Effect::error_500);
  EXPECT_EQ(failing.states(failing.publish()), "Created Failed Created Created Created Created Skipped");
  EXPECT_EQ(failing.states(failing.publish()), "Same Created Same Same Same Same Created");
}

TEST(Publisher, AServerThatIsGoneEndsTheRun) {
  Publication s;
  s.fault("POST /api/v3", Effect::not_reached, 1, 99);
  const auto published = s.publish();
  EXPECT_EQ(s.states(published), "Created Created Created Failed Skipped Skipped Skipped");
  EXPECT_EQ(s.states(s.publish()).substr(0, 14), "Same Same Same");
}

TEST(Publisher, TheUsersStopIsOneFinalStateEach) {
  Publication s;
  s.jamf.objects.transfer = 100;
  s.clock.stop_at = s.clock.time + 50;  // while the package is on its way
  const auto published = s.publish();
  EXPECT_EQ(s.states(published), "Created Created Created Created NotApplied Skipped Skipped");
  EXPECT_EQ(s.why(published, ObjectKind::policy), "stopped");
}

TEST(Publisher, OlderServersAreAskedAtTheOlderPlace) {
  Publication s;
  s.jamf.version = {11, 25, 2};
  EXPECT_EQ(s.states(s.publish()), "Created Created Created Created Created Created Created");
  EXPECT_EQ(s.calls("POST /api/v2/computer-groups/smart-groups"), 1);
  Publication old;
  old.jamf.version = {11, 7, 1};
  jamf::ObjectStore store(old.session);
  jamf::Publisher publisher(store, &old.file);
  const auto plan = publisher.plan(definitions());
  ASSERT_FALSE(plan.ok());
  EXPECT_TRUE(plan.error().why.find("publish needs Jamf Pro 11.23") != std::string::npos) << plan.error().why;
  EXPECT_EQ(old.writes(), 0);
}

TEST(Publisher, AMissingPrivilegeEndsItBeforeAnythingIsWritten) {
  Publication s;
  s.jamf.privileges.erase("Read Policies");
  jamf::ObjectStore store(s.session);
  jamf::Publisher publisher(store, &s.file);
  const auto plan = publisher.plan(definitions());
  ASSERT_FALSE(plan.ok());
  EXPECT_TRUE(plan.error().why.find("lacks \"Read Policies\"") != std::string::npos) << plan.error().why;
}

}  // namespace
}  // namespace enrolkit::test
