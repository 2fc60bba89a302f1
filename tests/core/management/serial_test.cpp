#include "core/management/serial.h"

#include <gtest/gtest.h>

namespace enrolkit::test {
namespace {

constexpr std::string_view kOutput =
    "+-o J314sAP  <class IOPlatformExpertDevice>\n    {\n      \"IOPlatformUUID\" = \"4C4C4544\"\n"
    "      \"IOPlatformSerialNumber\" = \"C02XG2JHJTDD\"\n    }\n";

TEST(Serial, IsTakenAsIoregPrintsIt) {
  const auto serial = parse_serial(kOutput);
  ASSERT_NE(value_of(serial), nullptr);
  EXPECT_EQ(*value_of(serial), "C02XG2JHJTDD");
}

TEST(Serial, IsAbsentWhereNothingSaysIt) {
  EXPECT_TRUE(std::holds_alternative<Absent>(parse_serial("")));
  EXPECT_TRUE(std::holds_alternative<Absent>(parse_serial("\"IOPlatformSerialNumber\" = \"\"\n")));
}

TEST(Serial, NothingThatCouldDoHarmInACommandLineIsOne) {
  for (const char* bad : {"$(reboot)", "C02 XG2J", "12345", "A23456789012345678901", "C02XG2JHJT`"})
    EXPECT_NE(why_unreadable(parse_serial("\"IOPlatformSerialNumber\" = \"" + std::string(bad) + "\"\n")),
              nullptr)
        << bad;
  EXPECT_NE(
      why_unreadable(parse_serial(std::string(kOutput) + "\"IOPlatformSerialNumber\" = \"C02XG2JHJTDE\"")),
      nullptr);
}

TEST(Serial, OutputThatIsKeptHoldsNothingElse) {
  EXPECT_EQ(redacted_serial(kOutput), "\"IOPlatformSerialNumber\" = \"C02XG2JHJTDD\"\n");
  EXPECT_EQ(redacted_serial("secret"), "");
}

}  // namespace
}  // namespace enrolkit::test
