#include "core/assessment/summary.h"

#include <array>

#include "ea/attributes.h"
#include "evidence/findings.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"cause", "findings", "unasked"};
// In the order of the codes.
constexpr std::array<std::string_view, 3> kMeanings{"all that was asked is proven well", "something is wrong",
                                                    "something is not known, the rest is well"};

Finding answer(Mac& mac) {
  const EnrolmentVerdict enrolment = enrolment_of(mac.diagnosis());
  return summary_finding(findings_of(mac), &enrolment, unasked_of(mac));
}

}  // namespace

const Attribute kSummary{"summary",
                         AttributeType::string,
                         kSummaryStateNames.names,
                         kMeanings,
                         kKeys,
                         "Is anything wrong with this Mac's enrolment?",
                         answer};

}  // namespace enrolkit
