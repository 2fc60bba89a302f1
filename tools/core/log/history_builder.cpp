#include "core/log/history_builder.h"

namespace enrolkit {
namespace {

// Assigns in place: for marks that nearly every line replaces.
void update(std::optional<LogReference>& reference, const Line& line) {
  if (!reference) {
    reference = reference_to(line);
    return;
  }
  reference->file = line.file;
  reference->line = line.number;
  reference->clock = line.clock;
  reference->dated = line.dated;
  reference->pid = line.pid;
  reference->key = line.key;
  reference->text.assign(line.text.substr(0, kEvidenceBytes));
}

void count(Trouble& trouble, const Line& line) {
  ++trouble.count;
  if (!trouble.first) trouble.first = reference_to(line);
  update(trouble.last, line);
}

void make_history(Trouble& trouble) {
  if (trouble.count == 0) return;
  trouble.before += trouble.count;
  trouble.last_before = std::move(trouble.last);
  trouble.count = 0;
  trouble.first.reset();
  trouble.last.reset();
}

}  // namespace

LogReference reference_to(const Line& line) {
  return {line.file,
          line.number,
          line.clock,
          line.dated,
          line.pid,
          line.key,
          std::string(line.text.substr(0, kEvidenceBytes)),
          std::nullopt,
          true};
}

void HistoryBuilder::add(const Line& line) {
  if (line.writer == Writer::continuation) return add_continuation(line);
  if (!history_.first) history_.first = reference_to(line);
  if (!history_.last) history_.last.emplace();
  history_.last->file = line.file;
  history_.last->line = line.number;
  history_.last->clock = line.clock;
  history_.last->dated = line.dated;
  history_.last->pid = line.pid;
  block_ = 0;
  if (line.writer == Writer::re_enroller) return add_re_enroller(line);
  if (open_ != 0) note_silence(line);
  if (following_ != kNone) follow(line);

  switch (line.key) {
    case Message::checking:
    case Message::checking_id: {
      Process& p = process(line.pid);
      p = {};
      p.pid = line.pid;
      p.checking = true;
      ++history_.checkings;
      update(history_.checking, line);
      return;
    }
    case Message::executing: {
      const Process& p = process(line.pid);
      if (!p.lost_server && (p.checking || !history_.from_tail)) prove(line);
      return;
    }
    case Message::patches:
    case Message::no_patches:
    case Message::no_policies: return prove(line);
    case Message::offline: process(line.pid).lost_server = true; return count(history_.offline, line);
    case Message::recon_error:
      if (reason_of(line.message).kind == Reason::Kind::network) count(history_.offline, line);
      return;
    case Message::security_domain:
    case Message::device_signature: {
      if (line.key == Message::security_domain || reason_of(line.message).kind == Reason::Kind::signature) {
        signature_error(line, line.pid);
      }
      add_to_enrolment(line);
      return;
    }
    case Message::cocoa_domain:
      if (!names_jamf_daemon(line.message)) return;
      if (Process& p = process(line.pid); !p.daemon) {
        p.daemon = true;
        count(history_.daemon, line);
      }
      add_to_enrolment(line);
      return;
    case Message::log_edited: update(history_.edited, line); return;
    case Message::daemon_starting: update(history_.daemon_started, line); return;
    case Message::daemon_ending: update(history_.daemon_ended, line); return;
    case Message::other:
      if (line.message.empty()) {
        block_ = 1;
        block_pid_ = line.pid;
      }
      return;
    case Message::upgrading:
    case Message::login_notice:
    case Message::debug:
    case Message::error_block:
    case Message::re_enroller_start:
    case Message::re_enroller_enrolled:
    case Message::re_enroller_failed:
    case Message::re_enroller_moved_back: return;
    case Message::enrolling:
    case Message::certificate_trusted:
    case Message::trust_skipped:
    case Message::creating_user:
    case Message::certificate_created:
    case Message::return_code:
    case Message::enrol_error:
    case Message::sending_error:
    case Message::keychain_restored:
    case Message::security_error:
    case Message::permission_error:
    case Message::connection_failure:
    case Message::launchd_removed:
    case Message::trust_failed:
    case Message::framework:
    case Message::plug_in:
    case Message::scheduled_tasks:
    case Message::task_added:
    case Message::creating_daemon:
    case Message::creating_agent:
    case Message::downloading: add_to_enrolment(line); return;
  }
}

void HistoryBuilder::add_continuation(const Line& line) {
  if (line.key == Message::log_edited) return update(history_.edited, line);
  if (line.key == Message::enrolling) {
    add_to_enrolment(line);
    return;
  }
  if (block_ == 1) {
    block_ = line.key == Message::error_block ? 2 : 0;
    return;
  }
  if (block_ != 2 || line.text.find_first_not_of(' ') == std::string_view::npos) return;
  block_ = 0;
  Line reason = line;  // the reason belongs to the process of the bare record
  reason.pid = block_pid_;
  const Reason what = reason_of(line.text);
  if (what.kind == Reason::Kind::signature) signature_error(reason, block_pid_);
  if (what.kind == Reason::Kind::network) count(history_.offline, reason);
  if (Attempt* attempt = open_by_pid(block_pid_)) add_error(*attempt, reason, what);
  if (following_ != kNone) follow(reason);
}

HistoryBuilder::Process& HistoryBuilder::process(std::uint32_t pid) {
  Process& p = processes_[pid % processes_.size()];
  if (p.pid != pid) {
    p = {};
    p.pid = pid;
  }
  return p;
}

void HistoryBuilder::prove(const Line& line) {
  update(history_.contact, line);
  ++history_.contacts;
  make_history(history_.signature);
  make_history(history_.offline);
  make_history(history_.daemon);
}

void HistoryBuilder::signature_error(const Line& line, std::uint32_t pid) {
  Process& p = process(pid);
  if (p.signature) return;
  p.signature = true;
  count(history_.signature, line);
}

// What came soon after an attempt ended: each kind of line once.
void HistoryBuilder::follow(const Line& line) {
  Attempt& attempt = history_.attempts[following_];
  if (line.clock - attempt.last.clock > kDeadSilence) {
    following_ = kNone;
    return;
  }
  const bool tells = line.key == Message::checking || proves_contact(line.key) ||
                     line.key == Message::security_domain || line.key == Message::device_signature ||
                     line.key == Message::cocoa_domain || line.key == Message::offline;
  if (!tells) return;
  for (const LogReference& reference : attempt.followed) {
    if (reference.key == line.key) return;
  }
  attempt.followed.push_back(reference_to(line));
}

History HistoryBuilder::finish(const Scanner& scanner, std::optional<LocalTime> upper) && {
  settle_open_attempts();
  history_.quality = scanner.quality();
  history_.host = scanner.host();
  const auto last = scanner.last_date();
  if (last && upper) {
    const std::int64_t upper_day = (upper->seconds >= 0 ? upper->seconds : upper->seconds - kDay + 1) / kDay;
    if (const auto day = newest_day(*last, upper_day + 1)) date({*day * kDay}, scanner.last_day_clock());
  }
  return std::move(history_);
}

void HistoryBuilder::date(LocalTime midnight, std::int64_t day_clock) {
  const auto set = [&](LogReference& reference) {
    if (reference.dated) reference.at = LocalTime{midnight.seconds + reference.clock - day_clock};
  };
  const auto maybe = [&](std::optional<LogReference>& reference) {
    if (reference) set(*reference);
  };
  for (Attempt& attempt : history_.attempts) {
    set(attempt.first);
    set(attempt.last);
    maybe(attempt.first_error);
    maybe(attempt.account_made);
    for (LogReference& reference : attempt.steps) set(reference);
    for (LogReference& reference : attempt.followed) set(reference);
  }
  for (Trouble* trouble : {&history_.signature, &history_.offline, &history_.daemon}) {
    maybe(trouble->first);
    maybe(trouble->last);
    maybe(trouble->last_before);
  }
  for (auto* reference :
       {&history_.contact, &history_.enrolled, &history_.checking, &history_.edited, &history_.first,
        &history_.last, &history_.daemon_started, &history_.daemon_ended}) {
    maybe(*reference);
  }
}

}  // namespace enrolkit
