#include "report/line_kind.h"

namespace enrolkit {

bool is_symptom_line(const LogReference& reference) {
  return reference.key == Message::security_domain || reference.key == Message::security_error ||
         reference.key == Message::device_signature || reference.key == Message::sending_error;
}

bool is_error_line(const LogReference& reference) {
  return reference.key == Message::enrol_error || reference.key == Message::permission_error ||
         reference.key == Message::connection_failure || reference.key == Message::trust_failed ||
         reference.key == Message::cocoa_domain || reference.key == Message::re_enroller_failed;
}

std::string_view kind_of(const LogReference& reference) {
  if (is_error_line(reference)) return "error";
  if (is_symptom_line(reference)) return "symptom";
  if (proves_contact(reference.key)) return "proof";
  if (reference.key == Message::offline) return "offline";
  if (reference.key == Message::checking || reference.key == Message::checking_id) return "check-in";
  return "step";
}

}  // namespace enrolkit
