// The part of HistoryBuilder that puts lines together into enrolment attempts. An attempt has several processes:
// createConf prints the SSL line, "Enrolling computer..." has no process id, and `jamf enroll` itself may
// first be heard of by its error; runs interleave, and used ids come again.
#include <algorithm>
#include <cstdlib>

#include "core/base/redact.h"
#include "core/log/history_builder.h"
#include "core/log/history_update.h"

namespace enrolkit {
namespace {

// Lines that a process prints first: only they show by a low pid that the Mac was started anew. The daemon,
// alive since boot under a low pid, may speak at any time.
bool starts_a_process(Message key) {
  return key == Message::checking || key == Message::checking_id || key == Message::certificate_trusted ||
         key == Message::daemon_starting;
}

}  // namespace

Attempt& HistoryBuilder::begin_attempt(const Line& line) {
  auto& attempts = history_.attempts;
  if (attempts.size() == kMaxAttempts) {
    if (attempts.front().outcome == Outcome::open) --open_;
    attempts.erase(attempts.begin());
    ++history_.attempts_dropped;
  }
  following_ = kNone;  // what comes now is this attempt's
  Attempt attempt;
  attempt.first = attempt.last = reference_to(line);
  attempts.push_back(std::move(attempt));
  ++open_;
  return attempts.back();
}

Attempt* HistoryBuilder::open_by_pid(std::uint32_t pid) {
  if (open_ == 0 || pid == 0) return nullptr;
  for (Attempt& attempt : history_.attempts) {
    if (attempt.outcome == Outcome::open && attempt.pid == pid) return &attempt;
  }
  return nullptr;
}

// The oldest open attempt that waits for the first line of its `jamf enroll`.
Attempt* HistoryBuilder::unbound() {
  for (Attempt& attempt : history_.attempts) {
    if (attempt.outcome == Outcome::open && attempt.pid == 0 && !attempt.re_enroller) return &attempt;
  }
  return nullptr;
}

void HistoryBuilder::close(std::size_t index, Outcome outcome) {
  history_.attempts[index].outcome = outcome;
  --open_;
  following_ = index;
}

// Called for every record while an attempt is open: does this line show that the attempt is dead?
void HistoryBuilder::note_silence(const Line& line) {
  constexpr std::int64_t kShortestBoot = 10;  // no Mac restarts faster
  constexpr std::uint32_t kMuchLower = 50;
  constexpr std::uint32_t kNearWrap =
      95'000;  // PID_MAX is 99,999: from there on a low pid may be the next one
  for (std::size_t i = 0; i < history_.attempts.size(); ++i) {
    Attempt& attempt = history_.attempts[i];
    if (attempt.outcome != Outcome::open || attempt.re_enroller) continue;
    const std::uint32_t pid = attempt.pid != 0 ? attempt.pid : attempt.setup_pid;
    const std::int64_t silence = line.clock - attempt.last.clock;
    const bool set_back = silence < 0;  // while it started, the clock was set: however far
    const bool other = line.pid != attempt.pid && line.pid != attempt.setup_pid;
    if (other && !attempt.quiet && (starts_a_process(line.key) || silence > kDeadSilence))
      attempt.quiet = silence;
    if (other && pid != 0 && pid < kNearWrap && line.pid + kMuchLower < pid &&
        (silence >= kShortestBoot || set_back) && starts_a_process(line.key)) {
      attempt.reboot = Reboot{silence, pid, line.pid, false, std::nullopt};
      close(i, without_return_code(attempt));
    } else if (other && silence > kDeadSilence) {
      close(i, without_return_code(attempt));
    }
  }
}

// A createConf that no enrolment followed. Where it points to the server that an earlier one in this log did, nothing changed.
void HistoryBuilder::forget_configuration(const Attempt& attempt) {
  const auto& attempts = history_.attempts;
  const auto known = std::find_if(attempts.rbegin(), attempts.rend(),
                                  [&](const Attempt& a) { return &a != &attempt && !a.server.empty(); });
  const bool same = known != attempts.rend() && known->server == attempt.server;
  const bool answered = history_.contact && !is_after(attempt.last, *history_.contact);
  if (!same && !answered) history_.reconfigured = attempt.last;
}

// createConf runs before enroll. One that was followed by nothing was no enrolment.
void HistoryBuilder::begin_configuration(const Line& line) {
  if (Attempt* waiting = unbound(); waiting != nullptr && waiting->steps.size() == 1 &&
                                    waiting->steps.front().key == Message::certificate_trusted) {
    forget_configuration(*waiting);
    history_.attempts.erase(history_.attempts.begin() + (waiting - history_.attempts.data()));
    --open_;
    following_ = kNone;
  }
  Attempt& attempt = begin_attempt(line);
  attempt.setup_pid = line.pid;
  attempt.server = server_of(line.message);
  add_step(attempt, line);
}

// No pid may be on this line: it goes with the createConf just before it.
void HistoryBuilder::begin_enrolling(const Line& line) {
  const auto has_begun = [](const Attempt& a) {
    return std::any_of(a.steps.begin(), a.steps.end(),
                       [](const LogReference& step) { return step.key == Message::enrolling; });
  };
  Attempt* attempt = nullptr;
  for (Attempt& a : history_.attempts) {
    if (a.outcome == Outcome::open && a.pid == 0 && !a.re_enroller && !has_begun(a)) attempt = &a;
  }
  if (attempt == nullptr) attempt = &begin_attempt(line);
  if (line.writer == Writer::jamf) attempt->pid = line.pid;
  add_step(*attempt, line);
}

// The attempt that a line of its own process belongs to, or makes; null where it belongs to none.
Attempt* HistoryBuilder::attempt_of(const Line& line) {
  if (Attempt* known = open_by_pid(line.pid)) return known;
  const bool enrolment_only = begins_an_enrolment(line.key);
  const bool symptom = line.key == Message::security_domain || line.key == Message::device_signature ||
                       line.key == Message::security_error || line.key == Message::cocoa_domain ||
                       line.key == Message::permission_error || line.key == Message::connection_failure;
  const bool checks = run_of(line, line.pid).checks;
  if (!enrolment_only && (!symptom || checks)) return nullptr;
  // A policy makes accounts too: in its own run, or by a jamf that its script calls.
  constexpr std::int64_t kNested = 60;
  const bool making = line.key == Message::creating_user;
  if (making && checks) return nullptr;
  Attempt* attempt = unbound();
  if (attempt == nullptr) {
    if (!enrolment_only) return nullptr;
    if (making && policy_clock_ && std::llabs(line.clock - *policy_clock_) <= kNested) return nullptr;
    attempt = &begin_attempt(line);
  }
  attempt->pid = line.pid;
  return attempt;
}

void HistoryBuilder::end_enrolment(Attempt& attempt, const Line& line) {
  const auto code = return_code_of(line.message);
  attempt.return_code = code;
  const auto index = static_cast<std::size_t>(&attempt - history_.attempts.data());
  Run& run = run_of(line, line.pid);
  // Which of the two is true only a run that the server answers shows.
  if (code == 0 && attempt.in_error) {
    close(index, Outcome::unproven);
    end(run);
    return;
  }
  if (code == 0) {
    close(index, Outcome::enrolled);
    history_.enrolled = reference_to(line);
    identity_record_ = record_;
    identity_pid_ = line.pid;
    history_.removed.reset();
    history_.mdm_missing.reset();
    make_history(history_.inventory);  // what the old identity was refused
    inventory_runs_ = false;
    prove(line, run);
    return;
  }
  const Reason reason = attempt.reason;
  close(index, code ? Outcome::failed : without_return_code(attempt));
  fail(line, run, reason);
}

void HistoryBuilder::add_to_enrolment(const Line& line) {
  if (line.key == Message::certificate_trusted) return begin_configuration(line);
  if (line.key == Message::enrolling) return begin_enrolling(line);
  Attempt* attempt = attempt_of(line);
  if (attempt == nullptr) return;
  switch (line.key) {
    case Message::creating_user:
      if (!attempt->account_made) {
        attempt->account_made = reference_to(line);
        attempt->account = redacted(account_of(line.message));
      }
      break;
    case Message::certificate_created: attempt->in_error = false; break;
    case Message::keychain_restored: attempt->keychain_restored = attempt->in_error = true; break;
    case Message::enrol_error:
    case Message::sending_error:
      attempt->in_error = true;
      add_error(*attempt, line, reason_of(line.message));
      break;
    case Message::permission_error:
    case Message::connection_failure:
    case Message::security_domain:
    case Message::security_error:
    case Message::device_signature:
    case Message::cocoa_domain: add_error(*attempt, line, reason_of(line.message)); break;
    case Message::trust_failed: add_error(*attempt, line, {Reason::Kind::untrusted, 0}); break;
    default: break;
  }
  add_step(*attempt, line);
  if (line.key == Message::return_code) end_enrolment(*attempt, line);
}

void HistoryBuilder::add_step(Attempt& attempt, const Line& line) {
  attempt.last = reference_to(line);
  attempt.quiet.reset();
  const auto same = [](Message a, Message b) { return a == b || (removes_a_task(a) && removes_a_task(b)); };
  if (!attempt.steps.empty() && same(attempt.steps.back().key, line.key)) return;
  if (attempt.steps.size() == kMaxSteps) {
    ++attempt.steps_left_out;
    attempt.steps.pop_back();
  }
  attempt.steps.push_back(attempt.last);
}

// The first error that says why is the cause; those of signature and keychain only say that there is no identity.
void HistoryBuilder::add_error(Attempt& attempt, const Line& line, const Reason& reason) {
  using enum Reason::Kind;
  // -25300 "not found" follows from every failure; other keychain codes name a fault of their own.
  constexpr int kItemNotFound = -25300;
  const bool symptom = reason.kind == signature ||
                       (reason.kind == security && (reason.status == 0 || reason.status == kItemNotFound)) ||
                       (reason.kind == none && (line.key == Message::security_error));
  if (symptom) ++attempt.symptoms;
  // What is known replaces what is not: an error of an unknown kind may be an accident of the run.
  const bool unclear = attempt.first_error && !attempt.only_symptoms && attempt.reason.kind == none;
  const bool better = symptom
                          ? !attempt.first_error
                          : !attempt.first_error || attempt.only_symptoms || (unclear && reason.kind != none);
  if (!better) return;
  attempt.first_error = reference_to(line);
  attempt.reason = reason;
  attempt.only_symptoms = symptom;
}

void HistoryBuilder::settle_open_attempts() {
  auto& attempts = history_.attempts;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    Attempt& attempt = attempts[i];
    if (attempt.outcome != Outcome::open) continue;
    // An attempt that only wrote the configuration is no enrolment.
    if (attempt.steps.size() == 1 && attempt.steps.front().key == Message::certificate_trusted) {
      forget_configuration(attempt);
      attempts.erase(attempts.begin() + static_cast<std::ptrdiff_t>(i--));
      continue;
    }
    const bool others_went_on =
        std::any_of(attempts.begin() + static_cast<std::ptrdiff_t>(i) + 1, attempts.end(),
                    [&](const Attempt& a) { return a.first.clock >= attempt.last.clock; });
    const bool silent = history_.last && history_.last->clock - attempt.last.clock > kDeadSilence;
    if (others_went_on || silent || attempt.return_code) attempt.outcome = without_return_code(attempt);
  }
}

}  // namespace enrolkit
