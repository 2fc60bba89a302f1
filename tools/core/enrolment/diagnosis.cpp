#include "core/enrolment/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/enrolment/attempt.h"
#include "core/log/daemon_service.h"
#include "core/log/history_builder.h"

namespace enrolkit {
namespace {

constexpr std::int64_t kChain =
    3600;  // a retry within an hour is a consequence; QuickAdd comes again after 5 minutes

// A later failure that an interrupted run explains: its invitation is spent, its identity missing.
bool is_consequence(Cause cause) {
  return cause == Cause::permission_denied || cause == Cause::signature_lost || cause == Cause::unclear ||
         cause == Cause::interrupted;
}

// Where in the log: file order is the truth, for clocks step back.
std::pair<std::uint32_t, std::uint64_t> position(const LogReference& reference) {
  return {reference.file, reference.line};
}

bool not_enrolled(Outcome outcome) { return outcome != Outcome::enrolled && outcome != Outcome::unproven; }

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
void judge_check_ins(const History& history, Diagnosis& d) {
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
  } else if (daemon_service(history) == DaemonService::lost) {
    d.cause = Cause::daemon_dead;
    d.confidence = Confidence::certain;
    d.step = "check-in";
    d.at = history.daemon.first->at;
    d.supports.push_back(fmt::format("{} runs of jamf lost the daemon's service, and no proven contact since",
                                     history.daemon.count));
    d.evidence.push_back(*history.daemon.first);
    d.evidence.push_back(*history.daemon.last);
  }
}

// The latest attempt did not enrol the Mac: which of the attempts before it broke first, and why?
void judge_attempts(const History& history, const MacContext& context, Diagnosis& d) {
  const std::vector<Attempt>& attempts = d.attempts;
  const std::size_t last = attempts.size() - 1;
  d.latest = last;
  // Runs within an hour of each other, none of which enrolled the Mac, are one story.
  std::size_t first = last;
  while (first > 0 && not_enrolled(attempts[first - 1].outcome) &&
         attempts[first].first.clock - attempts[first - 1].last.clock <= kChain) {
    --first;
  }
  std::size_t root = last;
  Judged judged = judge_attempt(attempts[last], context);
  std::vector<Cause> causes;
  for (std::size_t i = first; i < last; ++i) {
    Judged earlier = judge_attempt(attempts[i], context);
    const bool explains = earlier.cause == Cause::account_conflict ||
                          (earlier.cause == Cause::interrupted && is_consequence(judged.cause)) ||
                          earlier.cause == judged.cause;
    if (root == last && explains) {
      root = i;
      if (judged.cause != earlier.cause) causes.push_back(judged.cause);
      if (earlier.cause == judged.cause) d.repeats = true;
      judged = std::move(earlier);
    }
  }
  const Attempt& broke = attempts[root];
  d.root = root;
  d.cause = judged.cause;
  d.confidence = judged.confidence;
  d.supports = std::move(judged.supports);
  for (const Cause cause : causes) {
    if (cause != Cause::unclear && cause != Cause::signature_lost) d.also.push_back(cause);
  }
  const LogReference& where =
      broke.outcome == Outcome::interrupted || !broke.first_error ? broke.last : *broke.first_error;
  d.at = where.at;
  d.code = attempts[last].return_code;
  Message reached = Message::other;  // the last step before the error
  for (const LogReference& step : broke.steps) {
    const bool later = broke.first_error && position(step) > position(*broke.first_error);
    if (!later && !step_of(step.key).empty() && step.key != Message::return_code) reached = step.key;
  }
  d.step = step_of(reached);
  d.sentence = tell(broke, attempts[last], *d.cause);
  if (broke.account_made && d.cause == Cause::account_conflict) d.evidence.push_back(*broke.account_made);
  if (broke.first_error) d.evidence.push_back(*broke.first_error);
  if (broke.reboot && broke.reboot->proof) d.elsewhere.push_back(*broke.reboot->proof);
  if (d.evidence.empty()) d.evidence.push_back(where);
  const Attempt& end = attempts[last];
  if (root != last && end.first_error) d.evidence.push_back(*end.first_error);
  if (!end.steps.empty() && end.steps.back().key == Message::return_code)
    d.evidence.push_back(end.steps.back());
  if (d.cause == Cause::permission_denied && root == first && history.first &&
      attempts[first].first.clock - history.first->clock < kDeadSilence) {
    d.confidence = Confidence::likely;  // the log begins with it: an interrupted run may stand before
    d.missing = "The log begins with this run. An interrupted enrolment before it would be the cause.";
  }
  if (d.cause == Cause::interrupted && died_making_account(broke)) {
    d.missing = fmt::format(
        "Whether {} was there before (its record's creation time) or is the PreStage's local "
        "administrator: then it is the account conflict.",
        broke.account);
  }
  if (d.cause == Cause::unclear) d.missing = "No line of the run that enrolkit knows says why it failed.";
}

}  // namespace

Diagnosis diagnose(const History& history, const MacContext& context) {
  Diagnosis d;
  // Without one stamped line nothing says whose words these are, or when.
  if (history.last) d.attempts = history.attempts;
  std::vector<Attempt>& attempts = d.attempts;
  for (Attempt& attempt : attempts) settle_open(attempt, context);
  // Interleaved runs: the one that ended last decides.
  std::stable_sort(attempts.begin(), attempts.end(),
                   [](const Attempt& a, const Attempt& b) { return position(a.last) < position(b.last); });

  const Attempt* latest = attempts.empty() ? nullptr : &attempts.back();
  const bool proven_since =
      history.contact && (latest == nullptr || position(*history.contact) > position(latest->last));
  if (latest != nullptr && latest->outcome != Outcome::enrolled && !proven_since) {
    d.state = state_of(latest->outcome);
    if (latest->outcome == Outcome::open) {
      d.latest = attempts.size() - 1;
      d.at = latest->first.at;
      d.sentence = "An enrolment is running.";
      d.evidence.push_back(latest->last);
      return d;
    }
    if (latest->outcome == Outcome::unproven) {
      d.latest = attempts.size() - 1;
      d.cause = Cause::unclear;
      d.at = latest->last.at;
      d.step = "framework";
      d.sentence =
          "The enrolment reached the management framework, but no return code and no contact is in the log.";
      d.missing = "The line \"Enroll return code\", or a completed check-in.";
      d.evidence.push_back(latest->last);
      return d;
    }
    MacContext foreign = context;  // without the accounts that jamf made in an earlier run
    std::erase_if(foreign.account_creations, [&](const AccountCreation& birth) {
      return context.creations_in_the_macs_zone && made_by_jamf(birth, attempts);
    });
    judge_attempts(history, foreign, d);
    return d;
  }
  if (history.contact) {
    d.state = State::complete;
    if (history.enrolled) {
      d.at = history.enrolled->at;
      d.code = 0;
    }
    d.sentence = history.contact->key == Message::return_code
                     ? "The Mac enrolled; no check-in has followed yet."
                     : "The Mac is enrolled and has been in contact.";
    d.evidence.push_back(*history.contact);
    judge_check_ins(history, d);
    if (d.cause == Cause::signature_lost) {
      d.sentence = "The Mac was enrolled and in contact, and has lost its device signature since.";
    }
    if (d.cause == Cause::daemon_dead)
      d.sentence = "The Mac is enrolled, but the jamf daemon's service is gone.";
    return d;
  }
  judge_check_ins(history, d);
  if (d.cause == Cause::signature_lost) {
    d.sentence = "The device signature is broken; the log holds no enrolment and no contact.";
    d.missing = "The enrolment, or the last good contact: older logs, if there are any.";
  } else if (d.cause == Cause::daemon_dead) {
    d.sentence = "The jamf daemon's service is gone; the log holds no enrolment and no contact.";
  } else if (history.last) {
    d.sentence = "The log holds no enrolment, and no line that proves contact.";
    d.missing = "An enrolment, or a completed check-in.";
    d.evidence.push_back(*history.last);
  } else {
    d.sentence = "There is no line of jamf in it.";
    d.missing = "A line of jamf.";
  }
  return d;
}

}  // namespace enrolkit
