#include "core/assessment/summary.h"

namespace enrolkit {

Finding summary_finding(std::span<const Finding> findings) {
  Finding summary;
  summary.id = "summary";
  std::string cause, not_healthy;
  bool attention = false;
  for (const Finding& finding : findings) {
    attention |= finding.health == Health::unhealthy;
    if (finding.health != Health::healthy) {
      if (!not_healthy.empty()) not_healthy += ',';
      not_healthy += finding.id;
    }
    for (const Pair& pair : finding.pairs) {
      if (pair.key == "cause" && cause.empty()) cause = pair.value;
    }
    summary.evidence.insert(summary.evidence.end(), finding.evidence.begin(), finding.evidence.end());
  }
  if (attention) {
    summary.code = "Attention";
    summary.health = Health::unhealthy;
    summary.pairs = {{"cause", cause}, {"findings", not_healthy}};
    summary.detail = "Needs attention: " + not_healthy;
  } else if (findings.empty() || !not_healthy.empty()) {
    summary.pairs = {{"reason", findings.empty() ? "nothing was looked at" : "not everything could be told"},
                     {"cause", cause},
                     {"findings", not_healthy}};
    summary.detail = "Could not tell: " + not_healthy;
  } else {
    summary.code = "Healthy";
    summary.health = Health::healthy;
    summary.detail = "All that was looked at is sound.";
  }
  return summary;
}

}  // namespace enrolkit
