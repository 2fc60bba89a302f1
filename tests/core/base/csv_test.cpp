#include "core/base/csv.h"

#include <gtest/gtest.h>

namespace enrolkit::test {
namespace {

TEST(CsvField, PlainTextStaysAsItIs) {
  for (const char* text : {"", "C02XYZ", "2026-11-29T10:00:00Z", "a-b", "caf\xC3\xA9"})
    EXPECT_EQ(csv_field(text), text);
}

TEST(CsvField, WhatTakesALineApartIsQuoted) {
  EXPECT_EQ(csv_field("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_field("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(csv_field("a\tb"), "\"a\tb\"");
}

TEST(CsvField, NoFormulaBehindAnyBlankInAnyWidth) {
  for (const char* blank : {"", " ", "   ", "\t", "\n", "\xC2\xA0", "\xE2\x80\x83", "\xE3\x80\x80",
                            "\xEF\xBB\xBF", " \xE2\x80\x8B\t"}) {
    for (const char* sign : {"=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                             "\xEF\xBC\xA0", "\xE2\x88\x92"}) {
      const std::string text = std::string(blank) + sign + "1";
      const std::string field = csv_field(text);
      EXPECT_NE(field.find("'" + text), std::string::npos) << field;
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
