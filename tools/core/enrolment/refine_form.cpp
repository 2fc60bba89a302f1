#include "core/enrolment/refine_form.h"

namespace enrolkit {

void refine_with_form(Diagnosis& diagnosis, LogForm form) {
  if (form == LogForm::whole) return;
  if (!decides(form)) {
    Diagnosis unknown;
    unknown.sentence = about(form);
    diagnosis = std::move(unknown);
    return;
  }
  diagnosis.confidence = Confidence::likely;
  if (!diagnosis.missing.empty()) diagnosis.missing += ' ';
  diagnosis.missing += about(form);
}

}  // namespace enrolkit
