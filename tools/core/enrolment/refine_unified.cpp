#include "core/enrolment/refine_unified.h"

namespace enrolkit {
namespace {

constexpr std::string_view kSource = "log show";

void add_words(std::string& text, std::string_view words) {
  if (!text.empty()) text += ' ';
  text += words;
}

}  // namespace

void refine_with_unified_log(Diagnosis& d, const Reading<History>& copy, const MacContext& context) {
  const auto* history = value_of(copy);
  if (history == nullptr || d.cause || d.state == State::in_progress) return;
  Diagnosis told = diagnose(*history, context);
  if (!told.cause) {
    add_words(d.missing, "The last day of the unified log, a second copy of it, names no cause.");
    return;
  }
  if (told.state != State::complete) d.state = told.state;
  d.cause = told.cause;
  d.confidence = Confidence::likely;
  d.sentence = std::move(told.sentence);
  d.step = std::move(told.step);
  d.at = told.at;
  d.code = told.code;
  d.supports = std::move(told.supports);
  d.also = std::move(told.also);
  d.repeats = told.repeats;
  for (const LogReference& reference : told.evidence) {
    d.elsewhere.push_back({std::string(kSource), "", reference.at, shown_text(reference)});
  }
  add_words(d.missing,
            "This rests on the last day of the unified log, a second copy of jamf.log that may lack lines.");
  add_words(d.missing, told.missing);
}

}  // namespace enrolkit
