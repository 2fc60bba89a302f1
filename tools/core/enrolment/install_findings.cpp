#include "core/enrolment/install_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "core/base/text.h"

namespace enrolkit {
namespace {

// A failed attempt and a package that comes again within an hour are one story, which the attempt began.
constexpr std::int64_t kChain = 3600;

std::string_view meaning_of_curl(int code) {
  switch (code) {
    case 5: return "the proxy's name was not found";
    case 6: return "the server's name was not found";
    case 7: return "the server did not accept the connection";
    case 18: return "the download broke off";
    case 22: return "the server answered with an error";
    case 28: return "the time was up";
    case 35: return "TLS could not be set up";
    case 52: return "the server answered nothing";
    case 56: return "the connection was lost";
    case 60: return "the server's certificate is not trusted";
    default: return "";
  }
}

std::string code_text(const QuickAddDelivery& delivery) {
  const std::string_view meaning = meaning_of_curl(*delivery.error_code);
  return fmt::format("curl error {}{}{}", *delivery.error_code, meaning.empty() ? "" : ": ", meaning);
}

void add_words(std::string& text, std::string_view words) {
  if (!text.empty()) text += ' ';
  text += words;
}

// The last delivery that set out to download: a package that is only named says nothing of its end.
const QuickAddDelivery* last_download(const InstallHistory& install) {
  for (auto it = install.deliveries.rbegin(); it != install.deliveries.rend(); ++it) {
    if (it->download_began) return &*it;
  }
  return nullptr;
}

std::size_t failures_in_a_row(const InstallHistory& install) {
  std::size_t count = 0;
  for (const QuickAddDelivery& delivery : install.deliveries) {
    if (delivery.downloaded) count = 0;
    if (delivery.error_code) ++count;
  }
  return count;
}

bool has_end(const QuickAddDelivery& delivery) { return delivery.downloaded || delivery.error_code; }

// Is there an attempt or a contact at or after that time? One without a date may be.
bool may_follow(const std::vector<Attempt>& attempts, const History* history, LocalTime time) {
  const auto follows = [&](const LogReference& reference) { return !reference.at || *reference.at >= time; };
  if (history != nullptr && history->contact && follows(*history->contact)) return true;
  return std::any_of(attempts.begin(), attempts.end(),
                     [&](const Attempt& attempt) { return follows(attempt.last); });
}

void become_failed(Diagnosis& d, const InstallHistory& install, const QuickAddDelivery& delivery) {
  d.state = State::failed;
  d.cause = Cause::download_failed;
  d.confidence = Confidence::certain;
  d.step = "download";
  d.at = delivery.ended;
  d.code = delivery.error_code;
  const std::size_t failures = failures_in_a_row(install);
  d.repeats = failures > 1;
  d.also.clear();
  d.elsewhere.clear();
  d.root.reset();
  d.latest.reset();
  d.missing.clear();
  d.supports = {fmt::format("the download of the jamf binary failed ({}), and no enrolment has begun since",
                            code_text(delivery))};
  if (failures > 1) d.supports.push_back(fmt::format("{} downloads failed in a row", failures));
  d.sentence = "QuickAdd came, and could not download the jamf binary: the enrolment failed before it began.";
  if (!install.faults.empty()) {
    d.confidence = Confidence::likely;
    d.missing = "Part of install.log could not be read: a later, good delivery may stand there.";
  }
}

// The Mac was enrolled, and the package came again: what became of that decides, and jamf.log says nothing of it.
void become_unknown(Diagnosis& d, const QuickAddDelivery& delivery, LocalTime came) {
  d.state = State::unknown;
  d.at = came;
  d.code = delivery.error_code;
  d.elsewhere = delivery.evidence;
  d.sentence = fmt::format("The Mac was enrolled. Jamf's QuickAdd package came again at {}", to_text(came));
  d.missing = "An enrolment or a successful check-in after that: jamf.log ends before it.";
  if (!delivery.error_code) {
    d.sentence += delivery.downloaded ? ", and downloaded the jamf binary; no enrolment followed."
                                      : "; how that ended is not known.";
    return;
  }
  d.cause = Cause::download_failed;
  d.confidence = Confidence::likely;
  d.step = "download";
  d.sentence += ", and could not download the jamf binary.";
  d.supports = {fmt::format("the download of the jamf binary failed ({}), and jamf.log shows nothing since",
                            code_text(delivery))};
}

// Nothing of Jamf was ever on the Mac, and its installer never saw the package that brings it.
void add_never_delivered(Diagnosis& d, const InstallHistory& install) {
  if (!install.first || !install.last || !install.faults.empty()) return;
  if (!d.cause) {
    d.cause = Cause::framework_missing;
    d.confidence = Confidence::likely;
  }
  d.supports.push_back(
      fmt::format("install.log, from {} to {}, holds no delivery of Jamf's QuickAdd package: it never came",
                  to_text(*install.first), to_text(*install.last)));
}

}  // namespace

std::optional<LocalTime> delivered_since(const History* history, const Reading<InstallHistory>& install) {
  const auto* read = value_of(install);
  if (history == nullptr || !history->contact || read == nullptr || read->deliveries.empty())
    return std::nullopt;
  const QuickAddDelivery& newest = read->deliveries.back();
  const LocalTime came = newest.ended.value_or(newest.download_began.value_or(newest.at));
  if (may_follow(history->attempts, history, came)) return std::nullopt;
  return came;
}

void refine_with_install_log(Diagnosis& d, const History* history, const Reading<InstallHistory>& install) {
  if (d.state == State::in_progress) return;
  if (history != nullptr && history->contact) {
    const auto came = delivered_since(history, install);
    if (const auto* why = why_unreadable(install); why != nullptr && d.state == State::complete) {
      add_words(d.missing, "install.log, which would show whether QuickAdd came again since: " + *why + ".");
    }
    if (!came) return;
    const QuickAddDelivery& newest = value_of(install)->deliveries.back();
    if (d.state == State::complete && !d.cause) return become_unknown(d, newest, *came);
    if (newest.error_code && d.cause) {
      d.also.push_back(Cause::download_failed);
      d.elsewhere.insert(d.elsewhere.end(), newest.evidence.begin(), newest.evidence.end());
    }
    return;
  }
  if (const auto* why = why_unreadable(install)) {
    add_words(d.missing, "install.log, which would show a failed download of the jamf binary: " + *why + ".");
    return;
  }
  const auto* read = value_of(install);
  const QuickAddDelivery* delivery = read != nullptr ? last_download(*read) : nullptr;
  if (delivery == nullptr) {
    const bool never_there = d.state == State::not_enrolled && (history == nullptr || !history->last);
    if (never_there && read != nullptr && read->deliveries.empty()) add_never_delivered(d, *read);
    return;
  }

  if (delivery->error_code) {
    if (may_follow(d.attempts, history, *delivery->ended)) return;
    // What was wrong before is still the first error; an attempt of another day is another story.
    const Attempt* attempt = d.attempts.empty() ? nullptr : &d.attempts.back();
    const bool broke_before = d.cause && d.at && *d.at < *delivery->ended;
    if (broke_before &&
        (attempt == nullptr || delivery->ended->seconds - attempt->last.at->seconds <= kChain)) {
      d.also.push_back(Cause::download_failed);
    } else {
      d.evidence.clear();
      become_failed(d, *read, *delivery);
    }
    d.elsewhere.insert(d.elsewhere.end(), delivery->evidence.begin(), delivery->evidence.end());
    return;
  }
  if (history != nullptr && history->last) return;  // jamf.log goes on from here
  d.elsewhere = delivery->evidence;
  if (has_end(*delivery)) {
    add_words(d.sentence,
              fmt::format("QuickAdd downloaded the jamf binary at {}.", to_text(*delivery->ended)));
    return;
  }
  d.cause = Cause::unclear;
  d.confidence = Confidence::likely;
  d.step = "download";
  d.at = delivery->download_began;
  add_words(d.sentence, fmt::format("QuickAdd set out to download the jamf binary at {}.",
                                    to_text(*delivery->download_began)));
  add_words(d.missing, "How that download ended: install.log does not say.");
}

void refine_with_requests(Diagnosis& d, const Reading<InstallHistory>& install) {
  constexpr std::int64_t kMinuteSeconds = 60;
  if (d.cause != Cause::interrupted || !d.root || d.attempts[*d.root].reboot) return;
  const auto end = d.attempts[*d.root].last.at;
  const auto* read = value_of(install);
  if (!end || read == nullptr) return;
  constexpr std::size_t kMaxNamed = 3;
  std::size_t named = 0;
  for (const InstallRequest& request : read->requests) {
    if (std::llabs(request.at.seconds - end->seconds) > kMinuteSeconds || ++named > kMaxNamed) continue;
    const std::string id = printable(request.id);
    d.supports.push_back(
        fmt::format("{} was installed in that minute: an installer that ends the login window ends "
                    "the enrolment there",
                    id));
    d.elsewhere.push_back({"install.log", request.where, request.at, "the installer was asked for " + id});
  }
}

void add_delivery(Finding& framework, const Reading<InstallHistory>& install) {
  const auto* read = value_of(install);
  if (framework.health != Health::unhealthy || read == nullptr) return;
  const QuickAddDelivery* delivery = last_download(*read);
  std::string text;
  if (delivery != nullptr && delivery->error_code) {
    text = fmt::format("{}: the last download of the jamf binary failed ({})",
                       to_text(Cause::download_failed), code_text(*delivery));
  } else if (delivery != nullptr && delivery->downloaded) {
    text = "the last download of the jamf binary was complete";
  } else if (delivery == nullptr && read->deliveries.empty() && read->first && read->last &&
             read->faults.empty()) {
    text = fmt::format(
        "from {} to {} no delivery of Jamf's QuickAdd package: nothing came that would put it right",
        to_text(*read->first), to_text(*read->last));
  } else {
    return;  // how it ended, or whether it came, is not known
  }
  framework.evidence.push_back(
      {"install.log", "", delivery != nullptr ? delivery->ended : std::nullopt, std::move(text)});
}

Diagnosis diagnose_install_log(const InstallHistory& install) {
  Diagnosis d;
  d.sentence = "This is an install.log: it shows only what came before the jamf binary.";
  if (install.deliveries.empty()) add_words(d.sentence, "No delivery of Jamf's QuickAdd package is in it.");
  refine_with_install_log(d, nullptr, install);
  add_words(d.missing, "jamf.log: it shows whether an enrolment followed.");
  if (d.cause == Cause::download_failed) {
    d.sentence = "This is an install.log, without its jamf.log. " + d.sentence;
    d.confidence = Confidence::likely;
  }
  return d;
}

}  // namespace enrolkit
