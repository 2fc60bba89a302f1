#include "core/enrolment/findings.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/enrolment/check_ins.h"
#include "core/enrolment/reasons.h"
#include "core/enrolment/silence.h"

namespace enrolkit {
namespace {

constexpr std::string_view kNoLog = "there is no jamf.log";
constexpr std::string_view kNeverJamf = "no jamf.log, and nothing of Jamf's framework on this volume";

std::string date(const std::optional<LocalTime>& time) { return time ? to_text(*time) : std::string(); }
std::string date(const std::optional<LogReference>& reference) {
  return reference ? date(reference->at) : std::string();
}

// The answer when there is no log to judge; `never` is the code for a Mac that Jamf never touched.
Finding without_log(std::string_view id, const LogEvidence& evidence, std::string_view never) {
  if (const auto* why = why_unreadable(evidence.log)) return unknown(id, *why);
  if (evidence.framework_presence != FrameworkPresence::none || never.empty()) return unknown(id, kNoLog);
  Finding finding;
  finding.id = id;
  finding.health = Health::unhealthy;
  finding.code = never;
  finding.detail = kNeverJamf;
  return finding;
}

// A Date attribute that has no date: empty, which Jamf Pro stores as "no value".
Finding no_date(std::string_view id, Health health, std::string_view detail) {
  Finding finding;
  finding.id = id;
  finding.health = health;
  finding.code.clear();
  finding.detail = detail;
  return finding;
}

}  // namespace

namespace {

void add_evidence(Finding& finding, const Diagnosis& d, const LogRead* log) {
  if (log != nullptr) {
    for (const LogReference& reference : d.evidence) finding.evidence.push_back(evidence_of(reference, *log));
  }
  finding.evidence.insert(finding.evidence.end(), d.elsewhere.begin(), d.elsewhere.end());
}

}  // namespace

Finding enrolment_finding(const LogEvidence& evidence, const Diagnosis& diagnosis) {
  const auto* log = value_of(evidence.log);
  const Diagnosis& d = diagnosis;
  // Another log may tell what jamf.log, which is not there, does not.
  if (log == nullptr && !d.cause) return without_log("enrolment", evidence, to_text(State::not_enrolled));
  Finding finding;
  finding.id = "enrolment";
  finding.code = to_text(d.state);
  finding.detail = d.sentence;
  switch (d.state) {
    case State::complete:
      finding.health = d.cause ? Health::unhealthy : d.doubtful ? Health::unknown : Health::healthy;
      break;
    case State::failed:
    case State::interrupted:
    case State::not_enrolled: finding.health = Health::unhealthy; break;
    case State::in_progress:
    case State::unknown:
      finding.health = d.cause && *d.cause != Cause::unclear && *d.cause != Cause::setup_running
                           ? Health::unhealthy
                           : Health::unknown;
  }
  if (d.state == State::unknown) {
    finding.pairs.push_back({"reason", log == nullptr || log->history.last || !d.elsewhere.empty()
                                           ? d.sentence
                                           : "no line of jamf in the log"});
  }
  if (d.cause) finding.pairs.push_back({"cause", std::string(to_text(*d.cause))});
  finding.pairs.push_back({"step", d.step});
  finding.pairs.push_back({"at", date(d.at)});
  if (d.code) finding.pairs.push_back({"code", fmt::format("{}", *d.code)});
  add_evidence(finding, d, log);
  return finding;
}

Finding enrolment_failed_at_finding(const LogEvidence& evidence, const Diagnosis& diagnosis) {
  constexpr std::string_view kId = "enrolment-failed-at";
  const auto* log = value_of(evidence.log);
  if (log == nullptr && !diagnosis.cause) {
    return evidence.framework_presence == FrameworkPresence::none &&
                   std::holds_alternative<Absent>(evidence.log)
               ? no_date(kId, Health::unhealthy, kNeverJamf)
               : without_log(kId, evidence, "");
  }
  const bool failed = diagnosis.state == State::failed || diagnosis.state == State::interrupted;
  if (!failed) {
    if (diagnosis.state == State::unknown) return unknown(kId, diagnosis.sentence);
    return no_date(kId, diagnosis.state == State::complete ? Health::healthy : Health::unknown,
                   "No enrolment that failed and was not made good since.");
  }
  if (!diagnosis.at) return unknown(kId, "the year of the log's lines is not known");
  Finding finding = no_date(kId, Health::unhealthy, diagnosis.sentence);
  finding.code = to_text(*diagnosis.at);
  add_evidence(finding, diagnosis, log);
  return finding;
}

Finding last_contact_finding(const LogEvidence& evidence) {
  constexpr std::string_view kId = "last-contact";
  const auto* log = value_of(evidence.log);
  if (log == nullptr) {
    return evidence.framework_presence == FrameworkPresence::none &&
                   std::holds_alternative<Absent>(evidence.log)
               ? no_date(kId, Health::unhealthy, kNeverJamf)
               : without_log(kId, evidence, "");
  }
  const History& h = log->history;
  if (!h.last) return unknown(kId, "no line of jamf in the log");
  if (!h.contact) {
    // A few attempts may be the beginning of a log that was cut there.
    const bool many = h.failed.count > kGraceRuns || h.unended.count > kGraceRuns;
    return no_date(kId, many || h.signature.count > 0 ? Health::unhealthy : Health::unknown,
                   h.checkings == 0 ? "No line proves contact, and no check-in began."
                                    : fmt::format("No line proves contact; {} check-in{} began.", h.checkings,
                                                  h.checkings == 1 ? "" : "s"));
  }
  if (!h.contact->at) return unknown(kId, "the year of the log's lines is not known");
  if (const auto why = why_contact_to_come(h, evidence.uptime)) {
    Finding doubted = unknown(kId, *why);
    doubted.evidence.push_back(evidence_of(*h.contact, *log));
    return doubted;
  }
  Finding finding = no_date(kId, Health::healthy, "The last line that proves an answer of the server.");
  finding.code = to_text(*h.contact->at);
  finding.evidence.push_back(evidence_of(*h.contact, *log));
  return finding;
}

namespace {

// The Mac enrolled, nothing but the network failed since, and its first check-in may still come.
bool awaits_first(const History& h, const CheckIns& c) {
  const bool just_enrolled = h.contact && h.contact->key == Message::return_code;
  const bool well = h.signature.count == 0 && h.daemon.count == 0 &&
                    h.failed.count == h.reasons[static_cast<std::size_t>(Reason::Kind::network)];
  return just_enrolled && well && !c.silent && !c.unproven && !c.enrolling && !c.unlike_habit;
}

}  // namespace

Finding check_in_finding(const LogEvidence& evidence) {
  constexpr std::string_view kId = "check-in";
  const auto* log = value_of(evidence.log);
  if (log == nullptr) return without_log(kId, evidence, "");
  const History& h = log->history;
  const CheckIns c = judge_check_ins(h, evidence.uptime, evidence.delivered);
  std::vector<Evidence> seen;
  if (c.since) seen.push_back(evidence_of(*c.since, *log));
  if (c.last && (!c.since || is_after(*c.last, *c.since))) seen.push_back(evidence_of(*c.last, *log));
  if (h.contact) seen.push_back(evidence_of(*h.contact, *log));
  const std::vector<Pair> since{{"since", date(c.since)},
                                {"count", c.since ? fmt::format("{}", c.count) : ""},
                                {"last-success", date(h.contact)}};
  switch (c.state) {
    case CheckIns::State::working:
      return make_finding(kId, Health::healthy, "Working", {{"last-success", date(h.contact)}}, c.what,
                          std::move(seen));
    case CheckIns::State::failing: {
      std::vector<Pair> pairs{{"what", c.what}, {"cause", std::string(to_text(*c.cause))}};
      pairs.insert(pairs.end(), since.begin(), since.end());
      return make_finding(kId, Health::unhealthy, "Failing", std::move(pairs), c.what, std::move(seen));
    }
    case CheckIns::State::unknown: break;
  }
  Finding finding = unknown(kId, c.what);
  if (awaits_first(h, c)) finding.pairs.push_back({"awaited", "first-check-in"});
  if (c.cause) finding.pairs.push_back({"cause", std::string(to_text(*c.cause))});
  finding.pairs.insert(finding.pairs.end(), since.begin(), since.end());
  finding.evidence = std::move(seen);
  return finding;
}

namespace {

// No line tells that a later inventory was taken. Where check-ins went on for days and none was refused, what was refused before
// is history: one for a day, several for a week, in which the rarest inventories come, too.
bool is_old(const Trouble& refused, const History& history) {
  constexpr std::int64_t kDaySeconds = 86'400, kWeekSeconds = 7 * kDaySeconds;
  return history.contact_second - refused.last_second >= (refused.count == 1 ? kDaySeconds : kWeekSeconds);
}

}  // namespace

Finding inventory_finding(const LogEvidence& evidence) {
  constexpr std::string_view kId = "inventory";
  const auto* log = value_of(evidence.log);
  if (log == nullptr) return without_log(kId, evidence, "");
  const Trouble& refused = log->history.inventory;
  if (!log->history.last) return unknown(kId, "no line of jamf in the log");
  if (const auto& taken = log->history.inventory_taken; taken && refused.count == 0) {
    return make_finding(kId, Health::healthy, "Taken", {{"at", date(taken)}},
                        "The server took an inventory, and none was refused since.",
                        {evidence_of(*taken, *log)});
  }
  if (refused.count == 0) {
    return make_finding(
        kId, Health::unknown, kInventoryNotShown, {},
        "No inventory was refused. That one was taken no line of jamf.log shows: see Last Inventory "
        "Update in Jamf Pro.");
  }
  std::vector<Evidence> seen{evidence_of(*refused.first, *log)};
  if (refused.count > 1) seen.push_back(evidence_of(*refused.last, *log));
  constexpr std::uint64_t kSeveral = 2;
  const Reason& reason = log->history.inventory_reason;
  const bool missed = reason.kind == Reason::Kind::network;
  // On a healthy Mac one in many runs meets a time-out, and goes by.
  const auto& contact = log->history.contact;
  const bool goes_by = refused.count < kSeveral && missed && contact && is_after(*contact, *refused.last);
  if (goes_by || is_old(refused, log->history)) {
    Finding finding = make_finding(
        kId, Health::unknown, kInventoryNotShown, {},
        fmt::format(
            "{}: check-ins have reached the server since, and no line of jamf.log shows that an inventory was taken. "
            "See Last Inventory Update in Jamf Pro.",
            goes_by ? "One inventory missed the server, which says little"
                    : "An inventory was not delivered long ago, which says little of today"));
    finding.evidence = std::move(seen);
    return finding;
  }
  if (refused.count < kSeveral) {
    Finding finding = unknown(kId, "the last inventory was not delivered");
    finding.evidence = std::move(seen);
    return finding;
  }
  std::vector<Pair> pairs{{"since", date(refused.first)}, {"count", fmt::format("{}", refused.count)}};
  // Whose signature is taken at its check-ins has not lost it.
  if (spares_signature(reason.kind)) pairs.push_back({"cause", std::string(to_text(cause_of(reason)))});
  return make_finding(
      kId, Health::unhealthy, missed ? "NotDelivered" : "Refused", std::move(pairs),
      fmt::format("{} inventories in a row were not delivered: what Jamf Pro shows of this Mac is old.",
                  refused.count),
      std::move(seen));
}

Finding log_finding(const LogEvidence& evidence) {
  const auto* log = value_of(evidence.log);
  if (log == nullptr) return without_log("log", evidence, "");
  const History& h = log->history;
  const LogQuality& q = h.quality;
  Finding finding;
  finding.id = "log";
  if (h.edited) {
    finding.code = "Edited";
    finding.health = Health::unhealthy;
    finding.detail = "A repair script deleted lines from this log; what it does not show may have happened.";
    finding.evidence.push_back(evidence_of(*h.edited, *log));
  } else if (!is_read(q.form) || (q.records == 0 && !decides(q.form))) {
    return unknown("log", about_form(h));
  } else if (q.records == 0) {
    return unknown("log", q.lines == 0 ? "the log is empty" : "no line of jamf in it");
  } else if (!log->faults.empty() || q.damaged + q.endless + q.undated > 0) {
    finding.code = "Damaged";
    finding.health = Health::unhealthy;
    finding.detail = "Part of the log could not be read; what could be read was.";
  } else if (q.form != LogForm::whole) {
    finding.code = kLogFormNames[q.form];
    finding.health = Health::unhealthy;
    finding.detail = about_form(h);
  } else {
    finding.code = "Whole";
    finding.health = Health::healthy;
    finding.detail = "Every line was read.";
  }
  finding.pairs = {{"lines", fmt::format("{}", q.lines)}};
  const auto add = [&](std::string_view key, std::uint64_t count) {
    if (count != 0) finding.pairs.push_back({std::string(key), fmt::format("{}", count)});
  };
  add("undated", q.undated);
  add("damaged", q.damaged);
  add("endless", q.endless);
  for (const std::string& fault : log->faults) {
    finding.evidence.push_back({printable(fault), "", std::nullopt, ""});
  }
  return finding;
}

}  // namespace enrolkit
