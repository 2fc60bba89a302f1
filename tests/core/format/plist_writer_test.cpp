#include "core/format/plist_writer.h"

#include <gtest/gtest.h>

#include "core/format/plist.h"

namespace enrolkit {
namespace {

TEST(PlistWriter, WhatIsWrittenIsReadAgain) {
  const std::string xml = plist_xml({{"Label", std::string("a <b> & \"c\" \xC3\xA9")},
                                     {"Words", std::vector<std::string>{"/bin/x", "", "--y"}},
                                     {"None", std::vector<std::string>{}},
                                     {"Yes", true},
                                     {"No", false},
                                     {"Number", std::uint64_t{63}}});
  EXPECT_TRUE(xml.starts_with("<?xml ")) << xml;
  const auto parsed = Plist::parse(xml);
  ASSERT_EQ(parsed.index(), 0U) << xml;
  const PlistValue root = std::get<0>(parsed).root();
  EXPECT_EQ(root["Label"].string(), "a <b> & \"c\" \xC3\xA9");
  EXPECT_EQ(root["Words"].strings(), (std::vector<std::string>{"/bin/x", "", "--y"}));
  EXPECT_TRUE(root["None"].strings().empty());
  EXPECT_EQ(root["Yes"].boolean(), true);
  EXPECT_EQ(root["No"].boolean(), false);
  EXPECT_EQ(root["Number"].integer(), 63);
}

}  // namespace
}  // namespace enrolkit
