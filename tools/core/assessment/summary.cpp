#include "core/assessment/summary.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace enrolkit {
namespace {

// What all findings say together.
struct Gathered {
  std::string cause;        // of the first finding that names one
  std::string not_healthy;  // ids, with commas
  bool attention = false;
  std::vector<Evidence> evidence;
};

Gathered gather(std::span<const Finding> findings) {
  Gathered all;
  for (const Finding& finding : findings) {
    all.attention |= finding.health == Health::unhealthy;
    if (finding.health != Health::healthy) {
      if (!all.not_healthy.empty()) all.not_healthy += ',';
      all.not_healthy += finding.id;
    }
    for (const Pair& pair : finding.pairs) {
      if (pair.key == "cause" && all.cause.empty()) all.cause = pair.value;
    }
    for (const Evidence& one : finding.evidence) {
      if (std::find(all.evidence.begin(), all.evidence.end(), one) == all.evidence.end()) {
        all.evidence.push_back(one);
      }
    }
  }
  return all;
}

}  // namespace

Finding summary_finding(std::span<const Finding> findings) {
  constexpr std::string_view kId = "summary";
  Gathered all = gather(findings);
  const auto code = [](SummaryState state) { return kSummaryStateNames[state]; };
  if (all.attention) {
    return make_finding(kId, Health::unhealthy, code(SummaryState::attention),
                        {{"cause", all.cause}, {"findings", all.not_healthy}},
                        "Needs attention: " + all.not_healthy, std::move(all.evidence));
  }
  if (findings.empty() || !all.not_healthy.empty()) {
    return make_finding(
        kId, Health::unknown, code(SummaryState::unknown),
        {{"reason", findings.empty() ? "nothing was looked at" : "not everything could be told"},
         {"cause", all.cause},
         {"findings", all.not_healthy}},
        "Could not tell: " + all.not_healthy, std::move(all.evidence));
  }
  return make_finding(kId, Health::healthy, code(SummaryState::healthy), {},
                      "All that was looked at is sound.", std::move(all.evidence));
}

}  // namespace enrolkit
