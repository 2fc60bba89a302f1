#include "ea/attributes.h"

namespace enrolkit {
namespace {

Finding answer(Mac& mac) {
  return mac.of_log(enrolment_failed_at_finding(mac.log_evidence(), mac.diagnosis()));
}

}  // namespace

const Attribute kEnrolmentFailedAt{"enrolment-failed-at",
                                   AttributeType::date,
                                   {},
                                   {},
                                   {},
                                   "When did the enrolment break that was not made good since?",
                                   answer};

}  // namespace enrolkit
