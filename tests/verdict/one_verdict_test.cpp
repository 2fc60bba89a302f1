// One verdict: everyone who speaks of a Mac says the same of it, and nobody says better than its worst finding.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/explain/brief.h"
#include "cli/explain/explain_mac.h"
#include "cli/explain/fleet.h"
#include "cli/explain/report.h"
#include "cli/html/fleet_html.h"
#include "core/assessment/summary.h"
#include "core/enrolment/refine_form.h"
#include "core/repair/facts.h"
#include "core/saved/state.h"
#include "ea/attributes.h"
#include "evidence/findings.h"
#include "evidence/read_repair_facts.h"
#include "report/explained_mac_json.h"
#include "report/mac_html.h"
#include "run/exit_code.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

Health health_named(const std::string& name) { return kHealthNames.find(name).value_or(Health::unknown); }

bool begins_with_good_news(std::string_view text) {
  return text.starts_with("Complete") || text.starts_with("Healthy") || text.starts_with("healthy");
}

// What the page of a whole fleet counts: "1 healthy, 0 with a fault, 0 could not be judged."
Health health_on_page(const nlohmann::ordered_json& mac) {
  auto page = FleetPage::begin();
  EXPECT_TRUE(page.ok());
  EXPECT_TRUE(page.value().add(mac).ok());
  std::string text;
  EXPECT_TRUE(page.value()
                  .write([&](std::string_view part) {
                    text += part;
                    return true;
                  })
                  .ok());
  if (text.find("1 healthy, 0 with a fault, 0 could not") != std::string::npos) return Health::healthy;
  return text.find("0 healthy, 1 with a fault, 0 could not") != std::string::npos ? Health::unhealthy
                                                                                  : Health::unknown;
}

// All that `explain` says, in each of its forms, agrees with `expected`.
void expect_explain_says(const ExplainedMac& c, Health expected, bool with_pages, const std::string& what) {
  const nlohmann::ordered_json json = to_json(c);
  const Assessment verdict = c.verdict();
  EXPECT_EQ(verdict.health, expected) << what;
  EXPECT_EQ(c.exit(), exit_of(expected)) << what;
  EXPECT_EQ(health_named(json["health"]), expected) << what;
  EXPECT_EQ(json["headline"], verdict.headline) << what;
  EXPECT_EQ(row_of(c).health, expected) << what;
  const std::string text = report(c, {});
  EXPECT_TRUE(text.starts_with(verdict.headline)) << what << text;
  EXPECT_NE(brief(json).find("Verdict:   " + verdict.headline), std::string::npos) << what;
  if (expected != Health::healthy) {
    EXPECT_FALSE(begins_with_good_news(verdict.headline)) << what << verdict.headline;
  }
  // An unhealthy Mac has a cause; of what could not be told each has a reason, and a way to get it.
  EXPECT_TRUE(expected != Health::unhealthy || !json["cause"].is_null()) << what;
  EXPECT_TRUE(expected != Health::unhealthy || !json["remedies"].empty()) << what;
  EXPECT_TRUE(expected != Health::unknown || !json["gaps"].empty()) << what;
  for (const auto& gap : json["gaps"]) {
    EXPECT_NE(gap["why"], "") << what;
    EXPECT_NE(gap["how"], "") << what;
  }
  if (!with_pages) return;
  const char* css = expected == Health::healthy     ? "class=\"verdict good\""
                    : expected == Health::unhealthy ? "class=\"verdict bad\""
                                                    : "class=\"verdict warn\"";
  EXPECT_NE(mac_page(json).find(css), std::string::npos) << what;
  EXPECT_EQ(health_on_page(json), expected) << what;
  const std::string table = fleet_table({row_of(c)}, {});
  const char* count = expected == Health::healthy     ? "1 fine, 0 wrong, 0 could"
                      : expected == Health::unhealthy ? "0 fine, 1 wrong, 0 could"
                                                      : "0 fine, 0 wrong, 1 could";
  EXPECT_NE(table.find(count), std::string::npos) << what << table;
}

// Every unhealthy answer that an attribute can give, an unknown one of each, and what no list names.
std::vector<Finding> troubles() {
  std::vector<Finding> all;
  for (const Attribute* attribute : attributes()) {
    if (attribute->name == "summary") continue;
    all.push_back(unknown(attribute->name, "permission denied"));
    for (const std::string_view code : attribute->codes)
      all.push_back(make_finding(attribute->name, Health::unhealthy, code, {}, "told"));
    if (attribute->codes.empty())
      all.push_back(make_finding(attribute->name, Health::unhealthy, "", {}, "told"));
  }
  for (const std::string_view id : {"check-in", "inventory", "of-tomorrow"}) {
    all.push_back(unknown(id, "permission denied"));
    all.push_back(make_finding(id, Health::unhealthy, "Strange", {}, "told"));
  }
  return all;
}

// The state that the probe leaves, read again.
Health health_in_state(const std::vector<Finding>& findings) {
  SavedState state;
  state.findings = findings;
  const auto read = parse_state(state_text(state));
  const auto* parsed = std::get_if<SavedState>(&read);
  EXPECT_NE(parsed, nullptr);
  for (const Finding& finding : parsed != nullptr ? parsed->findings : std::vector<Finding>()) {
    if (finding.id == "summary") return finding.health;
  }
  return Health::healthy;
}

TEST(OneVerdict, OnEveryPairOfFindingsThatAreNotHealthy) {
  const std::vector<Finding> all = troubles();
  Diagnosis complete;
  complete.state = State::complete;
  const EnrolmentVerdict enrolment = enrolment_of(complete);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i; j < all.size(); ++j) {
      const Finding &one = all[i], &other = all[j];
      const bool fault = one.health == Health::unhealthy || other.health == Health::unhealthy;
      const Health expected = fault ? Health::unhealthy : Health::unknown;
      const std::string what = one.id + "=" + one.code + ", " + other.id + "=" + other.code + ": ";
      const std::vector<Finding> findings{make_finding("enrolment", Health::healthy, "Complete", {}, ""), one,
                                          other};
      const Finding summary = summary_finding(findings, &enrolment);
      EXPECT_EQ(summary.health, expected) << what;
      EXPECT_FALSE(begins_with_good_news(summary.code)) << what;
      EXPECT_EQ(health_in_state({one, summary}), expected) << what;
      ExplainedMac c;
      c.diagnosis = complete;
      c.findings = findings;
      expect_explain_says(c, expected, i == j, what);
      if (one.id == "repair" || other.id == "repair") continue;  // what its own look is to settle
      RepairFacts facts;
      facts.findings = findings;
      facts.story = enrolment;
      EXPECT_EQ(verdict_of(facts).health, expected) << what;
      EXPECT_EQ(verdict_of(facts).headline, c.verdict().headline) << what;
    }
  }
}

TEST(OneVerdict, OnEveryFixture) {
  for (const std::string& name : fixture_names()) {
    const FixtureHost host(name);
    Mac mac(host, {.account = std::nullopt, .as_of = std::nullopt, .whole_log = true});
    const Finding summary = find_attribute("summary")->answer(mac);
    const ExplainedMac c = explain_host(name, host, {});
    expect_explain_says(c, summary.health, true, name + ": ");
    EXPECT_EQ(summary.detail.substr(0, summary.detail.find("; not known")), c.verdict().headline) << name;
    RepairFacts facts = read_file_facts(host, {});
    facts.access.clear();  // owners and modes of a folder in git are those of its checkout
    if (host.is_running_system()) facts.findings.push_back(mac.mdm().finding);
    const Assessment repair = verdict_of(facts);
    EXPECT_EQ(repair.health, summary.health) << name << ": " << repair.headline;
    EXPECT_EQ(repair.headline, c.verdict().headline) << name;
  }
}

TEST(OneVerdict, CountsEveryAttribute) {
  const FixtureHost host("healthy");
  Mac mac(host, {});
  std::vector<std::string> ids;
  for (const Finding& finding : findings_of(mac)) ids.push_back(finding.id);
  for (const Attribute* attribute : attributes()) {
    const bool counted = std::find(ids.begin(), ids.end(), attribute->name) != ids.end();
    EXPECT_EQ(counted, attribute->name != "summary") << attribute->name;
  }
}

}  // namespace
}  // namespace enrolkit::test
