#include "core/assessment/summary.h"

#include <gtest/gtest.h>

namespace enrolkit {
namespace {

Finding finding(std::string id, Health health, std::vector<Pair> pairs = {}) {
  Finding finding;
  finding.id = std::move(id);
  finding.health = health;
  finding.pairs = std::move(pairs);
  return finding;
}

std::string text(std::vector<Finding> findings) { return result_text(summary_finding(findings, nullptr)); }

const Finding kGood = finding("mdm", Health::healthy);
const Finding kBad = finding("enrolment", Health::unhealthy, {{"cause", "Interrupted"}});
const Finding kAlsoBad = finding("device-signature", Health::unhealthy);
const Finding kUnclear = finding("framework", Health::unknown, {{"reason", "no rights"}});

TEST(Summary, IsHealthyOnlyWhenAllFindingsAre) {
  const Finding summary = summary_finding(std::vector{kGood, kGood}, nullptr);
  EXPECT_EQ(summary.id, "summary");
  EXPECT_EQ(summary.health, Health::healthy);
  EXPECT_EQ(result_text(summary), "Healthy");
}

TEST(Summary, OfNothingIsUnknown) {
  const Finding summary = summary_finding({}, nullptr);
  EXPECT_EQ(summary.health, Health::unknown);
  EXPECT_EQ(result_text(summary), "Unknown; reason=nothing was looked at");
}

TEST(Summary, IsUnknownWhenOneFindingIs) {
  const Finding summary = summary_finding(std::vector{kGood, kUnclear}, nullptr);
  EXPECT_EQ(summary.health, Health::unknown);
  EXPECT_EQ(result_text(summary), "Unknown; reason=not everything could be told; findings=framework");
}

TEST(Summary, NeedsAttentionWhenOneFindingIsUnhealthy) {
  const Finding summary = summary_finding(std::vector{kGood, kBad, kAlsoBad}, nullptr);
  EXPECT_EQ(summary.health, Health::unhealthy);
  EXPECT_EQ(result_text(summary), "Attention; cause=Interrupted; findings=enrolment,device-signature");
}

TEST(Summary, NamesAllThatIsNotHealthyInTheirOrder) {
  EXPECT_EQ(text({kUnclear, kBad}), "Attention; cause=Interrupted; findings=framework,enrolment");
  EXPECT_EQ(text({kBad, kUnclear}), "Attention; cause=Interrupted; findings=enrolment,framework");
  EXPECT_EQ(text({kAlsoBad}), "Attention; cause=SignatureLost; findings=device-signature");
}

TEST(Summary, TakesTheCauseAndTheWordsOfTheAssessment) {
  const EnrolmentVerdict complete{State::complete, std::nullopt, Confidence::likely, {}};
  const std::vector findings{kGood, finding("account-conflict", Health::unhealthy)};
  const Finding summary = summary_finding(findings, &complete);
  const Assessment verdict = assess(findings, &complete);
  EXPECT_EQ(result_text(summary), "Attention; cause=AccountConflict; findings=account-conflict");
  EXPECT_EQ(summary.detail, verdict.headline);
  EXPECT_EQ(summary.health, verdict.health);
}

TEST(Summary, GathersTheEvidence) {
  Finding one = kBad, two = kGood;
  one.evidence.push_back({"a", "1", std::nullopt, "x"});
  two.evidence.push_back({"b", "2", std::nullopt, "y"});
  const Finding summary = summary_finding(std::vector{one, two}, nullptr);
  ASSERT_EQ(summary.evidence.size(), 2U);
  EXPECT_EQ(summary.evidence[0].source, "a");
  EXPECT_EQ(summary.evidence[1].source, "b");
}

TEST(Summary, ShowsTheSameEvidenceOnce) {
  Finding one = kBad, two = kAlsoBad;
  one.evidence = {{"jamf.log", "line 3", std::nullopt, "x"}, {"jamf.log", "line 4", std::nullopt, "x"}};
  two.evidence = {one.evidence[1]};
  EXPECT_EQ(summary_finding(std::vector{one, two}, nullptr).evidence, one.evidence);
}

TEST(Summary, NamesWhatAHealthyMacWasNotAsked) {
  const std::vector<Unasked> unasked{{"mdm", "another volume"}, {"repair", "not collected"}};
  const Finding healthy = summary_finding(std::vector{kGood}, nullptr, unasked);
  EXPECT_EQ(result_text(healthy), "Healthy; unasked=mdm,repair");
  EXPECT_EQ(healthy.detail, "Healthy; not asked: mdm: another volume; not asked: repair: not collected");
  EXPECT_EQ(result_text(summary_finding(std::vector{kBad}, nullptr, unasked)), text({kBad}));
}

}  // namespace
}  // namespace enrolkit
