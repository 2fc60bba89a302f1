#include "cli/explain/brief.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/explain/explained_macs.h"
#include "report/explained_mac_json.h"

namespace enrolkit::test {
namespace {

TEST(Brief, IsFiveLinesThatAPersonCanActOn) {
  const auto lines = lines_of(brief(to_json(mac("published-conflict"))));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_TRUE(has(lines[0], "MacBook Air (published-conflict)")) << lines[0];
  EXPECT_TRUE(has(lines[1], "AccountConflict (likely)")) << lines[1];
  EXPECT_TRUE(has(lines[3], "device-signature=Broken")) << lines[3];
  EXPECT_TRUE(has(lines[4], "Do first:  Rename the Management Account: `enrolkit server conflict"))
      << lines[4];
}

TEST(Brief, AHealthyMacHasNothingToDo) {
  const std::string text = brief(to_json(log_of("healthy")));
  EXPECT_EQ(lines_of(text).size(), 5U) << text;
  EXPECT_TRUE(has(text, "\nDo first:  nothing\n")) << text;
  EXPECT_TRUE(has(text, "Complete as of 20")) << text;
}

TEST(Brief, OfAMacThatCouldNotBeToldSaysHowToTell) {
  const std::string text = brief(to_json(mac("dscl-fails")));
  EXPECT_EQ(lines_of(text).size(), 5U) << text;
  EXPECT_TRUE(has(text, "\nDo first:  on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea ")) << text;
}

TEST(Brief, NamesTheSerialNumberWhereItIsKnown) {
  ExplainedMac c = mac("published-conflict");
  c.serial = "C02XG2JHJTDD";
  EXPECT_TRUE(has(brief(to_json(c)), "Mac:       MacBook Air, C02XG2JHJTDD (published-conflict)\n"))
      << brief(to_json(c));
}

TEST(Brief, HostileNamesStayOnTheirLine) {
  nlohmann::ordered_json json = to_json(mac("published-conflict"));
  json["host"] = "a\nVerdict: Healthy\x1b[2J";
  const std::string text = brief(json);
  EXPECT_EQ(lines_of(text).size(), 5U) << text;
  EXPECT_FALSE(has_controls(text));
}

}  // namespace
}  // namespace enrolkit::test
