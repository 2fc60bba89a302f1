#include "core/management/framework.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/format/plist.h"
#include "core/log/daemon_service.h"
#include "core/log/form.h"
#include "core/management/framework_files.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "framework";

std::string version_of(const FrameworkFacts& facts) {
  const auto* file = value_of(facts.app_info.file);
  if (file == nullptr) return "";
  const auto parsed = Plist::parse(file->bytes);
  if (std::holds_alternative<Unreadable>(parsed)) return "";
  return printable(std::get<Plist>(parsed).root()["CFBundleShortVersionString"].string().value_or(""));
}

FrameworkState state_of_faults(const FrameworkFacts& facts) {
  if (std::holds_alternative<Absent>(facts.binary.file)) return FrameworkState::missing;
  return facts.running_system && is_not_jamfs(facts.signature.verdict) ? FrameworkState::is_unsigned
                                                                       : FrameworkState::damaged;
}

// Everything that the verdict rests on.
struct Gathered {
  FrameworkFaults files;
  std::string version;
  std::size_t leftovers = 0;
  const LogRead* log = nullptr;
  DaemonService service = DaemonService::unknown;
};

Gathered gather(const FrameworkFacts& facts, const LogEvidence& log) {
  Gathered all{framework_faults(facts), version_of(facts), 0, value_of(log.log), DaemonService::unknown};
  if (const auto* left = value_of(facts.leftovers)) all.leftovers = *left;
  if (all.log != nullptr) all.service = daemon_service(all.log->history);
  return all;
}

// Why the log does not prove that the daemon answers. Empty: it does, by a contact.
std::string why_no_contact(const LogRead& log, DaemonService service) {
  const History& history = log.history;
  if (!decides(history.quality.form)) return about_form(history);
  if (service == DaemonService::restarted)
    return "the daemon was started again after it had been lost, and no contact proves that it answers";
  if (!history.contact)
    return "the files are there, but jamf.log holds no contact, so that nothing says whether the daemon answers";
  if (history.edited && is_after(*history.edited, *history.contact))
    return "jamf.log was edited since the last contact, so that nothing says whether the daemon answers";
  return "";
}

// Why nothing was found wrong, and yet it is not known to be whole. Empty: it is.
std::string why_unproven(const Gathered& all, const FrameworkFacts& facts, const LogEvidence& log) {
  if (!all.files.unreadable.empty()) return all.files.unreadable;
  if (const auto* why = why_unreadable(facts.leftovers)) return *why;
  if (const auto* why = why_unreadable(log.log)) return *why;
  if (all.log == nullptr) {
    return "the files are there, but there is no jamf.log, so that nothing says whether the daemon answers";
  }
  return why_no_contact(*all.log, all.service);
}

FrameworkState decide(const Gathered& all, const FrameworkFacts& facts, bool proven) {
  if (!all.files.parts.empty()) return state_of_faults(facts);
  if (all.service == DaemonService::lost) return FrameworkState::daemon_down;
  return proven ? FrameworkState::healthy : FrameworkState::unknown;
}

FrameworkParts parts_of(const Gathered& all, FrameworkState state) {
  FrameworkParts parts = all.files.parts;
  if (state == FrameworkState::daemon_down) parts.push_back(FrameworkPart::daemon);
  if (all.leftovers != 0 && state != FrameworkState::unknown) parts.push_back(FrameworkPart::leftovers);
  return parts;
}

std::string what_text(const FrameworkParts& parts) {
  std::string text;
  for (const FrameworkPart part : parts) {
    if (!text.empty()) text += ',';
    text += kFrameworkPartNames[part];
  }
  return text;
}

std::vector<Evidence> evidence_for(const Gathered& all, const FrameworkFacts& facts, FrameworkState state) {
  std::vector<Evidence> evidence = all.files.evidence;
  if (all.leftovers != 0) evidence.push_back({facts.leftovers_path, "", std::nullopt, "old files"});
  if (!all.files.parts.empty() || all.log == nullptr) return evidence;
  const History& history = all.log->history;
  if (all.service == DaemonService::lost || all.service == DaemonService::restarted) {
    evidence.push_back(evidence_of(*history.daemon.first, *all.log));
    evidence.push_back(evidence_of(*history.daemon.last, *all.log));
  }
  if (daemon_ended_last(history)) evidence.push_back(evidence_of(*history.daemon_ended, *all.log));
  if (all.service == DaemonService::restarted && state == FrameworkState::unknown) {
    evidence.push_back(evidence_of(*history.daemon_started, *all.log));
  }
  return evidence;
}

std::string detail_of(const Gathered& all, const FrameworkFacts& facts, FrameworkState state) {
  std::string detail;
  switch (state) {
    case FrameworkState::missing:
    case FrameworkState::damaged:
    case FrameworkState::is_unsigned: detail = all.files.details + "."; break;
    case FrameworkState::daemon_down:
      detail = fmt::format(
          "The files are there, but {} runs of jamf lost the daemon's service since the last contact.",
          all.log->history.daemon.count);
      break;
    case FrameworkState::healthy:
    case FrameworkState::unknown:
      detail = "Every file of the framework is there, and the binary is Jamf's, unchanged.";
  }
  if (all.leftovers != 0) {
    detail += fmt::format(" {} holds {} file{} over an hour old: runs of jamf hung or were killed.",
                          facts.leftovers_path, all.leftovers, all.leftovers == 1 ? "" : "s");
  }
  return detail;
}

}  // namespace

FrameworkVerdict judge_framework(const FrameworkFacts& facts, const LogEvidence& log) {
  const auto not_known = [](std::string_view why) {
    return FrameworkVerdict{FrameworkState::unknown, {}, unknown(kId, why)};
  };
  if (const auto* why = why_unreadable(facts.system.file)) return not_known(*why);
  if (value_of(facts.system.file) == nullptr) {
    return not_known("this is not a whole macOS volume, so what is not in it may be on the Mac");
  }
  const Gathered all = gather(facts, log);
  const std::string unproven = why_unproven(all, facts, log);
  const FrameworkState state = decide(all, facts, unproven.empty());
  FrameworkVerdict verdict{state, parts_of(all, state), {}};
  if (state == FrameworkState::unknown) {
    verdict.finding = unknown(kId, unproven);
  } else {
    verdict.finding = make_finding(
        kId, state == FrameworkState::healthy ? Health::healthy : Health::unhealthy,
        kFrameworkStateNames[state], {{"version", all.version}, {"what", what_text(verdict.parts)}},
        detail_of(all, facts, state));
  }
  verdict.finding.evidence = evidence_for(all, facts, state);
  return verdict;
}

}  // namespace enrolkit
