#include "ea/attributes.h"

namespace enrolkit {
namespace {

Finding answer(Mac& mac) { return mac.of_log(last_contact_finding(mac.log_evidence())); }

}  // namespace

const Attribute kLastContact{"last-contact",
                             AttributeType::date,
                             {},
                             {},
                             {},
                             "When did the server last answer the jamf binary? Proof, never an attempt.",
                             answer};

}  // namespace enrolkit
