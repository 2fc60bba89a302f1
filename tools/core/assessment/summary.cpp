#include "core/assessment/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/enrolment/findings.h"

namespace enrolkit {
namespace {

// Ids of those that are not healthy, with commas, in their order.
std::string not_healthy(std::span<const Finding> findings) {
  std::string ids;
  for (const Finding& finding : findings) {
    if (!is_counted(finding)) continue;
    if (!ids.empty()) ids += ',';
    ids += finding.id;
  }
  return ids;
}

// Of all of them, the same evidence once.
std::vector<Evidence> evidence_of_all(std::span<const Finding> findings) {
  std::vector<Evidence> all;
  for (const Finding& finding : findings) {
    for (const Evidence& one : finding.evidence) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  return all;
}

SummaryState state_of(Health health) {
  switch (health) {
    case Health::healthy: return SummaryState::healthy;
    case Health::unhealthy: return SummaryState::attention;
    case Health::unknown: return SummaryState::unknown;
  }
  return SummaryState::unknown;
}

}  // namespace

bool is_counted(const Finding& finding) {
  if (finding.health == Health::healthy) return false;
  // Before the first check-in after an enrolment there is nothing to tell.
  const auto is_awaited = [](const Pair& pair) { return pair.key == "awaited"; };
  if (finding.health == Health::unknown && finding.id == "check-in" &&
      std::any_of(finding.pairs.begin(), finding.pairs.end(), is_awaited))
    return false;
  return finding.health != Health::unknown || finding.id != "inventory" || finding.code != kInventoryNotShown;
}

Finding summary_finding(std::span<const Finding> findings, const EnrolmentVerdict* enrolment,
                        std::span<const Unasked> unasked) {
  const Assessment verdict = assess(findings, enrolment);
  std::vector<Pair> pairs;
  if (verdict.health == Health::unknown) {
    pairs.push_back({"reason", findings.empty() ? "nothing was looked at" : "not everything could be told"});
  }
  if (verdict.health != Health::healthy) {
    pairs.push_back({"cause", verdict.cause ? std::string(to_text(*verdict.cause)) : ""});
    pairs.push_back({"findings", not_healthy(findings)});
  }
  std::string detail = verdict.headline;
  if (verdict.health == Health::healthy && !unasked.empty()) {
    std::string names;
    for (const Unasked& one : unasked) {
      names += (names.empty() ? "" : ",") + one.finding;
      detail += fmt::format("; not asked: {}: {}", one.finding, one.why);
    }
    pairs.push_back({"unasked", std::move(names)});
  }
  for (const Gap& gap : gaps_together(verdict.gaps)) {
    detail +=
        "; not known: " + (gap.finding.empty() ? "" : gap.finding + ": ") + gap.why + " (" + gap.how + ")";
  }
  return make_finding("summary", verdict.health, kSummaryStateNames[state_of(verdict.health)],
                      std::move(pairs), std::move(detail), evidence_of_all(findings));
}

}  // namespace enrolkit
