#include "core/account/name.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

bool same(std::string_view a, std::string_view b) { return normalised_name(a) == normalised_name(b); }

TEST(NormalisedName, IsTheSameForOtherCase) {
  EXPECT_EQ(normalised_name("JamfAdmin"), "jamfadmin");
  EXPECT_TRUE(same("\u00C9cole", "\u00E9COLE"));
  EXPECT_TRUE(same("\u0141\u00D3D\u0179", "\u0142\u00F3d\u017A"));
  EXPECT_TRUE(same("\u0391\u0394\u039C\u038A\u039D\u03A3", "\u03B1\u03B4\u03BC\u03AF\u03BD\u03C2"));
  EXPECT_TRUE(
      same("\u0410\u0434\u043C\u0438\u043D \u0419\u0401", "\u0430\u0414\u041C\u0418\u041D \u0439\u0451"));
  EXPECT_TRUE(same("stra\u00DFe", "STRASSE"));
}

TEST(NormalisedName, IsTheSameForLettersWholeAndTakenApart) {
  EXPECT_TRUE(same("j\u00F6rg", "jo\u0308rg"));
  EXPECT_TRUE(same("\u00C9", "e\u0301"));
  EXPECT_TRUE(same("\u0159", "R\u030C"));
  EXPECT_TRUE(same("\u1EA5", "a\u0302\u0301"));  // two marks above: their order counts
  EXPECT_FALSE(same("\u1EA5", "a\u0301\u0302"));
  EXPECT_TRUE(same("c\u0327\u0301", "c\u0301\u0327"));  // one below, one above: it does not
  EXPECT_TRUE(same("\u1EE3", "o\u0323\u031B"));
}

TEST(NormalisedName, IsAnotherForAnotherName) {
  EXPECT_FALSE(same("sshadmin", "sshadmin2"));
  EXPECT_FALSE(same("admin", "jamfadmin"));
  EXPECT_FALSE(same("jorg", "j\u00F6rg"));
  EXPECT_FALSE(same("admin", "admin "));
  EXPECT_FALSE(same("i", "\u0131"));
  EXPECT_FALSE(same("admin", "\u0430dmin"));  // a Cyrillic letter that looks like ours
  EXPECT_EQ(normalised_name(""), "");
}

TEST(NormalisedName, CarriesEverythingElseThrough) {
  EXPECT_EQ(normalised_name("\u7BA1\u7406\u8005 \U0001F600_-."), "\u7BA1\u7406\u8005 \U0001F600_-.");
  for (const char* bytes :
       {"\xFF", "a\xC3", "\xE2\x82", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80x"}) {
    EXPECT_EQ(normalised_name(bytes), bytes);
  }
}

}  // namespace
}  // namespace enrolkit
