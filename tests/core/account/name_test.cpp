#include "core/account/name.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

bool same(std::string_view a, std::string_view b) { return normalised_name(a) == normalised_name(b); }

TEST(NormalisedName, IsTheSameForOtherCase) {
  EXPECT_EQ(normalised_name("JamfAdmin"), "jamfadmin");
  EXPECT_TRUE(same("ADMIN-01_x.Y", "admin-01_X.y"));
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

TEST(AsciiName, IsWhatMacOsAllows) {
  EXPECT_TRUE(is_ascii_name("jamfadmin"));
  EXPECT_TRUE(is_ascii_name(""));
  EXPECT_FALSE(is_ascii_name("j\u00F6rg"));
  EXPECT_FALSE(is_ascii_name("a\xFF"));
}

}  // namespace
}  // namespace enrolkit
