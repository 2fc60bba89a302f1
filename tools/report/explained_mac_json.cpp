#include "report/explained_mac_json.h"

#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/enrolment/advice.h"
#include "core/enrolment/cause.h"
#include "core/enrolment/findings.h"
#include "report/line_kind.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::open: return "running";
    case Outcome::enrolled: return "enrolled";
    case Outcome::failed: return "failed";
    case Outcome::interrupted: return "interrupted";
    case Outcome::unproven: return "unproven";
    case Outcome::rolled_back: return "rolled-back";
  }
  return "unproven";
}

ordered_json line_json(const Evidence& e) {
  return {{"source", e.source}, {"where", e.where}, {"when", to_json(e.when)}, {"text", e.text}};
}

ordered_json line_json(const LogReference& reference, const LogRead& log) {
  return line_json(evidence_of(reference, log));
}

ordered_json line_json(const std::optional<LogReference>& reference, const LogRead& log) {
  return reference ? line_json(*reference, log) : ordered_json(nullptr);
}

ordered_json line_json(const std::optional<Evidence>& e) { return e ? line_json(*e) : ordered_json(nullptr); }

ordered_json reboot_json(const std::optional<Reboot>& reboot) {
  if (!reboot) return nullptr;
  return {{"silence_s", reboot->silence},
          {"pid_before", reboot->pid_before},
          {"pid_after", reboot->pid_after},
          {"confirmed", reboot->confirmed},
          {"proof", line_json(reboot->proof)}};
}

ordered_json attempt_json(const Attempt& attempt, const LogRead& log) {
  ordered_json steps = ordered_json::array(), followed = ordered_json::array();
  for (const LogReference& step : attempt.steps) {
    ordered_json line = line_json(step, log);
    line["step"] = step_of(step.key);
    line["kind"] = kind_of(step);
    steps.push_back(std::move(line));
  }
  for (const LogReference& reference : attempt.followed) {
    followed.push_back(line_json(reference, log));
    followed.back()["kind"] = kind_of(reference);
  }
  return {{"by", attempt.re_enroller ? "ReEnroller" : "jamf"},
          {"outcome", to_text(attempt.outcome)},
          {"pid", attempt.pid},
          {"began", to_json(attempt.first.at)},
          {"ended", to_json(attempt.last.at)},
          {"account", printable(attempt.account)},
          {"server", printable(redacted(attempt.server))},
          {"return_code", attempt.return_code ? ordered_json(*attempt.return_code) : ordered_json(nullptr)},
          {"first_error", line_json(attempt.first_error, log)},
          {"symptoms", attempt.symptoms},
          {"keychain_restored", attempt.keychain_restored},
          {"reboot_after", reboot_json(attempt.reboot)},
          {"steps", std::move(steps)},
          {"followed_by", std::move(followed)}};
}

}  // namespace

ordered_json to_json(const ExplainedMac& c) {
  const Diagnosis& d = c.diagnosis;
  const Assessment all = c.verdict();
  ordered_json out{{"schema", kExplainSchema},
                   {"source", printable(c.source)},
                   {"host", nullptr},
                   {"state", to_text(d.state)},
                   {"health", to_text(all.health)},
                   {"headline", all.headline},
                   {"cause", all.cause ? ordered_json(to_text(*all.cause)) : ordered_json(nullptr)},
                   {"confidence", all.cause ? ordered_json(to_text(all.confidence)) : ordered_json(nullptr)},
                   {"sentence", d.sentence},
                   {"missing", d.missing},
                   {"gaps", ordered_json::array()},
                   {"step", d.step},
                   {"at", to_json(d.at)},
                   {"code", d.code ? ordered_json(*d.code) : ordered_json(nullptr)},
                   {"repeats", d.repeats},
                   {"supports", d.supports},
                   {"also", ordered_json::array()},
                   {"confirm", nullptr},
                   {"remedies", ordered_json::array()},
                   {"attempts", ordered_json::array()},
                   {"contact", nullptr},
                   {"elsewhere", ordered_json::array()},
                   {"findings", ordered_json::array()},
                   {"files", ordered_json::array()},
                   {"faults", ordered_json::array()},
                   {"trouble", c.trouble.empty() ? ordered_json(nullptr) : ordered_json(c.trouble)}};
  for (const Cause cause : d.also) out["also"].push_back(to_text(cause));
  if (all.cause) {
    // What is certain rests on that already.
    if (all.confidence != Confidence::certain) out["confirm"] = advice_on(*all.cause).confirm;
    for (const std::string& remedy : remedies_for(*all.cause, c.advice())) out["remedies"].push_back(remedy);
  }
  for (const Evidence& e : d.elsewhere) out["elsewhere"].push_back(line_json(e));
  for (const Gap& gap : all.gaps) {
    out["gaps"].push_back(
        {{"finding", printable(gap.finding)}, {"why", printable(gap.why)}, {"how", gap.how}});
  }
  for (const Finding& finding : c.shown()) out["findings"].push_back(to_json(finding));
  if (const auto* read = value_of(c.log)) {
    out["host"] = printable(read->history.host);
    for (const Attempt& attempt : d.attempts) out["attempts"].push_back(attempt_json(attempt, *read));
    out["contact"] = line_json(read->history.contact, *read);
    for (const std::string& source : read->sources) out["files"].push_back(printable(source));
    for (const std::string& fault : read->faults) out["faults"].push_back(printable(fault));
  }
  return out;
}

}  // namespace enrolkit
