#include "core/framework.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/plist.h"
#include "core/text.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "framework";
constexpr std::uint32_t kOthersWrite = 0022;
constexpr std::uint32_t kOwnerRuns = 0100;
// The daemon's service missed once is an accident; twice with no contact between is none.
constexpr std::uint64_t kServiceGone = 2;

// Checks of a file that is there: what is wrong with it, or nothing.
using Fault = std::string;

Fault owner_fault(const FoundFile& file, bool owners_count) {
  if (!owners_count) return "";
  if (file.owner != 0) return fmt::format("belongs to user {}, not to root", file.owner);
  if ((file.mode & kOthersWrite) != 0) return fmt::format("others may write it (mode {:o})", file.mode);
  return "";
}

// A Mach-O program for one processor, or a universal one; either byte order.
bool is_mach_o(std::string_view bytes) {
  constexpr std::array<std::string_view, 6> kMagics{"\xCF\xFA\xED\xFE", "\xCE\xFA\xED\xFE",
                                                    "\xFE\xED\xFA\xCF", "\xFE\xED\xFA\xCE",
                                                    "\xCA\xFE\xBA\xBE", "\xCA\xFE\xBA\xBF"};
  return std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return bytes.starts_with(magic); });
}

Fault binary_fault(const FoundFile& file, bool owners_count) {
  if (!file.regular) return "is no file";
  if (file.size == 0) return "is empty";
  if (!is_mach_o(file.bytes)) return "is no Mach-O program";
  if (owners_count && (file.mode & kOwnerRuns) == 0) {
    return fmt::format("may not be run (mode {:o})", file.mode);
  }
  return owner_fault(file, owners_count);
}

Fault plist_fault(const FoundFile& file, const std::string& key) {
  if (!file.regular) return "is no file";
  const auto parsed = Plist::parse(file.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return "is no property list: " + why->why;
  const auto text = std::get<Plist>(parsed).root()[key].string();
  return text && !text->empty() ? "" : fmt::format("has no {}", key);
}

Fault preferences_fault(const FoundFile& file, bool /*owners_count*/) { return plist_fault(file, "jss_url"); }

// launchd takes the label from the file, whose name differs from it, and refuses a file that others may
// write.
Fault job_fault(const FoundFile& file, bool owners_count) {
  const Fault fault = plist_fault(file, "Label");
  return fault.empty() ? owner_fault(file, owners_count) : fault;
}

Fault link_fault(const FoundFile& file, bool /*owners_count*/) {
  return file.link ? "" : "is no symbolic link";
}
Fault app_fault(const FoundFile& file, bool /*owners_count*/) { return file.directory ? "" : "is no bundle"; }
Fault info_fault(const FoundFile& file, bool /*owners_count*/) {
  return plist_fault(file, "CFBundleShortVersionString");
}
Fault keychain_fault(const FoundFile& file, bool /*owners_count*/) {
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
          if (const Fault fault = fault_in(file, facts_.owners_count); !fault.empty()) {
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

}  // namespace

Finding framework_finding(const FrameworkFacts& facts, const LogEvidence& log) {
  if (const auto* why = why_unreadable(facts.system.file)) return unknown(kId, *why);
  if (value_of(facts.system.file) == nullptr) {
    return unknown(kId, "this is no whole macOS volume, so that what is not in it may be on the Mac");
  }
  Judge judge(facts);
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
    finding.code = std::holds_alternative<Absent>(facts.binary.file) ? "Missing" : "Damaged";
    finding.pairs = {{"version", version}, {"what", judge.what() + (leftovers ? ",leftovers" : "")}};
    finding.detail = judge.details() + "." + hung;
    return finding;
  }
  const auto* read = value_of(log.log);
  if (read != nullptr && read->history.daemon.count >= kServiceGone) {
    finding.health = Health::unhealthy;
    finding.code = "DaemonDown";
    finding.pairs = {{"version", version}, {"what", leftovers ? "daemon,leftovers" : "daemon"}};
    finding.detail = fmt::format(
        "The files are there, but {} runs of jamf lost the daemon's service since the last contact.{}",
        read->history.daemon.count, hung);
    finding.evidence.push_back(evidence_of(*read->history.daemon.first, *read));
    finding.evidence.push_back(evidence_of(*read->history.daemon.last, *read));
    return finding;
  }
  if (!judge.unreadable().empty()) return unknown(kId, judge.unreadable());
  if (const auto* why = why_unreadable(facts.leftovers)) return unknown(kId, *why);
  if (const auto* why = why_unreadable(log.log)) return unknown(kId, *why);
  if (read == nullptr) {
    return unknown(
        kId,
        "the files are there, but there is no jamf.log, so that nothing says whether the daemon answers");
  }
  finding.health = Health::healthy;
  finding.code = "Healthy";
  finding.pairs = {{"version", version}, {"what", leftovers ? "leftovers" : ""}};
  finding.detail =
      fmt::format("Every file of the framework is there{}. The binary's code signature was not looked at.{}",
                  facts.owners_count ? "" : " (owners and modes of another volume were not judged)", hung);
  return finding;
}

}  // namespace enrolkit
