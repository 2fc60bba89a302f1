#include "ea/all.h"

#include <gtest/gtest.h>

#include <sstream>

#include "core/base/text.h"
#include "ea/attributes.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

std::vector<Finding> all_of(const std::string& fixture) {
  const FixtureHost host(fixture);
  MacOptions options;
  options.whole_log = true;
  Mac mac(host, options);
  return answers_of_all(mac);
}

TEST(All, TellsEveryAttributeInTheOrderOfTheList) {
  const auto findings = all_of("published-conflict");
  ASSERT_EQ(findings.size(), attributes().size());
  for (std::size_t i = 0; i < findings.size(); ++i) EXPECT_EQ(findings[i].id, attributes()[i]->name);
}

TEST(All, ShowsHealthTextAndEvidence) {
  const std::string table = findings_table(all_of("published-conflict"), {});
  EXPECT_NE(table.find("[-] account-conflict     Likely; name=_jssadm; why=interrupted"), std::string::npos)
      << table;
  EXPECT_NE(table.find("[?] mdm "), std::string::npos) << table;
  EXPECT_NE(table.find("/var/log/jamf.log, line 1: Fri Feb 10 09:10:36"), std::string::npos) << table;
  EXPECT_EQ(table.find('\x1b'), std::string::npos);
}

TEST(All, WhatIsLongIsWrappedAndNotCut) {
  TerminalStyle style;
  style.width = 60;
  const std::string table = findings_table(all_of("published-conflict"), style);
  for (const char* end : {"name=_jssadm;", "made-by=jamf", "why=interrupted"})
    EXPECT_NE(table.find(end), std::string::npos) << end << "\n" << table;
}

TEST(All, KeepsToItsWidth) {
  TerminalStyle style;
  style.width = 80;
  for (const std::string& fixture : fixture_names()) {
    std::istringstream lines(findings_table(all_of(fixture), style));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(columns(line), 80U) << fixture << ": " << line;
  }
}

}  // namespace
}  // namespace enrolkit::test
