// The trees of Classic documents: what comes in, what goes out, and what is turned away.
#include "jamfpro/http/xml.h"

#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

std::string fault(const std::string& text) {
  const auto parsed = parse_xml(text);
  const auto* unreadable = std::get_if<Unreadable>(&parsed);
  return unreadable == nullptr ? "" : unreadable->why;
}

TEST(Xml, ElementsAndTheirTextComeOutAsTheyWentIn) {
  const std::string text = "<a x='1'><!-- no --><b>1 &lt; 2 &amp; 3</b><b><![CDATA[<c>]]></b><d/></a>";
  const auto parsed = parse_xml(text);
  ASSERT_TRUE(std::holds_alternative<XmlNode>(parsed));
  const auto& root = std::get<XmlNode>(parsed);
  ASSERT_EQ(root.children.size(), 3U);
  EXPECT_EQ(root.text_at({"b"}), "1 < 2 & 3");
  EXPECT_EQ(root.children[1].text, "<c>");
  EXPECT_EQ(root.at({"d", "e"}), nullptr);
  EXPECT_EQ(
      xml_text(root),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b>1 &lt; 2 &amp; 3</b><b>&lt;c&gt;</b><d></d></a>");
  const auto again = parse_xml(xml_text(root));
  EXPECT_EQ(xml_text(std::get<XmlNode>(again)), xml_text(root));
}

TEST(Xml, BlanksBetweenElementsAreNothing) {
  const auto parsed = parse_xml("<a>\n  <b> x </b>\n</a>");
  EXPECT_EQ(std::get<XmlNode>(parsed).text, "");
  EXPECT_EQ(std::get<XmlNode>(parsed).text_at({"b"}), " x ");
}

TEST(Xml, WhatIsNoDocumentSaysWhere) {
  EXPECT_EQ(fault("<a>\n<b></a>"), "no well-formed XML at line 2");
  EXPECT_NE(fault(""), "");
  EXPECT_NE(fault("<a>&undefined;</a>"), "");
  EXPECT_NE(fault("<a>\xff</a>"), "");
  EXPECT_NE(fault("<a/><b/>"), "");
}

TEST(Xml, NoDocumentTypeNoDepthNoSize) {
  EXPECT_EQ(fault("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"),
            "XML with a document type");
  EXPECT_EQ(fault(std::string("<\0a/>", 5)), "no XML in UTF-8");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_NE(fault(deep), "");
  EXPECT_EQ(fault("<a>" + std::string(5U << 20U, 'x') + "</a>"), "more than 4 MB");
}

}  // namespace
}  // namespace enrolkit::jamf
