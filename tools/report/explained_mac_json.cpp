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

// Field by field: a list in braces costs three times the code, and enrolkit-ea links this.
ordered_json line_json(const Evidence& e) {
  ordered_json out;
  out["source"] = e.source;
  out["where"] = e.where;
  out["when"] = to_json(e.when);
  out["text"] = e.text;
  return out;
}

ordered_json line_json(const LogReference& reference, const LogRead& log) {
  return line_json(evidence_of(reference, log));
}

ordered_json line_json(const std::optional<LogReference>& reference, const LogRead& log) {
  return reference ? line_json(*reference, log) : ordered_json(nullptr);
}

ordered_json line_json(const std::optional<Evidence>& e) { return e ? line_json(*e) : ordered_json(nullptr); }

template <class Number>
ordered_json or_null(const std::optional<Number>& number) {
  return number ? ordered_json(*number) : ordered_json(nullptr);
}

ordered_json reboot_json(const std::optional<Reboot>& reboot) {
  if (!reboot) return nullptr;
  ordered_json out;
  out["silence_s"] = reboot->silence;
  out["pid_before"] = reboot->pid_before;
  out["pid_after"] = reboot->pid_after;
  out["confirmed"] = reboot->confirmed;
  out["proof"] = line_json(reboot->proof);
  return out;
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
  ordered_json out;
  out["by"] = attempt.re_enroller ? "ReEnroller" : "jamf";
  out["outcome"] = to_text(attempt.outcome);
  out["pid"] = attempt.pid;
  out["began"] = to_json(attempt.first.at);
  out["ended"] = to_json(attempt.last.at);
  out["account"] = printable(attempt.account);
  out["server"] = printable(redacted(attempt.server));
  out["return_code"] = or_null(attempt.return_code);
  out["first_error"] = line_json(attempt.first_error, log);
  out["symptoms"] = attempt.symptoms;
  out["keychain_restored"] = attempt.keychain_restored;
  out["reboot_after"] = reboot_json(attempt.reboot);
  out["steps"] = std::move(steps);
  out["followed_by"] = std::move(followed);
  return out;
}

void add_advice(ordered_json& out, const ExplainedMac& c, const Assessment& all) {
  out["meaning"] = advice_on(*all.cause).meaning;
  // What is certain rests on that already.
  if (all.confidence != Confidence::certain) out["confirm"] = advice_on(*all.cause).confirm;
  const std::vector<ToDo> remedies = remedies_for(*all.cause, all.also, c.advice());
  out["remedies"] = lines_of(remedies);
  for (const ToDo& remedy : remedies) {
    ordered_json& one = out["to_do"].emplace_back();
    one["text"] = remedy.text;
    one["ways"] = remedy.ways;
  }
}

void add_log(ordered_json& out, const Diagnosis& d, const LogRead& read) {
  out["host"] = printable(read.history.host);
  out["attempts_left_out"] = read.history.attempts_dropped;
  for (const Attempt& attempt : d.attempts) out["attempts"].push_back(attempt_json(attempt, read));
  out["contact"] = line_json(read.history.contact, read);
  for (const std::string& source : read.sources) out["files"].push_back(printable(source));
  for (const std::string& fault : read.faults) out["faults"].push_back(printable(fault));
}

}  // namespace

ordered_json to_json(const ExplainedMac& c) {
  const Diagnosis& d = c.diagnosis;
  const Assessment all = c.verdict();
  ordered_json out;
  out["schema"] = kExplainSchema;
  out["source"] = printable(c.source);
  out["host"] = nullptr;
  out["serial"] = c.serial.empty() ? ordered_json(nullptr) : ordered_json(printable(c.serial));
  out["state"] = to_text(d.state);
  out["health"] = to_text(all.health);
  out["headline"] = all.headline;
  out["cause"] = all.cause ? ordered_json(to_text(*all.cause)) : ordered_json(nullptr);
  out["confidence"] = all.cause ? ordered_json(to_text(all.confidence)) : ordered_json(nullptr);
  out["sentence"] = c.sentence(all);
  out["missing"] = d.missing;
  out["gaps"] = ordered_json::array();
  out["unasked"] = ordered_json::array();
  out["step"] = d.step;
  out["at"] = to_json(d.at);
  out["code"] = or_null(d.code);
  out["repeats"] = d.repeats;
  out["meaning"] = nullptr;
  out["supports"] = d.supports;
  out["also"] = ordered_json::array();
  out["confirm"] = nullptr;
  for (const char* list : {"remedies", "to_do", "attempts"}) out[list] = ordered_json::array();
  out["attempts_left_out"] = 0;
  out["contact"] = nullptr;
  for (const char* list : {"elsewhere", "findings", "files", "faults"}) out[list] = ordered_json::array();
  out["trouble"] = c.trouble.empty() ? ordered_json(nullptr) : ordered_json(c.trouble);
  for (const Cause cause : d.also) out["also"].push_back(to_text(cause));
  if (all.cause) add_advice(out, c, all);
  for (const Evidence& e : d.elsewhere) out["elsewhere"].push_back(line_json(e));
  for (const Gap& gap : all.gaps) {
    ordered_json& told = out["gaps"].emplace_back();
    told["finding"] = printable(gap.finding);
    told["why"] = printable(gap.why);
    told["how"] = gap.how;
  }
  for (const Unasked& one : c.unasked)
    out["unasked"].push_back({{"finding", printable(one.finding)}, {"why", printable(one.why)}});
  for (const Finding& finding : c.shown()) out["findings"].push_back(to_json(finding));
  if (const auto* read = value_of(c.log)) add_log(out, d, *read);
  return out;
}

}  // namespace enrolkit
