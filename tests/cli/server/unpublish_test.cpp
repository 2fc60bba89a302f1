// `enrolkit server unpublish`: what is ours goes, the rest stays.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/command_bench.h"
#include "jamfpro/publish/definition_files.h"

namespace enrolkit::test {
namespace {

using jamf::ObjectKind;

struct Published : CommandBench {
  Published() {
    for (const jamf::DefinitionFile& file : definition_files())
      folder.write("out/jamf/" + file.path, file.bytes);
    folder.write("out/enrolkit-1.pkg", "xar!");
    const Said ran = server({"publish", folder.at("out/jamf"), "--yes"});
    EXPECT_EQ(ran.status, 0) << told(ran);
  }
  Said unpublish(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"unpublish", folder.at("out/jamf")});
    return server(more);
  }
  std::size_t all() {
    std::size_t out = 0;
    for (const auto& [kind, of_kind] : jamf.objects.of) out += of_kind.size();
    return out;
  }
  int deletes() {
    int out = 0;
    for (const std::string& line : jamf.log) out += line.starts_with("DELETE") ? 1 : 0;
    return out;
  }
};

TEST(Unpublish, ShowsWhatItWouldRemoveAndAsks) {
  Published s;
  const std::size_t before = s.all();
  const Said ran = s.unpublish();
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "remove   policy \"enrolkit: install\"\n")) << ran.out;
  EXPECT_FALSE(has(ran.out, "remove   category")) << ran.out;
  EXPECT_TRUE(has(ran.err, "nothing was removed\nhint: --yes")) << ran.err;
  s.answer = std::string("n");
  EXPECT_TRUE(s.unpublish().err.ends_with("nothing was removed\n"));
  EXPECT_EQ(s.asked.front(), "Remove 6 objects from https://acme.jamfcloud.com? [y/N] ");
  EXPECT_EQ(s.all(), before);
  EXPECT_EQ(s.deletes(), 0);
}

TEST(Unpublish, RemovesWhatIsOursAndNothingElse) {
  Published s;
  s.jamf.objects.add_json(ObjectKind::script, {{"name", "Yours"}, {"notes", "by hand"}});
  s.jamf.objects.add_json(ObjectKind::package,
                          {{"packageName", "enrolkit-0.pkg"}, {"notes", "[enrolkit publish]"}});
  s.jamf.objects.of[ObjectKind::attribute].front().json["description"] = "handed over to somebody";
  const Said ran = s.unpublish({"--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "Removed    package \"enrolkit-0.pkg\"\n")) << "an older version's: " << ran.out;
  EXPECT_TRUE(has(ran.out, "Refused    extension attribute ")) << ran.out;
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::script].size(), 1U);
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::script].front().name, "Yours");
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::attribute].size(), 1U);
  EXPECT_TRUE(s.jamf.objects.of[ObjectKind::policy].empty());
  EXPECT_TRUE(s.jamf.objects.of[ObjectKind::package].empty());
  EXPECT_EQ(s.jamf.objects.of[ObjectKind::category].size(), 1U) << "it belongs to all";
  EXPECT_LT(ran.out.rfind("Removed    policy"), ran.out.rfind("Removed    script"))
      << "the last made goes first";
  EXPECT_EQ(s.unpublish({"--yes"}).status, 0) << "and there is nothing more to do";
}

TEST(Unpublish, WhatIsStillThereIsNotRemoved) {
  Published s;
  s.jamf.objects.keeps_deleted = true;
  const Said ran = s.unpublish({"--yes", "--json"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["schema"], "enrolkit.server-unpublish/1");
  EXPECT_EQ(json["objects"][0]["state"], "NotApplied");
}

TEST(Unpublish, AnUnknownFateIsLookedUpAndAFailureSaid) {
  Published s;
  s.fault("DELETE /JSSResource/policies", Effect::applied_cut);
  s.jamf.privileges.erase("Delete Scripts");
  const Said ran = s.unpublish({"--yes"});
  EXPECT_EQ(ran.status, 3) << told(ran);
  EXPECT_TRUE(has(ran.out, "Removed    policy \"enrolkit: install\"\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "Failed     script ")) << ran.out;
  EXPECT_TRUE(has(ran.out, "lacks \"Delete Scripts\"")) << ran.out;
}

}  // namespace
}  // namespace enrolkit::test
