#include "core/enrolment/failed_attempts.h"

#include <fmt/format.h>

#include <utility>

#include "core/enrolment/attempt.h"
#include "core/enrolment/reasons.h"
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

// It failed, and no line of it says why: a return code, or symptoms, and nothing else.
bool says_no_reason(const Attempt& attempt, const Judged& judged) {
  if (attempt.outcome != Outcome::failed && attempt.outcome != Outcome::rolled_back) return false;
  return !attempt.first_error || attempt.only_symptoms ||
         (judged.cause == Cause::unclear && attempt.reason.kind == Reason::Kind::none);
}

// Runs within an hour of each other, none of which enrolled the Mac, belong together: the first of those that end
// with the last.
std::size_t first_of_chain(const std::vector<Attempt>& attempts) {
  std::size_t first = attempts.size() - 1;
  while (first > 0 && not_enrolled(attempts[first - 1].outcome) &&
         attempts[first].first.clock - attempts[first - 1].last.clock <= kChain) {
    --first;
  }
  return first;
}

struct Root {
  std::size_t index = 0;
  Judged judged;
  std::vector<Cause> later;  // causes of later runs that this one does not make void
};

Root root_of(std::size_t first, const MacContext& context, Diagnosis& d) {
  const std::vector<Attempt>& attempts = d.attempts;
  const std::size_t last = attempts.size() - 1;
  Root root{last, judge_attempt(attempts[last], context), {}};
  for (std::size_t i = first; i < last; ++i) {
    Judged earlier = judge_attempt(attempts[i], context);
    const Judged& judged = root.judged;
    const bool explains = earlier.cause == Cause::account_conflict ||
                          (earlier.cause == Cause::interrupted && is_consequence(judged.cause)) ||
                          earlier.cause == judged.cause;
    // A run that gives no reason has the one of the run before it, within the hour; but that is inferred.
    const bool inherits = says_no_reason(attempts[last], judged) && earlier.cause != Cause::unclear &&
                          earlier.cause != Cause::signature_lost;
    if (root.index != last || (!explains && !inherits)) continue;
    root.index = i;
    if (judged.cause != earlier.cause) root.later.push_back(judged.cause);
    if (earlier.cause == judged.cause) d.repeats = true;
    root.judged = std::move(earlier);
    if (!explains) root.judged.confidence = Confidence::likely;
  }
  return root;
}

// The word for the last step before the error.
std::string_view step_reached(const Attempt& broke) {
  Message reached = Message::other;
  for (const LogReference& step : broke.steps) {
    const bool later = broke.first_error && is_after(step, *broke.first_error);
    if (!later && !step_of(step.key).empty() && step.key != Message::return_code) reached = step.key;
  }
  return step_of(reached);
}

bool same_line(const LogReference& a, const LogReference& b) {
  return a.file == b.file && a.line == b.line && a.text == b.text;
}

void add_evidence(const Attempt& broke, const Attempt& end, const LogReference& where, Diagnosis& d) {
  if (broke.account_made && d.cause == Cause::account_conflict) d.evidence.push_back(*broke.account_made);
  if (broke.first_error) d.evidence.push_back(*broke.first_error);
  if (broke.reboot && broke.reboot->proof) d.elsewhere.push_back(*broke.reboot->proof);
  if (d.evidence.empty()) d.evidence.push_back(where);
  if (&broke != &end && end.first_error) d.evidence.push_back(*end.first_error);
  if (!end.steps.empty() && end.steps.back().key == Message::return_code &&
      !same_line(d.evidence.back(), end.steps.back()))
    d.evidence.push_back(end.steps.back());
}

void add_missing(const Attempt& broke, bool may_begin_earlier, Diagnosis& d) {
  if (d.cause == Cause::permission_denied && may_begin_earlier) {
    d.confidence = Confidence::likely;  // the log begins with it: an interrupted run may stand before
    d.missing = "The log begins with this run. An interrupted enrolment before it would be the cause.";
  }
  if (d.cause == Cause::interrupted && died_making_account(broke)) {
    d.missing = fmt::format(
        "Whether {} was there before (its record's creation time) or is the PreStage's local "
        "administrator: then it is the account conflict.",
        broke.account);
  }
  if (broke.reason.kind == Reason::Kind::signature && broke.reason.status == kClientCertificateRequired) {
    d.missing =
        "Whether a proxy that inspects TLS asked for it: before its first enrolment the Mac has no certificate to show.";
  }
  if (d.cause == Cause::migration_failed)
    d.missing = "Whether the old enrolment works: the next check-in decides.";
  if (d.cause == Cause::unclear) d.missing = "No line of the run that enrolkit knows says why it failed.";
}

}  // namespace

void judge_failed_attempts(const History& history, const MacContext& context, Diagnosis& d) {
  const std::size_t last = d.attempts.size() - 1;
  const std::size_t first = first_of_chain(d.attempts);
  Root root = root_of(first, context, d);
  const Attempt& broke = d.attempts[root.index];
  const Attempt& end = d.attempts[last];
  d.latest = last;
  d.root = root.index;
  d.cause = root.judged.cause;
  d.confidence = root.judged.confidence;
  d.supports = std::move(root.judged.supports);
  for (const Cause cause : root.later) {
    if (cause != Cause::unclear && cause != Cause::signature_lost) d.also.push_back(cause);
  }
  const LogReference& where =
      broke.outcome == Outcome::interrupted || !broke.first_error ? broke.last : *broke.first_error;
  d.at = where.at;
  d.code = end.return_code;
  d.http_status = http_status_of(broke.reason);
  d.step = step_reached(broke);
  d.sentence = tell(broke, end, *d.cause);
  add_evidence(broke, end, where, d);
  const bool may_begin_earlier = root.index == first && history.first &&
                                 d.attempts[first].first.clock - history.first->clock < kDeadSilence;
  add_missing(broke, may_begin_earlier, d);
}

}  // namespace enrolkit
