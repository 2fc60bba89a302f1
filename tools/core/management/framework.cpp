#include "core/management/framework.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/format/plist.h"
#include "core/log/daemon_service.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "framework";
constexpr std::uint32_t kOthersWrite = 0022;
constexpr std::uint32_t kOwnerRuns = 0100;

// Checks of a file that is there: what is wrong with it, or nothing.
using Fault = std::string;

Fault owner_fault(const FoundFile& file, bool running) {
  if (!running) return "";
  if (file.owner != 0) return fmt::format("belongs to user {}, not to root", file.owner);
  if ((file.mode & kOthersWrite) != 0) return fmt::format("others may write it (mode {:o})", file.mode);
  return "";
}

Fault binary_fault(const FoundFile& file, bool running) {
  if (!file.regular) return "is not a file";
  if (file.size == 0) return "is empty";
  if (!is_mach_o(file.bytes)) return "is not a Mach-O program";
  if (running && (file.mode & kOwnerRuns) == 0) {
    return fmt::format("may not be run (mode {:o})", file.mode);
  }
  return owner_fault(file, running);
}

Fault plist_fault(const FoundFile& file, const std::string& key) {
  if (!file.regular) return "is not a file";
  const auto parsed = Plist::parse(file.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return "is not a property list: " + why->why;
  const auto text = std::get<Plist>(parsed).root()[key].string();
  return text && !text->empty() ? "" : fmt::format("has no {}", key);
}

Fault preferences_fault(const FoundFile& file, bool /*running*/) { return plist_fault(file, "jss_url"); }

// launchd takes the label from the file, whose name differs from it, and refuses a file that others may
// write.
Fault job_fault(const FoundFile& file, bool running) {
  const Fault fault = plist_fault(file, "Label");
  return fault.empty() ? owner_fault(file, running) : fault;
}

Fault link_fault(const FoundFile& file, bool /*running*/) {
  return file.link ? "" : "is not a symbolic link";
}
Fault app_fault(const FoundFile& file, bool /*running*/) { return file.directory ? "" : "is not a bundle"; }
Fault info_fault(const FoundFile& file, bool /*running*/) {
  return plist_fault(file, "CFBundleShortVersionString");
}
Fault keychain_fault(const FoundFile& file, bool /*running*/) {
  return file.regular && file.size != 0 ? "" : "is empty, or no file";
}

// What the files, and the binary's signature, show.
class Judge {
 public:
  explicit Judge(const FrameworkFacts& facts) : facts_(facts) {}

  void require(FrameworkPart part, const FrameworkPiece& piece, Fault (*fault_in)(const FoundFile&, bool)) {
    match(
        piece.file,
        [&](const FoundFile& file) {
          if (const Fault fault = fault_in(file, facts_.running_system); !fault.empty()) {
            blame(part, piece.path, fault);
          }
        },
        [&](const Absent&) { blame(part, piece.path, "is missing"); },
        [&](const Unreadable& u) { not_read(u.why); });
  }

  void blame(FrameworkPart part, const std::string& path, std::string_view fault) {
    if (std::find(parts_.begin(), parts_.end(), part) == parts_.end()) parts_.push_back(part);
    evidence_.push_back({path, "", std::nullopt, std::string(fault)});
    if (!details_.empty()) details_ += "; ";
    details_ += path + " " + std::string(fault);
  }
  // What is no fault.
  void note(Evidence evidence) { evidence_.push_back(std::move(evidence)); }
  void not_read(const std::string& why) {
    if (unreadable_.empty()) unreadable_ = why;
  }

  [[nodiscard]] const FrameworkParts& parts() const { return parts_; }
  [[nodiscard]] const std::string& details() const { return details_; }
  [[nodiscard]] const std::string& unreadable() const { return unreadable_; }
  [[nodiscard]] const std::vector<Evidence>& evidence() const { return evidence_; }

 private:
  const FrameworkFacts& facts_;
  FrameworkParts parts_;
  std::vector<Evidence> evidence_;
  std::string details_;
  std::string unreadable_;
};

std::string version_of(const FrameworkFacts& facts) {
  const auto* file = value_of(facts.app_info.file);
  if (file == nullptr) return "";
  const auto parsed = Plist::parse(file->bytes);
  if (std::holds_alternative<Unreadable>(parsed)) return "";
  return printable(std::get<Plist>(parsed).root()["CFBundleShortVersionString"].string().value_or(""));
}

// A signature that is not Jamf's own: which part of `what` that is, and the fault in words.
struct SignatureFault {
  FrameworkPart part;
  std::string_view text;
};
std::optional<SignatureFault> signature_fault(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::is_unsigned:
      return SignatureFault{FrameworkPart::is_unsigned, "is not signed at all"};
    case SignatureVerdict::modified:
      return SignatureFault{FrameworkPart::modified, "is not what was signed: it was changed"};
    case SignatureVerdict::other_signer:
      return SignatureFault{FrameworkPart::other_signer, "is signed, but not as Jamf signs its binary"};
    case SignatureVerdict::valid:
    case SignatureVerdict::unknown: break;
  }
  return std::nullopt;
}

// Only of a binary that is there and a program: of anything else its files say enough.
void judge_signature(Judge& judge, const FrameworkFacts& f) {
  const auto* binary = value_of(f.binary.file);
  if (binary == nullptr || !binary->regular || !is_mach_o(binary->bytes)) return;
  const SignatureFacts& facts = f.signature;
  const auto note = [&](std::string text) {
    judge.note({f.binary.path, "code signature", facts.checked_before, std::move(text)});
  };
  if (!f.running_system) return note("not looked at: nothing is run for another volume");
  if (facts.verdict == SignatureVerdict::unknown) {
    note("could not be judged: " + facts.said);
    return judge.not_read("the code signature could not be judged: " + facts.said);
  }
  if (const auto fault = signature_fault(facts.verdict)) judge.blame(fault->part, f.binary.path, fault->text);
  std::string text(to_text(facts.verdict));
  if (!facts.said.empty()) text += ": " + facts.said;
  if (facts.checked_before) {
    text += fmt::format(" (verified at {}; the file is the same)", to_text(*facts.checked_before));
  }
  note(std::move(text));
}

void judge_files(Judge& judge, const FrameworkFacts& f) {
  judge.require(FrameworkPart::binary, f.binary, binary_fault);
  judge.require(FrameworkPart::link, f.link, link_fault);
  judge.require(FrameworkPart::preferences, f.preferences, preferences_fault);
  judge.require(FrameworkPart::task, f.task, job_fault);
  judge.require(FrameworkPart::keychain, f.keychain, keychain_fault);
  // Before Jamf.app there was another daemon. One of the two must be whole; both are half an upgrade.
  const bool is_old = value_of(f.old_daemon.file) != nullptr;
  if (is_old && std::holds_alternative<Absent>(f.daemon.file)) {
    judge.require(FrameworkPart::daemon, f.old_daemon, job_fault);
    return;
  }
  if (const auto* why = why_unreadable(f.old_daemon.file)) judge.not_read(*why);
  judge.require(FrameworkPart::daemon, f.daemon, job_fault);
  judge.require(FrameworkPart::app, f.app, app_fault);
  if (value_of(f.app.file) != nullptr) judge.require(FrameworkPart::app, f.app_info, info_fault);
  if (is_old && value_of(f.daemon.file) != nullptr) {
    judge.blame(FrameworkPart::half_upgraded, f.old_daemon.path, "is still there beside its successor");
  }
}

FrameworkState state_of_faults(const FrameworkFacts& facts) {
  if (std::holds_alternative<Absent>(facts.binary.file)) return FrameworkState::missing;
  return facts.running_system && signature_fault(facts.signature.verdict) ? FrameworkState::is_unsigned
                                                                          : FrameworkState::damaged;
}

// Everything that the verdict rests on.
struct Gathered {
  Judge files;
  std::string version;
  std::size_t leftovers = 0;
  const LogRead* log = nullptr;
  DaemonService service = DaemonService::nothing_against;
};

Gathered gather(const FrameworkFacts& facts, const LogEvidence& log) {
  Gathered all{Judge(facts), version_of(facts), 0, value_of(log.log), DaemonService::nothing_against};
  judge_signature(all.files, facts);
  judge_files(all.files, facts);
  if (const auto* left = value_of(facts.leftovers)) all.leftovers = *left;
  if (all.log != nullptr) all.service = daemon_service(all.log->history);
  return all;
}

// Why nothing was found wrong, and yet it is not known to be whole. Empty: it is.
std::string why_unproven(const Gathered& all, const FrameworkFacts& facts, const LogEvidence& log) {
  if (!all.files.unreadable().empty()) return all.files.unreadable();
  if (const auto* why = why_unreadable(facts.leftovers)) return *why;
  if (const auto* why = why_unreadable(log.log)) return *why;
  if (all.log == nullptr) {
    return "the files are there, but there is no jamf.log, so that nothing says whether the daemon answers";
  }
  return all.service == DaemonService::restarted
             ? "the daemon was started again after it had been lost, and no contact proves that it answers"
             : "";
}

FrameworkState decide(const Gathered& all, const FrameworkFacts& facts, bool proven) {
  if (!all.files.parts().empty()) return state_of_faults(facts);
  if (all.service == DaemonService::lost) return FrameworkState::daemon_down;
  return proven ? FrameworkState::healthy : FrameworkState::unknown;
}

FrameworkParts parts_of(const Gathered& all, FrameworkState state) {
  FrameworkParts parts = all.files.parts();
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
  std::vector<Evidence> evidence = all.files.evidence();
  if (all.leftovers != 0) evidence.push_back({facts.leftovers_path, "", std::nullopt, "old files"});
  if (!all.files.parts().empty() || all.log == nullptr) return evidence;
  const History& history = all.log->history;
  if (all.service != DaemonService::nothing_against) {
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
    case FrameworkState::is_unsigned: detail = all.files.details() + "."; break;
    case FrameworkState::daemon_down:
      detail = fmt::format(
          "The files are there, but {} runs of jamf lost the daemon's service since the last contact.",
          all.log->history.daemon.count);
      break;
    case FrameworkState::healthy:
    case FrameworkState::unknown:
      detail = facts.running_system
                   ? "Every file of the framework is there, and the binary is Jamf's, unchanged."
                   : "Every file of the framework is there; owners, modes and the code signature of another "
                     "volume were not judged.";
  }
  if (all.leftovers != 0) {
    detail += fmt::format(" {} holds {} file{} over an hour old: runs of jamf hung or were killed.",
                          facts.leftovers_path, all.leftovers, all.leftovers == 1 ? "" : "s");
  }
  return detail;
}

}  // namespace

bool is_mach_o(std::string_view bytes) {
  constexpr std::array<std::string_view, 6> kMagics{"\xCF\xFA\xED\xFE", "\xCE\xFA\xED\xFE",
                                                    "\xFE\xED\xFA\xCF", "\xFE\xED\xFA\xCE",
                                                    "\xCA\xFE\xBA\xBE", "\xCA\xFE\xBA\xBF"};
  return std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return bytes.starts_with(magic); });
}

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
