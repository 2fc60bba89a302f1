#include "core/enrolment/attempt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/enrolment/http_status.h"
#include "core/enrolment/reasons.h"
#include "core/log/history_builder.h"

namespace enrolkit {
namespace {

Judged judge_interrupted(const Attempt& attempt, const MacContext& context) {
  Judged judged{Cause::interrupted, Confidence::likely, {}};
  if (attempt.reboot) {
    const Reboot& r = *attempt.reboot;
    std::string text = r.silence > 0 ? fmt::format("a restart: {} without a line", duration_text(r.silence))
                                     : std::string("a restart");
    if (r.pid_after != 0)
      text += fmt::format(", then process ids begin again ({} after {})", r.pid_after, r.pid_before);
    if (r.proof) {
      text += fmt::format("; {} has a start or an end of the Mac there, at {}", r.proof->source,
                          r.proof->when ? to_text(*r.proof->when) : "an unknown time");
      if (!r.confirmed) text += " (in this computer's time zone; the Mac's is not known)";
    }
    judged.supports.push_back(std::move(text));
    if (r.confirmed) judged.confidence = Confidence::certain;
  }
  if (!died_making_account(attempt)) return judged;
  judged.confidence = Confidence::likely;
  judged.supports.push_back(fmt::format(
      "the last line of its process is the making of the Management Account {}", attempt.account));
  std::string how;
  if (existed_before(attempt, context, how)) {
    judged.cause = Cause::account_conflict;
    judged.confidence = Confidence::certain;
    judged.supports.push_back(std::move(how));
  } else if (std::any_of(
                 context.local_administrators.begin(), context.local_administrators.end(),
                 [&](const std::string& name) { return equal_ignoring_case(name, attempt.account); })) {
    judged.cause = Cause::account_conflict;
    judged.confidence = Confidence::certain;
    judged.supports.push_back(
        fmt::format("{} is also the PreStage's local administrator (settings)", attempt.account));
  } else if (attempt.reboot) {
    judged.cause = Cause::account_conflict;
  }
  return judged;
}

// The run says so itself, in words that are guessed; or a record of the account is older.
std::optional<Judged> judge_refused_account(const Attempt& attempt, const MacContext& context) {
  if (attempt.reason.kind != Reason::Kind::none || !attempt.account_made || !attempt.first_error ||
      !says_it_exists(attempt.first_error->text))
    return std::nullopt;
  Judged judged{Cause::account_conflict, Confidence::likely, {}};
  judged.supports.push_back(
      fmt::format("it was making the Management Account {}, and says that something is there already: {}",
                  attempt.account, own_words(*attempt.first_error)));
  std::string how;
  if (existed_before(attempt, context, how)) {
    judged.confidence = Confidence::certain;
    judged.supports.push_back(std::move(how));
  }
  return judged;
}

Judged judge_failed(const Attempt& attempt, const MacContext& context) {
  if (auto refused = judge_refused_account(attempt, context)) return *std::move(refused);
  const std::string line = attempt.first_error ? "first error of the run: " + shown_text(*attempt.first_error)
                                               : std::string("no error line");
  Judged judged{cause_of(attempt.reason), Confidence::certain, {}};
  judged.supports.push_back(line);
  const Reason::Kind kind = attempt.reason.kind;
  const bool guessed = attempt.outcome == Outcome::rolled_back && kind == Reason::Kind::network;
  const bool inferred = kind == Reason::Kind::http && is_inferred(attempt.reason.status);
  // An invalid date is the certificate's, or the Mac's.
  if (guessed || inferred || is_tls_alone(attempt.reason) || kind == Reason::Kind::clock ||
      kind == Reason::Kind::none || kind == Reason::Kind::security || kind == Reason::Kind::signature) {
    judged.confidence = Confidence::likely;
  }
  return judged;
}

// The Mac's restart right after an attempt: between its last line and the first of the next process, or at
// any time after it where the log ends.
void confirm_reboot(Attempt& attempt, const std::vector<Boot>& boots) {
  if (!attempt.last.at) return;
  const std::optional<std::int64_t> quiet =
      attempt.reboot ? std::optional(attempt.reboot->silence) : attempt.quiet;
  const bool log_ends = attempt.outcome == Outcome::open;
  if (!quiet && !log_ends) return;
  const auto until = quiet ? std::optional(LocalTime{attempt.last.at->seconds + *quiet}) : std::nullopt;
  const Boot* boot = boot_between(boots, *attempt.last.at, until);
  if (boot == nullptr || (!boot->zone_known && !attempt.reboot)) return;
  if (!attempt.reboot) attempt.reboot = Reboot{quiet.value_or(0), 0, 0, false, std::nullopt};
  attempt.reboot->proof = boot->evidence;
  attempt.reboot->confirmed = boot->zone_known;
}

// What it says itself, where that is in no list.
std::string words_in(const Attempt& attempt) {
  if (!attempt.first_error || attempt.only_symptoms) return ".";
  std::string words = own_words(*attempt.first_error);
  while (words.ends_with('.')) words.pop_back();
  return words.empty() ? "." : "; its own words: " + words + ".";
}

std::string name_of(const Attempt& attempt) {
  return attempt.re_enroller ? "The migration by ReEnroller" : "The enrolment";
}

std::string where_interrupted(const Attempt& root) {
  const std::string text =
      name_of(root) + (root.reboot ? " was interrupted by a reboot" : " was interrupted");
  if (died_making_account(root))
    return text + fmt::format(" while the Management Account {} was being made.", root.account);
  const std::string_view step = step_of(root.steps.empty() ? Message::other : root.steps.back().key);
  return text + (step.empty() ? std::string(".") : fmt::format(" at the step \"{}\".", step));
}

// What stands behind "failed", with the full stop.
std::string why_failed(const Attempt& root, Cause cause) {
  switch (root.reason.kind) {
    case Reason::Kind::permission: return ": the server refused the invitation or user.";
    case Reason::Kind::http: return fmt::format(": {}.", http_words(root.reason.status));
    case Reason::Kind::network: return ": the server could not be reached, or the connection was lost.";
    case Reason::Kind::untrusted:
      return fmt::format(": {}.", is_tls_alone(root.reason) ? kTlsAloneWords : words_for(root.reason.kind));
    case Reason::Kind::clock: return ": a certificate is not valid at the Mac's time.";
    case Reason::Kind::daemon: return ": the jamf daemon's service is gone.";
    case Reason::Kind::security:
    case Reason::Kind::signature:
      if (root.reason.status == kClientCertificateRequired)
        return ": the server, or a proxy on the way, asked for a client certificate.";
      if (root.reason.status == kClientCertificateRejected)
        return ": the server, or a proxy on the way, did not accept the Mac's certificate.";
      return root.only_symptoms ? ": the binary found no identity, and no line says why."
                                : fmt::format(": the keychain answered {}.", root.reason.status);
    case Reason::Kind::mdm_kept: return fmt::format(": {}.", words_for(root.reason.kind));
    case Reason::Kind::none: break;
  }
  if (cause == Cause::unclear) return ", and no line that is known says why" + words_in(root);
  if (cause != Cause::account_conflict) return ".";
  return fmt::format(" while the Management Account {} was being made", root.account) + words_in(root);
}

std::string what_followed(const Attempt& latest) {
  std::string text;
  if (latest.reason.kind == Reason::Kind::permission) {
    text = " The next run was then refused by the server";
  } else if (latest.outcome == Outcome::interrupted) {
    text = " The next run was interrupted too";
  } else if (latest.outcome == Outcome::rolled_back) {
    text = " The next run ended the same way";
  } else {
    text = " The next run failed";
  }
  return text + (latest.return_code ? fmt::format(" (return code {}).", *latest.return_code) : ".");
}

}  // namespace

bool existed_before(const Attempt& attempt, const MacContext& context, std::string& how) {
  if (!attempt.account_made || !attempt.account_made->at) return false;
  for (const AccountCreation& birth : context.account_creations) {
    if (!equal_ignoring_case(birth.name, attempt.account)) continue;
    const std::int64_t earlier = attempt.account_made->at->seconds - birth.created.seconds;
    if (earlier <= kClocksDifferSeconds) return false;
    // With the Mac's time zone unknown, a record made by this very run can look hours older; but only by
    // whole quarters of an hour, so a difference near such a quarter proves nothing.
    constexpr std::int64_t kQuarter = 900;
    const std::int64_t after_quarter = (kQuarter - earlier % kQuarter) % kQuarter;
    if (!context.creations_in_the_macs_zone && earlier < kDay && after_quarter <= kMaxMakingSeconds)
      return false;
    how = fmt::format("the local record of {} was made at {}, {} before jamf began to make it",
                      attempt.account, to_text(birth.created), duration_text(earlier));
    return true;
  }
  return false;
}

bool made_by_jamf(const AccountCreation& birth, const std::vector<Attempt>& attempts) {
  return std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& attempt) {
    if (!equal_ignoring_case(attempt.account, birth.name) || !attempt.account_made ||
        !attempt.account_made->at)
      return false;
    const std::int64_t after = birth.created.seconds - attempt.account_made->at->seconds;
    return after >= -kClocksDifferSeconds && after <= kMaxMakingSeconds;
  });
}

bool died_making_account(const Attempt& attempt) {
  if (attempt.outcome != Outcome::interrupted || !attempt.account_made) return false;
  return std::none_of(attempt.steps.begin(), attempt.steps.end(), [](const LogReference& step) {
    return step.key == Message::certificate_created || is_framework(step.key);
  });
}

Judged judge_attempt(const Attempt& attempt, const MacContext& context) {
  switch (attempt.outcome) {
    case Outcome::open:
    case Outcome::interrupted: return judge_interrupted(attempt, context);
    case Outcome::failed:
    case Outcome::rolled_back: return judge_failed(attempt, context);
    case Outcome::enrolled:
    case Outcome::unproven: break;
  }
  return {};
}

void settle_open(Attempt& attempt, const MacContext& context) {
  if (attempt.outcome != Outcome::open && attempt.outcome != Outcome::interrupted) return;
  confirm_reboot(attempt, context.boots);
  if (attempt.outcome != Outcome::open) return;
  const bool silent = !context.now || !attempt.last.at ||
                      std::llabs(context.now->seconds - attempt.last.at->seconds) > kDeadSilence;
  const Boot* boot = attempt.last.at ? boot_between(context.boots, *attempt.last.at, std::nullopt) : nullptr;
  const bool went_down = boot != nullptr && boot->zone_known;
  if (silent || attempt.reboot || went_down) {
    attempt.outcome = without_return_code(attempt);
  }
}

std::string tell(const Attempt& root, const Attempt& latest, Cause cause) {
  std::string text;
  if (root.outcome == Outcome::interrupted) {
    text = where_interrupted(root);
  } else if (root.outcome == Outcome::rolled_back) {
    text = "ReEnroller could not finish and put the old enrolment back";
    const std::string_view words = words_for(root.reason.kind);
    text += words.empty() ? words_in(root) : fmt::format(": {}.", words);
  } else {
    text = name_of(root) + " failed" + why_failed(root, cause);
  }
  return &root == &latest ? text : text + what_followed(latest);
}

std::string_view step_of(Message key) {
  if (is_framework(key)) return key == Message::downloading ? "download" : "framework";
  switch (key) {
    case Message::certificate_trusted: return "configuration";
    case Message::enrolling: return "enrolling";
    case Message::trust_skipped:
    case Message::trust_failed: return "trust";
    case Message::creating_user: return "account";
    case Message::certificate_created: return "certificate";
    case Message::sending_error: return "sending";
    case Message::return_code: return "return";
    case Message::checking: return "check-in";
    case Message::re_enroller_failed:
    case Message::re_enroller_moved_back: return "roll-back";
    default: return "";
  }
}

}  // namespace enrolkit
