// What a run says: every step, only words that are explained, and what to do first.
#include <gtest/gtest.h>

#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "policies/terms.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

void drop_signature(SimMac& mac) {
  mac.accepted = "FF";
  mac.check_in_now();
}

// The report names each step once, and holds no word that --help does not explain.
TEST(Report, NamesEveryStepAndOnlyWordsOfTheHelp) {
  const std::string terms = terms_text();
  for (const Change& change : breakages()) {
    for (const bool dry_run : {false, true}) {
      SimMac mac;
      change.make(mac);
      drop_signature(mac);
      mac.server_up = false;
      mac.user_agrees = false;
      const Told told = run_repair(mac, {.dry_run = dry_run});
      EXPECT_NE(told.exit, Exit::ok) << change.name;
      std::set<std::string> named;
      for (const std::string& line : told.lines) {
        if (line.starts_with(" ")) continue;  // an act
        std::vector<std::string> words;
        for (std::size_t begin = 0, colon = 0;
             words.size() < 3 && (colon = line.find(": ", begin)) != std::string::npos; begin = colon + 2) {
          words.push_back(line.substr(begin, colon - begin));
        }
        if (words.empty() || is_verdict(line)) continue;
        EXPECT_TRUE(has(terms, words[0])) << words[0] << "\n" << text_of(told);
        const bool of_step = words[0] == "would" || words[0] == "blocked" || words[0] == "not needed" ||
                             words[0] == "not possible";
        if (words.size() > 1 && (of_step || words[0] == "refused")) {
          EXPECT_TRUE(has(terms, "  " + words[1] + " ")) << line;
        }
        if (words.size() > 2 && words[0] == "blocked") {
          EXPECT_TRUE(has(terms, "  " + words[2] + " ")) << line;
        }
        if (of_step) {
          EXPECT_TRUE(named.insert(words[1]).second) << line << "\n" << text_of(told);
        }
      }
      EXPECT_EQ(named.size(), kRepairStepNames.size()) << change.name << "\n" << text_of(told);
      EXPECT_TRUE(is_verdict(told.lines.back())) << told.lines.back();
    }
  }
}

TEST(Report, EndsWithWhatToDoFirst) {
  SimMac mac;
  drop_signature(mac);
  const Told asked = run_repair(mac, {.dry_run = true, .uid = 501});
  EXPECT_EQ(asked.lines.back(),
            "Nothing would be done: run it as root: sudo /Library/Enrolkit/bin/enrolkit-repair");
  EXPECT_TRUE(run_repair(mac, {.dry_run = true}).lines.back().starts_with("It would begin with "))
      << text_of(asked);
  Plan plan;
  plan.blocked = {{RefusalKind::not_allowed, "x is missing", RepairStep::check_in},
                  {RefusalKind::account_conflict, "y", RepairStep::enrol}};
  EXPECT_EQ(
      verdict_without_acts(plan, true),
      "Nothing would be done: first give the two accounts different names in Jamf Pro: enrolkit server conflict");
  plan.blocked.pop_back();
  EXPECT_EQ(verdict_without_acts(plan, false), "Nothing was done: x is missing");
}

// No shell finds the package's programs by name alone.
TEST(Report, NamesOurProgramsByTheirPaths) {
  Plan plan;
  for (const RefusalKind kind :
       {RefusalKind::not_root, RefusalKind::back_off, RefusalKind::attempts_used_up, RefusalKind::tampered}) {
    plan.refusals = {{kind, "x", std::nullopt}};
    EXPECT_TRUE(has(what_first(plan), "sudo /Library/Enrolkit/bin/enrolkit-repair")) << what_first(plan);
  }
  EXPECT_TRUE(has(what_first({}), "sudo /Library/Enrolkit/bin/enrolkit-ea all")) << what_first({});
}

TEST(Report, WhereTheFrameworkIsGoneTheServerBringsItBack) {
  for (const char* cause : {"FrameworkMissing", "framework:Missing"}) {
    Plan plan;
    plan.cause = cause;
    plan.blocked = {{RefusalKind::not_allowed, "it must be renew-enrolment", RepairStep::renew_enrolment}};
    EXPECT_EQ(what_first(plan),
              "have MDM install Jamf's framework again: enrolkit server repair SERIAL (here: it must be "
              "renew-enrolment)");
    plan.blocked.front().why = "enrolkit server repair has it installed";
    EXPECT_EQ(what_first(plan), plan.blocked.front().why) << "it says so itself";
  }
}

TEST(Report, WhatCannotBeTakenIsNotCalledUnneeded) {
  SimMac mac;
  drop_signature(mac);
  mac.files.erase(std::string(paths::kKeychain));
  const std::string text = text_of(run_repair(mac, {.dry_run = true}));
  EXPECT_TRUE(has(text, "not possible: check-in: the keychain has nothing to sign a request with")) << text;
  EXPECT_FALSE(has(text, "not needed: check-in")) << text;
}

TEST(Report, AProgramWithoutItsPackageSaysWhatToInstall) {
  SimMac mac;
  drop_signature(mac);
  EXPECT_TRUE(has(text_of(run_repair(mac, {.dry_run = true})), "enrolkit's package is not installed"));
  mac.files[std::string(paths::kRepairProgram)] = {"program", 0, 0, 0755, mac.clock, SimFile::Kind::file};
  EXPECT_FALSE(has(text_of(run_repair(mac, {.dry_run = true})), "package is not installed"));
}

TEST(Report, WhatIsDoneStandsInBothLogs) {
  SimMac mac;
  drop_signature(mac);
  ASSERT_EQ(run_repair(mac).exit, Exit::ok);
  const std::string log = mac.files.at(std::string(paths::kRepairLog)).bytes;
  EXPECT_GT(mac.system_log.size(), 5U);
  for (const std::string& line : mac.system_log) EXPECT_TRUE(has(log, line + "\n")) << line;
}

}  // namespace
}  // namespace enrolkit::test
