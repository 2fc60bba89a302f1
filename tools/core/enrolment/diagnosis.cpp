#include "core/enrolment/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/enrolment/attempt.h"
#include "core/enrolment/check_ins.h"
#include "core/enrolment/failed_attempts.h"

namespace enrolkit {
namespace {

State state_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::open: return State::in_progress;
    case Outcome::enrolled: return State::complete;
    case Outcome::failed:
    case Outcome::rolled_back: return State::failed;
    case Outcome::interrupted: return State::interrupted;
    case Outcome::unproven: return State::unknown;
  }
  return State::unknown;
}

// A Mac that is, or was, enrolled, or whose enrolment the log does not show: what its check-ins say.
void add_check_ins(const History& history, const std::optional<Uptime>& uptime, Diagnosis& d) {
  const CheckIns c = judge_check_ins(history, uptime);
  if (history.signature.count > 0) {
    d.cause = Cause::signature_lost;
    d.confidence = Confidence::likely;
    d.step = "check-in";
    const LogReference& first = *history.signature.first;
    d.at = first.at;
    d.supports.push_back(
        fmt::format("{} run{} of jamf without a valid device signature, and no proven contact since",
                    history.signature.count, history.signature.count == 1 ? "" : "s"));
    d.evidence.push_back(first);
    if (history.signature.count > 1) d.evidence.push_back(*history.signature.last);
    return;
  }
  if (c.state != CheckIns::State::failing) {
    d.doubtful = c.unexplained != 0 || c.silent || c.partial || c.unproven || c.changed;
    if (d.doubtful) d.missing = "The check-ins that follow: " + c.what + ".";
    return;
  }
  d.cause = c.cause;
  d.http_status = c.http_status;
  // Runs that miss the service at one moment, or two of them, may have met its restart.
  constexpr std::int64_t kLasting = 900;
  const Trouble& lost = history.daemon;
  const bool lasts = lost.count > kGraceRuns && lost.last_second - lost.first_second >= kLasting;
  const bool named = lost.last && names_the_daemon_itself(lost.last->text);
  d.confidence = c.cause == Cause::daemon_dead && lasts && named ? Confidence::certain : Confidence::likely;
  d.step = "check-in";
  d.at = c.since->at;
  d.supports.push_back(
      c.cause == Cause::daemon_dead
          ? fmt::format("{} runs of jamf lost the daemon's service, and no proven contact since", c.count)
      : c.partial   ? c.what
      : c.recurring ? fmt::format("{} recurring check-ins in a row failed: {}", c.count, c.what)
                    : fmt::format("{} run{} of jamf since the last success: {}", c.count,
                                  c.count == 1 ? "" : "s", c.what));
  d.evidence.push_back(*c.since);
  if (is_after(*c.last, *c.since)) d.evidence.push_back(*c.last);
  if (c.cause == Cause::unclear) d.missing = "A line of those runs, or of the server's log, that says why.";
}

// One step of the pipeline: true when it has decided what became of the enrolment.
struct Case {
  const History& history;
  const MacContext& context;
  const Attempt* latest;  // that ended last; null: none
  bool proven_since;      // a contact after it
};

bool framework_was_removed(const Case& c, Diagnosis& d) {
  const History& h = c.history;
  if (!h.removed || (c.latest != nullptr && is_after(c.latest->last, *h.removed))) return false;
  d.state = State::not_enrolled;
  d.cause = Cause::framework_missing;
  d.step = "removal";
  d.at = h.removed->at;
  if (h.removed->key == Message::framework_removed) {
    d.confidence = Confidence::certain;
    d.sentence = "The enrolment ended: jamf removed its framework from this Mac.";
  } else {
    d.confidence = Confidence::likely;
    d.sentence =
        h.removed->key == Message::removal_command
            ? "The enrolment seems to have ended: a policy ran the command that removes Jamf's framework."
            : "The enrolment seems to have ended: jamf says so in words that enrolkit does not know.";
    d.missing = "Whether Jamf's files are gone: `ls /usr/local/jamf/bin/jamf` on the Mac.";
  }
  d.supports.push_back("the lines of the removal, and no run of jamf that began since was answered");
  d.evidence.push_back(*h.removed);
  if (h.contact) d.evidence.push_back(*h.contact);
  return true;
}

bool migration_runs(const Case& c, Diagnosis& d) {
  const History& h = c.history;
  if (!h.migration || !h.migration_last) return false;
  const LogReference& last = *h.migration_last;
  if (h.contact && is_after(*h.contact, last)) return false;
  if (c.latest != nullptr && is_after(c.latest->last, last)) return false;
  constexpr std::int64_t kMigrationSeconds = 3600;
  const bool may_run = !c.context.now || !last.at ||
                       std::llabs(c.context.now->seconds - last.at->seconds) <= kMigrationSeconds;
  d.at = h.migration->at;
  d.step = "migration";
  d.evidence = {*h.migration, last};
  if (may_run) {
    d.state = State::in_progress;
    d.sentence = "A migration by ReEnroller is under way.";
    return true;
  }
  d.missing = "The end of the migration: \"Enrolled to new Jamf Server\", or what ReEnroller put back.";
  constexpr std::int64_t kBeginning = 60;
  if (c.context.excerpt && !is_after(*h.last, last) && last.clock - h.migration->clock <= kBeginning) {
    d.sentence = "The log ends as a migration by ReEnroller begins: what became of it is not known.";
    return true;
  }
  d.state = State::interrupted;
  d.cause = Cause::interrupted;
  d.sentence = "A migration by ReEnroller began, and its lines end before it did.";
  return true;
}

bool enrolment_runs(const Case& c, Diagnosis& d) {
  if (c.latest == nullptr || c.proven_since || c.latest->outcome != Outcome::open) return false;
  d.state = State::in_progress;
  d.latest = d.attempts.size() - 1;
  d.at = c.latest->first.at;
  d.sentence = "An enrolment is running.";
  d.evidence.push_back(c.latest->last);
  return true;
}

bool enrolment_has_no_end(const Case& c, Diagnosis& d) {
  if (c.latest == nullptr || c.proven_since || c.latest->outcome != Outcome::unproven) return false;
  d.state = State::unknown;
  d.latest = d.attempts.size() - 1;
  d.cause = Cause::unclear;
  d.at = c.latest->last.at;
  const bool ended = !c.latest->steps.empty() && c.latest->steps.back().key == Message::return_code;
  const bool contradicted = ended && c.latest->return_code == 0;
  d.step = ended ? "return" : "framework";
  d.sentence =
      contradicted
          ? "The enrolment met an error, and ended with return code 0: the two contradict each other, and no contact has "
            "followed."
      : ended
          ? "The enrolment ended; its return code cannot be read, and no contact is in the log."
          : "The enrolment reached the management framework, but no return code and no contact is in the log.";
  d.missing =
      contradicted ? "A completed check-in." : "The line \"Enroll return code\", or a completed check-in.";
  if (contradicted && c.latest->first_error) d.evidence.push_back(*c.latest->first_error);
  d.evidence.push_back(c.latest->last);
  return true;
}

// The run that failed says that it put the identity from before back: whether that still works is not told.
void add_put_back(const LogReference& contact, const Attempt& latest, Diagnosis& d) {
  d.put_back = true;
  d.sentence += fmt::format(" The earlier enrolment, last in contact {}, was put back.",
                            contact.at ? "at " + to_text(*contact.at) : std::string("at an unknown time"));
  d.missing = "Whether the earlier enrolment still works: the next check-in decides.";
  d.evidence.push_back(contact);
  if (latest.outcome == Outcome::failed && latest.reason.kind == Reason::Kind::permission)
    d.supports.push_back("it was a re-enrolment: the log shows an earlier enrolment of this Mac");
}

bool enrolment_failed(const Case& c, Diagnosis& d) {
  if (c.latest == nullptr || c.proven_since || c.latest->outcome == Outcome::enrolled) return false;
  d.state = state_of(c.latest->outcome);
  MacContext foreign = c.context;  // without the accounts that jamf made in an earlier run
  std::erase_if(foreign.account_creations, [&](const AccountCreation& birth) {
    return c.context.creations_in_the_macs_zone && made_by_jamf(birth, d.attempts);
  });
  judge_failed_attempts(c.history, foreign, d);
  if (c.history.contact && c.latest->keychain_restored) add_put_back(*c.history.contact, *c.latest, d);
  return true;
}

// No line of jamf's speaks of MDM: its check-ins go on without it.
void add_missing_mdm(const LogReference& line, Diagnosis& d) {
  d.evidence.push_back(line);
  if (d.cause) return d.also.push_back(Cause::mdm_not_enrolled);
  d.state = State::unknown;
  d.cause = Cause::mdm_not_enrolled;
  d.confidence = Confidence::likely;
  d.step = "mdm";
  d.at = line.at;
  const bool removed = line.pid != 0;  // jamf says so, and not ReEnroller
  d.sentence = fmt::format(
      "{}: {}",
      removed ? "The MDM profile seems to be gone" : "The jamf binary enrolled, and MDM seems not to",
      own_words(line));
  d.supports.push_back(
      removed ? "jamf removed the MDM profile, and no enrolment has followed"
              : "ReEnroller got no Device Enrollment configuration, and no enrolment has followed");
  d.missing = "Whether MDM is enrolled: `sudo profiles status -type enrollment` on the Mac.";
}

bool is_enrolled(const Case& c, Diagnosis& d) {
  const History& h = c.history;
  if (!h.contact) return false;
  d.state = State::complete;
  if (h.enrolled) {
    d.at = h.enrolled->at;
    d.code = 0;
  }
  const bool tried = h.failed.count != 0 || (h.checking && is_after(*h.checking, *h.contact));
  d.sentence = h.contact->key != Message::return_code ? "The Mac is enrolled and has been in contact."
               : tried                                ? "The Mac enrolled; no check-in has succeeded yet."
                                                      : "The Mac enrolled; no check-in has followed yet.";
  d.evidence.push_back(*h.contact);
  if (h.migrated) {
    d.state = State::unknown;
    d.sentence = "ReEnroller says that it enrolled the Mac to another server, and no line of jamf proves it.";
    d.missing = "\"Enroll return code: 0\", or a check-in since.";
    d.evidence.push_back(*h.migrated);
  }
  add_check_ins(h, c.context.uptime, d);
  if (d.cause == Cause::signature_lost) {
    d.sentence = "The Mac was enrolled and in contact, and has lost its device signature since.";
  } else if (d.cause == Cause::daemon_dead) {
    d.sentence = "The Mac is enrolled, but the jamf daemon's service is gone.";
  } else if (d.cause) {
    d.sentence = "The Mac was enrolled and in contact, and its check-ins have not succeeded since.";
  }
  if (h.mdm_missing) add_missing_mdm(*h.mdm_missing, d);
  return true;
}

bool shows_no_enrolment(const Case& c, Diagnosis& d) {
  add_check_ins(c.history, c.context.uptime, d);
  if (d.cause == Cause::signature_lost) {
    d.sentence = "The device signature is broken; the log holds no enrolment and no contact.";
    d.missing = "The enrolment, or the last good contact: older logs, if there are any.";
  } else if (d.cause == Cause::daemon_dead) {
    d.sentence = "The jamf daemon's service is gone; the log holds no enrolment and no contact.";
  } else if (d.cause) {
    d.sentence = "No check-in succeeded; the log holds no enrolment and no contact.";
  } else if (c.history.last) {
    d.sentence = "The log holds no enrolment, and no line that proves contact.";
    d.missing = "An enrolment, or a completed check-in.";
    d.evidence.push_back(*c.history.last);
  } else {
    d.sentence = "There is no line of jamf in it.";
    d.missing = "A line of jamf.";
  }
  const auto& mdm = c.history.mdm_missing;
  if (mdm && mdm->pid != 0) add_missing_mdm(*mdm, d);
  return true;
}

// Asked in this order; the last one always decides.
constexpr std::array kPipeline{framework_was_removed, migration_runs, enrolment_runs,    enrolment_has_no_end,
                               enrolment_failed,      is_enrolled,    shows_no_enrolment};

}  // namespace

Diagnosis diagnose(const History& history, const MacContext& context) {
  Diagnosis d;
  // Without one stamped line nothing says whose words these are, or when.
  if (history.last) d.attempts = history.attempts;
  std::vector<Attempt>& attempts = d.attempts;
  for (Attempt& attempt : attempts) settle_open(attempt, context);
  // Interleaved runs: the one that ended last decides.
  std::stable_sort(attempts.begin(), attempts.end(),
                   [](const Attempt& a, const Attempt& b) { return is_after(b.last, a.last); });
  const Attempt* latest = attempts.empty() ? nullptr : &attempts.back();
  const bool proven_since =
      history.contact && (latest == nullptr || is_after(*history.contact, latest->last));
  const Case c{history, context, latest, proven_since};
  for (const auto decides : kPipeline) {
    if (decides(c, d)) break;
  }
  return d;
}

}  // namespace enrolkit
