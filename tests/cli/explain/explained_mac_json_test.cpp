// The JSON of `enrolkit explain --json` is a contract: a change of these lists is a change for other
// programs.
#include "report/explained_mac_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/explain/explained_macs.h"
#include "core/base/finding_json.h"

namespace enrolkit::test {
namespace {

using nlohmann::ordered_json;
using Fields = std::vector<std::string>;

Fields fields_of(const ordered_json& object) {
  Fields fields;
  for (const auto& [name, value] : object.items()) fields.push_back(name);
  return fields;
}

ordered_json json_of(const std::string& fixture) { return to_json(mac(fixture)); }

TEST(ExplainJson, TopLevelFields) {
  const Fields expected{"schema",  "source",    "host",     "serial",     "state",
                        "health",  "headline",  "cause",    "confidence", "sentence",
                        "missing", "gaps",      "unasked",  "step",       "at",
                        "code",    "repeats",   "meaning",  "supports",   "also",
                        "confirm", "remedies",  "to_do",    "attempts",   "attempts_left_out",
                        "contact", "elsewhere", "findings", "files",      "faults",
                        "trouble"};
  for (const std::string& fixture : fixture_names())
    EXPECT_EQ(fields_of(json_of(fixture)), expected) << fixture;
  EXPECT_EQ(fields_of(to_json(log_case(""))), expected);
  EXPECT_EQ(fields_of(to_json(explain_mac({Subject::Kind::files, "x", {"/nowhere"}, false}, {}))), expected);
}

TEST(ExplainJson, FieldsOfAnAttempt) {
  const ordered_json json = json_of("published-conflict");
  ASSERT_EQ(json["attempts"].size(), 2U);
  for (const auto& attempt : json["attempts"]) {
    EXPECT_EQ(fields_of(attempt), (Fields{"by", "outcome", "pid", "began", "ended", "account", "server",
                                          "return_code", "first_error", "symptoms", "keychain_restored",
                                          "reboot_after", "steps", "followed_by"}));
  }
  EXPECT_EQ(fields_of(json["attempts"][0]["reboot_after"]),
            (Fields{"silence_s", "pid_before", "pid_after", "confirmed", "proof"}));
  EXPECT_EQ(fields_of(json["attempts"][0]["steps"][0]),
            (Fields{"source", "where", "when", "text", "step", "kind"}));
  EXPECT_EQ(fields_of(json["attempts"][1]["first_error"]), (Fields{"source", "where", "when", "text"}));
  EXPECT_EQ(fields_of(json["attempts"][1]["followed_by"][0]),
            (Fields{"source", "where", "when", "text", "kind"}));
}

TEST(ExplainJson, ARestartThatMacOsKeptIsNamed) {
  const ordered_json json = json_of("published-conflict-restart");
  const auto& reboot = json["attempts"][0]["reboot_after"];
  EXPECT_EQ(reboot["confirmed"], true);
  EXPECT_EQ(reboot["proof"]["when"], "2023-02-10 09:10:52");
  ASSERT_FALSE(json["elsewhere"].empty());
  EXPECT_EQ(json["elsewhere"][0], reboot["proof"]);
  EXPECT_TRUE(json_of("published-conflict")["attempts"][0]["reboot_after"]["proof"].is_null());
}

TEST(ExplainJson, AWholeVolumeIsAskedForItsFramework) {
  const auto code_of = [](const ordered_json& json, std::string_view id) {
    for (const auto& finding : json["findings"]) {
      if (finding["id"] == id) return finding["code"].get<std::string>();
    }
    return std::string("none");
  };
  EXPECT_EQ(code_of(json_of("healthy"), "framework"), "Unknown") << "its signature is the Mac's to tell";
  EXPECT_EQ(code_of(json_of("framework-damaged"), "framework"), "Damaged");
  EXPECT_EQ(code_of(json_of("healthy"), "mdm"), "none") << "nothing is run for another volume";
}

TEST(ExplainJson, FieldsOfAFinding) {
  const ordered_json json = json_of("published-conflict");
  ASSERT_GE(json["findings"].size(), 6U);
  for (const auto& finding : json["findings"]) {
    EXPECT_EQ(fields_of(finding),
              (Fields{"id", "health", "code", "values", "detail", "evidence", "took_us"}));
  }
  EXPECT_EQ(json["findings"][0]["id"], "enrolment");
  EXPECT_EQ(fields_of(json["findings"][0]["evidence"][0]), (Fields{"source", "where", "when", "text"}));
}

TEST(ExplainJson, TheValuesOfThePublishedCase) {
  const ordered_json json = json_of("published-conflict");
  EXPECT_EQ(json["schema"], "enrolkit.explain/1");
  EXPECT_EQ(json["source"], "published-conflict");
  EXPECT_EQ(json["host"], "MacBook Air");
  EXPECT_EQ(json["state"], "Failed");
  EXPECT_EQ(json["cause"], "AccountConflict");
  EXPECT_EQ(json["confidence"], "likely");
  EXPECT_EQ(json["step"], "account");
  EXPECT_EQ(json["at"], "2023-02-10 09:10:36");
  EXPECT_EQ(json["code"], 70);
  EXPECT_EQ(json["repeats"], false);
  EXPECT_EQ(json["also"], ordered_json({"PermissionDenied"}));
  EXPECT_EQ(json["trouble"], nullptr);
  EXPECT_EQ(json["contact"], nullptr);
  EXPECT_EQ(json["files"], ordered_json({"/var/log/jamf.log"}));
  EXPECT_EQ(json["faults"], ordered_json::array());
  EXPECT_EQ(json["attempts"][0]["outcome"], "interrupted");
  EXPECT_EQ(json["attempts"][0]["account"], "_jssadm");
  EXPECT_EQ(json["attempts"][0]["return_code"], nullptr);
  EXPECT_EQ(json["attempts"][1]["return_code"], 70);
  EXPECT_FALSE(json["remedies"].empty());
}

TEST(ExplainJson, NothingWrongIsNullAndNotEmptyText) {
  const ordered_json json = json_of("healthy");
  EXPECT_EQ(json["state"], "Complete");
  for (const char* field : {"cause", "confidence", "confirm", "trouble"})
    EXPECT_EQ(json[field], nullptr) << field;
  EXPECT_EQ(json["remedies"], ordered_json::array());
  EXPECT_EQ(fields_of(json["contact"]), (Fields{"source", "where", "when", "text"}));
}

TEST(ExplainJson, WordsComeFromClosedSets) {
  const std::set<std::string> states{"Complete",   "Failed",      "Interrupted",
                                     "InProgress", "NotEnrolled", "Unknown"};
  const std::set<std::string> causes(kCauseNames.names.begin(), kCauseNames.names.end());
  const std::set<std::string> outcomes{"running",     "enrolled", "failed",
                                       "interrupted", "unproven", "rolled-back"};
  const std::set<std::string> healths{"healthy", "unhealthy", "unknown"};
  std::set<std::string> seen;
  for (const std::string& fixture : fixture_names()) {
    const ordered_json json = json_of(fixture);
    EXPECT_TRUE(states.contains(json["state"])) << json["state"];
    seen.insert(json["state"]);
    EXPECT_EQ(json["cause"].is_null(), json["confidence"].is_null()) << fixture;
    if (!json["cause"].is_null()) {
      EXPECT_TRUE(causes.contains(json["cause"])) << json["cause"];
      EXPECT_TRUE(json["confidence"] == "certain" || json["confidence"] == "likely") << json["confidence"];
    }
    for (const auto& attempt : json["attempts"]) EXPECT_TRUE(outcomes.contains(attempt["outcome"]));
    for (const auto& finding : json["findings"]) EXPECT_TRUE(healths.contains(finding["health"]));
  }
  EXPECT_GE(seen.size(), 5U) << "the fixtures show most states";
}

TEST(ExplainJson, OfWhatCouldNotBeReadSaysWhyAndNothingElse) {
  const ordered_json json =
      to_json(explain_mac({Subject::Kind::files, "jamf.log", {"/nowhere/jamf.log"}, false}, {}));
  EXPECT_EQ(json["trouble"], "/nowhere/jamf.log: there is no such file");
  EXPECT_EQ(json["state"], "Unknown");
  EXPECT_EQ(json["cause"], nullptr);
  EXPECT_EQ(json["host"], nullptr);
  EXPECT_EQ(json["files"], ordered_json::array());
  for (const auto& finding : json["findings"]) EXPECT_EQ(finding["health"], "unknown") << finding["id"];
}

TEST(ExplainJson, BytesThatAreNoTextBecomeText) {
  const ExplainedMac c = log_case(log_line(at("2026-03-02 08:30:00"), 7, "Creating user a\xff\x1b[2J...") +
                                  log_line(at("2026-03-02 08:30:01"), 7, "Enroll return code: 70"));
  const std::string text = dump(to_json(c), -1);
  EXPECT_FALSE(has_controls(text)) << text;
  EXPECT_FALSE(nlohmann::json::parse(text, nullptr, false).is_discarded());
  EXPECT_FALSE(has(text, "\\u001b")) << "not even escaped: a program may print it";
}

}  // namespace
}  // namespace enrolkit::test
