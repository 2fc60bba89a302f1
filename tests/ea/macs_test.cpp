// Every Mac of tests/fixtures/macs: each attribute's text, and what `explain` makes of it, are in its
// expected.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "core/base/finding.h"
#include "core/enrolment/cause.h"
#include "ea/attributes.h"
#include "evidence/mac.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

// One line an attribute, then one for the diagnosis: "diagnosis STATE CAUSE CONFIDENCE".
std::string told_of(const std::string& name, bool whole_log) {
  const FixtureHost host(name);
  MacOptions options;
  options.whole_log = whole_log;
  Mac mac(host, options);
  std::string text;
  for (const Attribute* attribute : attributes()) {
    text += std::string(attribute->name) + ": " + result_text(attribute->answer(mac)) + "\n";
  }
  const Diagnosis& d = mac.diagnosis();
  text += "diagnosis: " + std::string(to_text(d.state)) + " " +
          std::string(d.cause ? to_text(*d.cause) : "none") + " " +
          std::string(d.cause ? to_text(d.confidence) : "none") + (d.repeats ? " repeats" : "") + "\n";
  return text;
}

std::string expected_of(const std::string& name) {
  std::ifstream file(fixture_folder(name) + "/expected.txt");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Macs : public testing::TestWithParam<std::string> {};

TEST_P(Macs, AreToldAsExpected) { EXPECT_EQ(told_of(GetParam(), false), expected_of(GetParam())); }

TEST_P(Macs, AreToldTheSameFromTheWholeLog) { EXPECT_EQ(told_of(GetParam(), true), expected_of(GetParam())); }

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Fixture, Macs, testing::ValuesIn(fixture_names()), test_name);

}  // namespace
}  // namespace enrolkit::test
