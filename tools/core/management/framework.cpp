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
  if (!file.regular) return "is no file";
  if (file.size == 0) return "is empty";
  if (!is_mach_o(file.bytes)) return "is no Mach-O program";
  if (running && (file.mode & kOwnerRuns) == 0) {
    return fmt::format("may not be run (mode {:o})", file.mode);
  }
  return owner_fault(file, running);
}

Fault plist_fault(const FoundFile& file, const std::string& key) {
  if (!file.regular) return "is no file";
  const auto parsed = Plist::parse(file.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return "is no property list: " + why->why;
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

Fault link_fault(const FoundFile& file, bool /*running*/) { return file.link ? "" : "is no symbolic link"; }
Fault app_fault(const FoundFile& file, bool /*running*/) { return file.directory ? "" : "is no bundle"; }
Fault info_fault(const FoundFile& file, bool /*running*/) {
  return plist_fault(file, "CFBundleShortVersionString");
}
Fault keychain_fault(const FoundFile& file, bool /*running*/) {
  return file.regular && file.size != 0 ? "" : "is empty, or no file";
}

class Judge {
 public:
  explicit Judge(const FrameworkFacts& facts) : facts_(facts) {}

  void require(std::string_view what, const FrameworkPiece& piece,
               Fault (*fault_in)(const FoundFile&, bool)) {
    match(
        piece.file,
        [&](const FoundFile& file) {
          if (const Fault fault = fault_in(file, facts_.running_system); !fault.empty()) {
            say(what, piece.path, fault);
          }
        },
        [&](const Absent&) { say(what, piece.path, "is missing"); },
        [&](const Unreadable& u) { not_looked(u.why); });
  }

  void say(std::string_view what, const std::string& path, std::string_view fault) {
    if (std::find(what_.begin(), what_.end(), what) == what_.end()) what_.emplace_back(what);
    evidence_.push_back({path, "", std::nullopt, std::string(fault)});
    if (!details_.empty()) details_ += "; ";
    details_ += path + " " + std::string(fault);
  }
  // What is no fault.
  void note(Evidence evidence) { evidence_.push_back(std::move(evidence)); }
  void not_looked(const std::string& why) {
    if (unreadable_.empty()) unreadable_ = why;
  }

  [[nodiscard]] bool anything_wrong() const { return !what_.empty(); }
  [[nodiscard]] std::string what() const { return fmt::format("{}", fmt::join(what_, ",")); }
  [[nodiscard]] const std::string& details() const { return details_; }
  [[nodiscard]] const std::string& unreadable() const { return unreadable_; }
  [[nodiscard]] const std::vector<Evidence>& evidence() const { return evidence_; }

 private:
  const FrameworkFacts& facts_;
  std::vector<std::string> what_;
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

std::string_view signature_fault(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::is_unsigned: return "is not signed at all";
    case SignatureVerdict::modified: return "is not what was signed: it was changed";
    case SignatureVerdict::other_signer: return "is signed, but not as Jamf signs its binary";
    case SignatureVerdict::valid:
    case SignatureVerdict::unknown: break;
  }
  return "";
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
    return judge.not_looked("the code signature could not be judged: " + facts.said);
  }
  if (const std::string_view fault = signature_fault(facts.verdict); !fault.empty()) {
    judge.say(to_text(facts.verdict), f.binary.path, fault);
  }
  std::string text(to_text(facts.verdict));
  if (!facts.said.empty()) text += ": " + facts.said;
  if (facts.checked_before) {
    text += fmt::format(" (verified at {}; the file is the same)", to_text(*facts.checked_before));
  }
  note(std::move(text));
}

void judge_files(Judge& judge, const FrameworkFacts& f) {
  judge.require("binary", f.binary, binary_fault);
  judge.require("link", f.link, link_fault);
  judge.require("preferences", f.preferences, preferences_fault);
  judge.require("task", f.task, job_fault);
  judge.require("keychain", f.keychain, keychain_fault);
  // Before Jamf.app there was another daemon. One of the two must be whole; both are half an upgrade.
  const bool is_old = value_of(f.old_daemon.file) != nullptr;
  if (is_old && std::holds_alternative<Absent>(f.daemon.file)) {
    judge.require("daemon", f.old_daemon, job_fault);
    return;
  }
  if (const auto* why = why_unreadable(f.old_daemon.file)) judge.not_looked(*why);
  judge.require("daemon", f.daemon, job_fault);
  judge.require("app", f.app, app_fault);
  if (value_of(f.app.file) != nullptr) judge.require("app", f.app_info, info_fault);
  if (is_old && value_of(f.daemon.file) != nullptr) {
    judge.say("half-upgraded", f.old_daemon.path, "is still there beside its successor");
  }
}

std::string_view code_of(const FrameworkFacts& facts) {
  if (std::holds_alternative<Absent>(facts.binary.file)) return "Missing";
  return facts.running_system && !signature_fault(facts.signature.verdict).empty() ? "Unsigned" : "Damaged";
}

}  // namespace

bool is_mach_o(std::string_view bytes) {
  constexpr std::array<std::string_view, 6> kMagics{"\xCF\xFA\xED\xFE", "\xCE\xFA\xED\xFE",
                                                    "\xFE\xED\xFA\xCF", "\xFE\xED\xFA\xCE",
                                                    "\xCA\xFE\xBA\xBE", "\xCA\xFE\xBA\xBF"};
  return std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return bytes.starts_with(magic); });
}

Finding framework_finding(const FrameworkFacts& facts, const LogEvidence& log) {
  if (const auto* why = why_unreadable(facts.system.file)) return unknown(kId, *why);
  if (value_of(facts.system.file) == nullptr) {
    return unknown(kId, "this is no whole macOS volume, so that what is not in it may be on the Mac");
  }
  Judge judge(facts);
  judge_signature(judge, facts);
  judge_files(judge, facts);
  const std::string version = version_of(facts);
  const auto* left = value_of(facts.leftovers);
  const bool leftovers = left != nullptr && *left != 0;
  const std::string hung =
      leftovers ? fmt::format(" {} holds {} file{} over an hour old: runs of jamf hung or were killed.",
                              facts.leftovers_path, *left, *left == 1 ? "" : "s")
                : "";

  Finding finding;
  finding.id = kId;
  finding.evidence = judge.evidence();
  if (leftovers) finding.evidence.push_back({facts.leftovers_path, "", std::nullopt, "old files"});

  if (judge.anything_wrong()) {
    finding.health = Health::unhealthy;
    finding.code = code_of(facts);
    finding.pairs = {{"version", version}, {"what", judge.what() + (leftovers ? ",leftovers" : "")}};
    finding.detail = judge.details() + "." + hung;
    return finding;
  }
  const auto* read = value_of(log.log);
  const auto service = read != nullptr ? daemon_service(read->history) : DaemonService::nothing_against;
  if (service != DaemonService::nothing_against) {
    finding.evidence.push_back(evidence_of(*read->history.daemon.first, *read));
    finding.evidence.push_back(evidence_of(*read->history.daemon.last, *read));
  }
  if (read != nullptr && daemon_ended_last(read->history)) {
    finding.evidence.push_back(evidence_of(*read->history.daemon_ended, *read));
  }
  if (service == DaemonService::lost) {
    finding.health = Health::unhealthy;
    finding.code = "DaemonDown";
    finding.pairs = {{"version", version}, {"what", leftovers ? "daemon,leftovers" : "daemon"}};
    finding.detail = fmt::format(
        "The files are there, but {} runs of jamf lost the daemon's service since the last contact.{}",
        read->history.daemon.count, hung);
    return finding;
  }
  std::string why = judge.unreadable();
  if (const auto* left_why = why_unreadable(facts.leftovers); why.empty() && left_why != nullptr)
    why = *left_why;
  if (const auto* log_why = why_unreadable(log.log); why.empty() && log_why != nullptr) why = *log_why;
  if (why.empty() && read == nullptr) {
    why = "the files are there, but there is no jamf.log, so that nothing says whether the daemon answers";
  }
  if (why.empty() && service == DaemonService::restarted) {
    why = "the daemon was started again after it had been lost, and no contact proves that it answers";
    finding.evidence.push_back(evidence_of(*read->history.daemon_started, *read));
  }
  if (!why.empty()) {
    Finding not_told = unknown(kId, why);
    not_told.evidence = std::move(finding.evidence);
    return not_told;
  }
  finding.health = Health::healthy;
  finding.code = "Healthy";
  finding.pairs = {{"version", version}, {"what", leftovers ? "leftovers" : ""}};
  finding.detail =
      facts.running_system
          ? "Every file of the framework is there, and the binary is Jamf's, unchanged."
          : "Every file of the framework is there; owners, modes and the code signature of another volume "
            "were not judged.";
  finding.detail += hung;
  return finding;
}

}  // namespace enrolkit
