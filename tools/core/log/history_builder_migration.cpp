// The part of HistoryBuilder that follows a migration by ReEnroller, whose lines stand in the same file.
#include "core/log/history_builder.h"
#include "core/log/history_update.h"

namespace enrolkit {

void HistoryBuilder::add_re_enroller(const Line& line) {
  if (migration_) history_.migration_last = reference_to(line);
  if (lacks_mdm(line.message)) {  // the binary may be enrolled already: no error of the migration
    update(history_.mdm_missing, line);
    return;
  }
  // Its own words on why: the first error of the migration, whatever line it stands in, or the first that is known.
  const bool error = line.key == Message::re_enroller_failed || looks_like_error(line.message);
  if (error && line.key != Message::re_enroller_enrolled) {
    const Reason reason = reason_of_re_enroller(line.message);
    if (!migration_error_ ||
        (migration_reason_.kind == Reason::Kind::none && reason.kind != Reason::Kind::none)) {
      migration_error_ = reference_to(line);
      migration_reason_ = reason;
    }
  }
  switch (line.key) {
    case Message::re_enroller_start:
      if (!migration_) {
        history_.mdm_missing.reset();
        migration_ = history_.migration_last = reference_to(line);
        migration_error_.reset();
        contacts_before_migration_ = history_.contacts;
      }
      return;
    case Message::re_enroller_enrolled:  // its word alone: a return code 0 stands in front of it
      if (history_.contacts == contacts_before_migration_) history_.migrated = reference_to(line);
      migration_.reset();
      migration_error_.reset();
      return;
    case Message::re_enroller_failed:
    case Message::re_enroller_moved_back: return roll_back(line);
    default: return;
  }
}

// One roll-back prints several of these lines within seconds: they are one attempt.
void HistoryBuilder::roll_back(const Line& line) {
  constexpr std::int64_t kOneRollBackSeconds = 60;
  auto& attempts = history_.attempts;
  const bool same = !attempts.empty() && attempts.back().re_enroller &&
                    line.clock - attempts.back().last.clock <= kOneRollBackSeconds;
  if (!same) {
    Attempt& attempt = begin_attempt(line);
    attempt.re_enroller = true;
    if (migration_) attempt.first = *migration_;
    attempt.first_error = migration_error_ ? *migration_error_ : reference_to(line);
    attempt.reason = migration_error_ ? migration_reason_ : reason_of_re_enroller(line.message);
    attempt.only_symptoms = false;
    close(attempts.size() - 1, Outcome::rolled_back);
  }
  migration_.reset();
  migration_error_.reset();
  history_.migrated.reset();
  history_.mdm_missing.reset();
  add_step(attempts.back(), line);
  if (line.key == Message::re_enroller_moved_back) attempts.back().keychain_restored = true;
}

}  // namespace enrolkit
