#include "ea/attributes.h"

namespace enrolkit {
namespace {

Finding answer(Mac& mac) { return mac.certificate_expiry(); }

}  // namespace

const Attribute kCertificateExpiry{"certificate-expiry",
                                   AttributeType::date,
                                   {},
                                   {},
                                   {},
                                   "When does the Mac's device certificate expire?",
                                   answer};

}  // namespace enrolkit
