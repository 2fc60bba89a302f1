#include "core/assessment/assessment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/enrolment/findings.h"

namespace enrolkit {
namespace {

// What an unhealthy answer of an attribute leads to where the diagnosis names no cause, and how it is said. The first
// row that fits counts; an empty code stands for every code of that finding. What is in no row is Unclear.
struct Row {
  std::string_view id, code;
  Cause cause;
  Confidence confidence;
  std::string_view phrase;
  bool may_still_come = false;  // no fault while an enrolment is under way
};
constexpr Confidence kCertain = Confidence::certain, kLikely = Confidence::likely;
constexpr std::array kRows{
    Row{"tampering", "", Cause::tampered, kLikely, "something on it works against the management"},
    Row{"mdm", "OtherServer", Cause::other_server, kCertain, "MDM belongs to another server"},
    Row{"mdm", "NotEnrolled", Cause::mdm_not_enrolled, kCertain, "MDM is not enrolled"},
    Row{"framework", "Missing", Cause::framework_missing, kCertain, "the framework is missing", true},
    Row{"framework", "DaemonDown", Cause::daemon_dead, kLikely, "the jamf daemon does not answer"},
    Row{"framework", "Damaged", Cause::framework_damaged, kCertain, "the framework is damaged", true},
    Row{"framework", "", Cause::framework_damaged, kCertain, "the framework is not Jamf's"},
    Row{"jamf-keychain", "WrongMac", Cause::foreign_identity, kCertain,
        "the device certificate is another Mac's"},
    Row{"jamf-keychain", "Expired", Cause::certificate_expired, kCertain,
        "the device certificate has expired"},
    Row{"jamf-keychain", "NotYetValid", Cause::clock_skew, kLikely,
        "the device certificate is not valid yet"},
    Row{"jamf-keychain", "WrongIssuer", Cause::signature_lost, kLikely,
        "the device certificate has another issuer than expected"},
    Row{"jamf-keychain", "ExpiresSoon", Cause::certificate_expired, kLikely,
        "the device certificate expires soon"},
    Row{"jamf-keychain", "Missing", Cause::keychain_damaged, kLikely, "JAMF.keychain is missing", true},
    Row{"jamf-keychain", "Empty", Cause::keychain_damaged, kLikely, "JAMF.keychain is empty", true},
    Row{"jamf-keychain", "NoCertificate", Cause::keychain_damaged, kLikely,
        "JAMF.keychain holds no certificate", true},
    Row{"jamf-keychain", "", Cause::keychain_damaged, kLikely, "JAMF.keychain holds no sound identity"},
    Row{"device-signature", "NeverEnrolled", Cause::signature_lost, kCertain, "the Mac never enrolled", true},
    Row{"device-signature", "", Cause::signature_lost, kCertain, "the device signature is broken"},
    Row{"account-conflict", "Conflict", Cause::account_conflict, kCertain,
        "the Management Account duplicates a local administrator"},
    Row{"account-conflict", "", Cause::account_conflict, kLikely,
        "the Management Account seems to duplicate a local administrator"},
    Row{"management-account", "Present", Cause::unclear, kLikely, "the Management Account is disabled"},
    Row{"management-account", "", Cause::unclear, kLikely, "the Management Account is not there", true},
    Row{"check-in", "", Cause::unclear, kLikely, "check-ins fail"},
    Row{"inventory", "NotDelivered", Cause::server_unreachable, kLikely,
        "inventories do not reach the server"},
    Row{"inventory", "", Cause::unclear, kLikely, "inventories are refused"},
    Row{"last-contact", "", Cause::unclear, kLikely, "no check-in is proven", true},
    Row{"certificate-expiry", "", Cause::unclear, kLikely, "the device certificate is not sound", true},
    // Of enrolkit-repair's own look.
    Row{"permissions", "", Cause::framework_damaged, kCertain,
        "files of Jamf have other modes or owners than they must"},
    Row{"server-address", "", Cause::other_server, kLikely,
        "the jamf binary's server is not the trusted one"},
    Row{"launchd", "", Cause::daemon_dead, kLikely, "a job of Jamf is not loaded", true},
    Row{"hung-run", "", Cause::daemon_dead, kLikely, "a run of jamf hangs"},
    Row{"repair", "", Cause::unclear, kLikely, "the last repair did not help"},
    Row{"enrolment", "Complete", Cause::unclear, kLikely, "something failed since"},
    Row{"enrolment", "", Cause::unclear, kLikely, "the enrolment failed"},
    Row{"enrolment-failed-at", "", Cause::unclear, kLikely, "the enrolment failed"},
};
constexpr Row kUnknownFault{"", "", Cause::unclear, kLikely, "something is wrong that has no name here"};

const Row& row_of(const Finding& finding) {
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) {
    return r.id == finding.id && (r.code.empty() || r.code == finding.code);
  });
  return row != kRows.end() ? *row : kUnknownFault;
}

std::size_t rank_of(const Row& row) {
  return row.id.empty() ? kRows.size() : static_cast<std::size_t>(&row - kRows.data());
}

// A finding may name its cause itself, as check-in does.
std::optional<Cause> own_cause(const Finding& finding) {
  for (const Pair& pair : finding.pairs) {
    if (pair.key == "cause") return cause_named(pair.value);
  }
  return std::nullopt;
}

// Where what could not be told is to be had. The first row that fits counts.
struct Source {
  std::string_view id, how;
};
constexpr std::string_view kAskLog =
    "on the Mac: `sudo jamf policy` makes newer lines, and `sudo /Library/Enrolkit/bin/enrolkit-ea collect` keeps jamf.log "
    "with its rotated siblings; `enrolkit explain FILE` reads what it wrote";
// Of an enrolment that failed: no older or newer line of the log has more to tell.
constexpr std::string_view kAfterRepair = "repair the enrolment first: the log tells it afterwards";
constexpr std::array kSources{
    Source{"enrolment", kAskLog},
    Source{"device-signature", kAskLog},
    Source{"last-contact", kAskLog},
    Source{"check-in", kAskLog},
    Source{"inventory", kAskLog},
    Source{"enrolment-failed-at", kAskLog},
    Source{"jamf-keychain", "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea jamf-keychain --explain`"},
    Source{"certificate-expiry",
           "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea certificate-expiry --explain`"},
    Source{
        "management-account",
        "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea management-account --account NAME --explain`"},
    Source{"account-conflict",
           "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea account-conflict --account NAME --explain`"},
    Source{"framework", "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea framework --explain`"},
    Source{"tampering",
           "on the Mac: `sudo cat /etc/hosts`, and `sudo launchctl print-disabled system | grep jamf`"},
    Source{"mdm", "on the Mac: `sudo profiles status -type enrollment`"},
    Source{"repair", "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair status`"},
};

std::string how_to_get(std::string_view id, bool failed) {
  const auto row =
      std::find_if(kSources.begin(), kSources.end(), [&](const Source& one) { return one.id == id; });
  if (row == kSources.end()) return "on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea all`";
  return std::string(failed && row->how == kAskLog ? kAfterRepair : row->how);
}

void add_gap(Assessment& verdict, const Finding& finding, std::string why, bool failed) {
  while (why.ends_with('.')) why.pop_back();  // it stands inside a sentence
  verdict.unknown.push_back(finding.id);
  verdict.missing += fmt::format("{}{}: {}", verdict.missing.empty() ? "" : "; ", finding.id, why);
  verdict.gaps.push_back({finding.id, std::move(why), how_to_get(finding.id, failed)});
}

std::string joined(const std::vector<std::string>& ids) { return fmt::format("{}", fmt::join(ids, ", ")); }

// Which of two faults leads: one that names its cause, then the table's order. A symptom never outranks a named cause.
std::pair<bool, std::size_t> order_of(const Finding& finding) {
  const auto own = own_cause(finding);
  return {!own || own == Cause::unclear, rank_of(row_of(finding))};
}

std::string reason_of(const Finding& finding) {
  for (const Pair& pair : finding.pairs) {
    if (pair.key == "reason") return pair.value;
  }
  return finding.detail;
}

void add_cause(Assessment& verdict, Cause cause) {
  if (cause == verdict.cause || cause == Cause::unclear) return;
  if (std::find(verdict.also.begin(), verdict.also.end(), cause) == verdict.also.end())
    verdict.also.push_back(cause);
}

std::string headline_of(const Assessment& verdict, const EnrolmentVerdict* enrolment,
                        std::string_view phrase) {
  const State state = enrolment != nullptr ? enrolment->state : State::unknown;
  const bool complete = state == State::complete;
  const std::string_view name = verdict.cause ? to_text(*verdict.cause) : "";
  // That nothing is known is no guess.
  const bool guess = verdict.cause && !(state == State::unknown && verdict.cause == Cause::unclear);
  std::string cause = guess ? fmt::format(" ({})", to_text(verdict.confidence)) : std::string();
  if (verdict.cause && name != to_text(state)) cause.insert(0, fmt::format(": {}", name));
  switch (verdict.health) {
    case Health::healthy: return enrolment != nullptr ? std::string(to_text(state)) : "Healthy";
    case Health::unhealthy:
      if (complete) return fmt::format("Enrolled, but {}{}", phrase, cause);
      return (enrolment != nullptr ? std::string(to_text(state)) : "Attention") + cause;
    case Health::unknown:
      if (complete)
        return fmt::format("Enrolled, but not everything could be told: {}", joined(verdict.unknown));
      return (enrolment != nullptr ? std::string(to_text(state)) : "Unknown") + cause;
  }
  return "Unknown";
}

// The diagnosis speaks of the enrolment alone. Where the cause is its own, it has said so.
std::string besides_of(const Assessment& verdict, const EnrolmentVerdict* enrolment,
                       std::string_view phrase) {
  if (enrolment == nullptr || enrolment->cause) return "";
  const bool complete = enrolment->state == State::complete;
  if (verdict.health == Health::unhealthy && !phrase.empty())
    return fmt::format("{} {}.", complete ? "But" : "Also,", phrase);
  if (verdict.health == Health::unknown && complete)
    return fmt::format("But not everything could be told: {}.", joined(verdict.unknown));
  return "";
}

}  // namespace

EnrolmentVerdict enrolment_of(const Diagnosis& diagnosis) {
  return {diagnosis.state, diagnosis.cause, diagnosis.confidence, diagnosis.also};
}

std::vector<Gap> gaps_together(const std::vector<Gap>& gaps) {
  std::vector<Gap> together;
  for (const Gap& gap : gaps) {
    const auto same = std::find_if(together.begin(), together.end(),
                                   [&](const Gap& one) { return one.why == gap.why && one.how == gap.how; });
    if (same == together.end())
      together.push_back(gap);
    else
      same->finding += ", " + gap.finding;
  }
  std::vector<Gap> one_way;
  for (Gap& gap : together) {
    const auto same =
        std::find_if(one_way.begin(), one_way.end(), [&](const Gap& one) { return one.how == gap.how; });
    if (same == one_way.end())
      one_way.push_back(std::move(gap));
    else
      same->why += fmt::format("; {}: {}", gap.finding, gap.why);
  }
  return one_way;
}

std::vector<Unasked> unasked_together(const std::vector<Unasked>& unasked) {
  std::vector<Unasked> together;
  for (const Unasked& one : unasked) {
    if (!together.empty() && together.back().why == one.why) {
      together.back().finding += ", " + one.finding;
    } else {
      together.push_back(one);
    }
  }
  return together;
}

Assessment assess(std::span<const Finding> findings, const EnrolmentVerdict* enrolment) {
  Assessment verdict;
  const bool under_way = enrolment != nullptr && enrolment->state == State::in_progress;
  const bool failed = std::any_of(findings.begin(), findings.end(), [](const Finding& one) {
    return one.id == "enrolment" && one.health == Health::unhealthy;
  });
  std::vector<const Finding*> faults;
  for (const Finding& finding : findings) {
    if (!is_counted(finding)) continue;
    if (finding.health == Health::unknown) {
      add_gap(verdict, finding, reason_of(finding), failed);
    } else if (under_way && row_of(finding).may_still_come) {
      add_gap(verdict, finding, fmt::format("{}, and the enrolment is still running", row_of(finding).phrase),
              failed);
    } else {
      faults.push_back(&finding);
      verdict.unhealthy.push_back(finding.id);
    }
  }
  verdict.health = !faults.empty()                                ? Health::unhealthy
                   : findings.empty() || !verdict.unknown.empty() ? Health::unknown
                                                                  : Health::healthy;
  if (findings.empty()) {
    verdict.missing = "nothing was looked at";
    verdict.gaps.push_back({"", verdict.missing, how_to_get("", false)});
  }

  std::stable_sort(faults.begin(), faults.end(),
                   [](const Finding* a, const Finding* b) { return order_of(*a) < order_of(*b); });
  if (enrolment != nullptr && enrolment->cause && verdict.health != Health::healthy) {
    verdict.cause = enrolment->cause;
    verdict.confidence = enrolment->confidence;
    verdict.also = enrolment->also;
  }
  const Finding* named = nullptr;  // the first fault whose cause is known by itself or by the table
  for (const Finding* fault : faults) {
    const Cause cause = own_cause(*fault).value_or(row_of(*fault).cause);
    if (verdict.cause) {
      add_cause(verdict, cause);
    } else if (cause != Cause::unclear) {
      verdict.cause = cause;
      verdict.confidence = row_of(*fault).confidence;
      named = fault;
    }
  }
  if (!faults.empty() && !verdict.cause) verdict.cause = Cause::unclear;
  const Finding* leads = named != nullptr ? named : faults.empty() ? nullptr : faults.front();
  // A complete enrolment did not fail: what did since, and has that cause, has a finding of its own.
  if (leads != nullptr && leads->id == "enrolment") {
    const auto later = std::find_if(faults.begin(), faults.end(), [&](const Finding* fault) {
      return fault != leads && own_cause(*fault).value_or(row_of(*fault).cause) == verdict.cause;
    });
    if (later != faults.end()) leads = *later;
  }
  const std::string_view phrase = leads != nullptr ? row_of(*leads).phrase : "";
  verdict.headline = headline_of(verdict, enrolment, phrase);
  verdict.besides = besides_of(verdict, enrolment, phrase);
  return verdict;
}

}  // namespace enrolkit
