// enrolkit-ea collect: the same archive as enrolkit collect, from the program that every managed Mac has.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

std::string explained(const std::string& archive) {
  RunOptions options;
  options.input = archive;
  auto document = nlohmann::json::parse(enrolkit({"explain", "--json", "-"}, options).out);
  for (auto& finding : document["findings"]) finding.erase("took_us");
  return document.dump(1);
}

TEST(EaCollect, WritesWhatEnrolkitCollectWrites) {
  const TempFolder folder;
  for (const char* fixture : {"published-conflict", "signature-expired"}) {
    const std::string mac = lay_out(folder, fixture, std::string("macs/") + fixture);
    const Ran ea = enrolkit_ea({"collect", "--root", mac, "-o", "-"});
    const Ran admin = enrolkit({"collect", "--root", mac, "-o", "-"});
    EXPECT_EQ(ea.status, 0) << told(ea);
    EXPECT_EQ(ea.err, "");
    EXPECT_EQ(explained(ea.out), explained(admin.out));
  }
}

TEST(EaCollect, RootWritesWhereNobodyElseMay) {
  const TempFolder folder;
  const std::string mac = lay_out(folder, "healthy", "mac");
  const std::string archive = folder.at("a.tar.gz");
  const Ran ran = enrolkit_ea({"collect", "--root", mac, "-o", archive});
  if (::geteuid() == 0) {  // the folder is below /tmp
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(has(ran.err, "may be written by others")) << told(ran);
    EXPECT_FALSE(std::filesystem::exists(archive));
  } else {
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(ran.out, archive + "\n");
  }
  EXPECT_EQ(enrolkit_ea({"collect", "--root", mac, "-o", "a.tar.gz"}).status, 2) << "not a path from / on";
}

TEST(EaCollect, SaysSoByItsStatusWhenItCannot) {
  const TempFolder folder;
  folder.folder("empty");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"collect", "--root", folder.at("empty"), "-o", "-"},
        {"collect", "--root", folder.at("missing"), "-o", "-"},
        {"collect", "--no-such-option"},
        {"collect", "--root", ""},
        {"collect", "-o", ""},
        {"collect", "more"}}) {
    const Ran ran = enrolkit_ea(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit-ea")) << told(ran);
  }
  RunOptions full;
  full.output_file = "/dev/full";
  EXPECT_EQ(enrolkit_ea({"collect", "--root", lay_out(folder, "healthy", "mac"), "-o", "-"}, full).status, 2);
}

// Whatever else is asked stays in the attributes' frame.
TEST(EaCollect, StandsFirst) {
  const Ran ran = enrolkit_ea({"--account", "x", "collect"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, "<result>Unknown; reason=collect stands first: enrolkit-ea collect --help</result>\n");
  EXPECT_EQ(ran.err, "");
  EXPECT_TRUE(has(enrolkit_ea({"--help"}).out, "collect")) << "and is found there";
  EXPECT_TRUE(has(enrolkit_ea({"collect", "--help"}).out, "/var/db/enrolkit/collected.tar.gz"));
}

}  // namespace
}  // namespace enrolkit::test
