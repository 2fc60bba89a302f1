#include "core/summary.h"

namespace enrolkit {

Finding summary_finding(std::span<const Finding> findings) {
  Finding summary;
  summary.id = "summary";
  std::string cause, unhealthy, unknown_ones;
  for (const Finding& finding : findings) {
    std::string* list = finding.health == Health::unhealthy ? &unhealthy
                        : finding.health == Health::unknown ? &unknown_ones
                                                            : nullptr;
    if (list != nullptr) {
      if (!list->empty()) *list += ',';
      *list += finding.id;
    }
    for (const Pair& pair : finding.pairs) {
      if (pair.key == "cause" && cause.empty()) cause = pair.value;
    }
    summary.evidence.insert(summary.evidence.end(), finding.evidence.begin(), finding.evidence.end());
  }
  if (!unhealthy.empty()) {
    summary.code = "Attention";
    summary.health = Health::unhealthy;
    summary.pairs = {{"cause", cause}, {"findings", unhealthy}};
    summary.detail = "Needs attention: " + unhealthy;
  } else if (findings.empty() || !unknown_ones.empty()) {
    summary.pairs = {{"reason", findings.empty() ? "nothing was looked at" : "not everything could be told"},
                     {"cause", cause},
                     {"findings", unknown_ones}};
    summary.detail = "Could not tell: " + unknown_ones;
  } else {
    summary.code = "Healthy";
    summary.health = Health::healthy;
    summary.detail = "All that was looked at is sound.";
  }
  return summary;
}

}  // namespace enrolkit
