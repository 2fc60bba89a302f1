#include "core/enrolment/refine_form.h"

#include <fmt/format.h>

#include "core/enrolment/check_ins.h"

namespace enrolkit {
namespace {

bool shows_anything_good(const History& history) {
  const Diagnosis d = diagnose(history, {});
  const bool kept = d.state == State::complete && d.cause != Cause::signature_lost;
  return !d.cause || kept || judge_check_ins(history).state == CheckIns::State::working;
}

void add_missing(Diagnosis& diagnosis, std::string_view words) {
  diagnosis.confidence = Confidence::likely;
  if (!diagnosis.missing.empty()) diagnosis.missing += ' ';
  diagnosis.missing += words;
}

}  // namespace

void note_outside(History& history, const std::optional<LogReference>& outside) {
  history.outside = outside;
  if (outside && decides(history.quality.form) && shows_anything_good(history))
    history.quality.form = LogForm::mixed;
}

void refine_with_form(Diagnosis& diagnosis, const History& history) {
  const LogForm form = history.quality.form;
  if (!decides(form)) {
    Diagnosis unknown;
    unknown.sentence = about_form(history);
    diagnosis = std::move(unknown);
    return;
  }
  if (form != LogForm::whole) add_missing(diagnosis, about(form));
  if (history.outside) {
    add_missing(diagnosis, fmt::format("When this was said, which is not jamf's own record: {}",
                                       own_words(*history.outside)));
  }
}

}  // namespace enrolkit
