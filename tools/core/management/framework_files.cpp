#include "core/management/framework_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/redact.h"
#include "core/base/secret_words.h"
#include "core/base/take_until.h"
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/format/plist.h"
#include "core/management/launchd.h"

namespace enrolkit {
namespace {

constexpr std::uint32_t kOthersWrite = 0022;
constexpr std::uint32_t kOwnerRuns = 0100;

constexpr std::string_view kBinaryPath = "/usr/local/jamf/bin/jamf";

// Of the link in /usr/local/bin, by its text alone: a relative one begins there.
bool leads_to_binary(std::string_view target) {
  std::string path = target.starts_with('/') ? "" : "/usr/local/bin";
  while (!target.empty()) {
    const std::string_view part = take_until(target, '/');
    if (part == "..") {
      path.resize(path.empty() ? 0 : path.rfind('/'));
    } else if (!part.empty() && part != ".") {
      path += "/" + std::string(part);
    }
  }
  return path == kBinaryPath;
}

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

// Also of the text at that key, where one is to be `fit`.
Fault plist_fault(const FoundFile& file, const std::string& key, Fault (*fit)(const std::string&) = nullptr) {
  if (!file.regular) return "is not a file";
  const auto parsed = Plist::parse(file.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return "is not a property list: " + why->why;
  const auto text = std::get<Plist>(parsed).root()[key].string();
  if (!text || text->empty()) return fmt::format("has no {}", key);
  return fit != nullptr ? fit(*text) : "";
}

Fault preferences_fault(const FoundFile& file, bool /*running*/) {
  return plist_fault(file, "jss_url", [](const std::string& url) -> Fault {
    return host_of(url) ? "" : "has a jss_url that names no server";
  });
}

// By the rule that a repair follows. launchd refuses a file that others may write.
template <JobKind kind>
Fault job_fault(const FoundFile& file, bool running) {
  if (!file.regular) return "is not a file";
  const auto parsed = parse_job(file.bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return "is not a job of launchd: " + why->why;
  const auto& job = std::get<JobFile>(parsed);
  if (const auto why = why_not_jamfs(job, kind)) return "is not Jamf's job: " + *why;
  if (const auto why = why_not_run(job, kind)) return "does not run as it must: " + *why;
  return owner_fault(file, running);
}

Fault link_fault(const FoundFile& file, bool /*running*/) {
  if (!file.link) return "is not a symbolic link";
  const auto* target = value_of(file.target);
  if (target == nullptr || leads_to_binary(*target)) return "";
  const std::string where = is_harmless_value(*target, {}) ? redacted(*target) : "elsewhere";
  return fmt::format("leads to {}, not to {}", where, kBinaryPath);
}
Fault app_fault(const FoundFile& file, bool /*running*/) { return file.directory ? "" : "is not a bundle"; }
Fault info_fault(const FoundFile& file, bool /*running*/) {
  return plist_fault(file, "CFBundleShortVersionString");
}
Fault keychain_fault(const FoundFile& file, bool /*running*/) {
  return file.regular && file.size != 0 ? "" : "is empty, or no file";
}

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

  // By the rule that a repair follows, and by each key that launchd goes by.
  template <JobKind kind>
  void require_job(FrameworkPart part, const FrameworkPiece& piece) {
    require(part, piece, job_fault<kind>);
    const auto* file = value_of(piece.file);
    if (file == nullptr) return;
    const auto parsed = parse_job(file->bytes);
    const auto* job = std::get_if<JobFile>(&parsed);
    if (job != nullptr && !job->is_understood)
      not_read(piece.path + " has a key that is not known: whether launchd runs it is not known");
  }

  void blame(FrameworkPart part, const std::string& path, std::string_view fault) {
    if (std::find(found_.parts.begin(), found_.parts.end(), part) == found_.parts.end())
      found_.parts.push_back(part);
    found_.evidence.push_back({path, "", std::nullopt, std::string(fault)});
    if (!found_.details.empty()) found_.details += "; ";
    found_.details += path + " " + std::string(fault);
  }
  // What is no fault.
  void note(Evidence evidence) { found_.evidence.push_back(std::move(evidence)); }
  void not_read(const std::string& why) {
    if (found_.unreadable.empty()) found_.unreadable = why;
  }

  FrameworkFaults take() && { return std::move(found_); }

 private:
  const FrameworkFacts& facts_;
  FrameworkFaults found_;
};

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
  if (const auto* link = value_of(f.link.file); link != nullptr && link->link) {
    const auto* why = why_unreadable(link->target);
    if (value_of(link->target) == nullptr)
      judge.not_read(why != nullptr ? *why : "where the link leads is not known");
  }
  judge.require(FrameworkPart::preferences, f.preferences, preferences_fault);
  judge.require_job<JobKind::task>(FrameworkPart::task, f.task);
  judge.require(FrameworkPart::keychain, f.keychain, keychain_fault);
  // Before Jamf.app there was another daemon. One of the two must be whole; both are half an upgrade.
  const bool is_old = value_of(f.old_daemon.file) != nullptr;
  if (is_old && std::holds_alternative<Absent>(f.daemon.file)) {
    judge.require_job<JobKind::old_daemon>(FrameworkPart::daemon, f.old_daemon);
    return;
  }
  if (const auto* why = why_unreadable(f.old_daemon.file)) judge.not_read(*why);
  judge.require_job<JobKind::daemon>(FrameworkPart::daemon, f.daemon);
  judge.require(FrameworkPart::app, f.app, app_fault);
  if (value_of(f.app.file) != nullptr) judge.require(FrameworkPart::app, f.app_info, info_fault);
  if (is_old && value_of(f.daemon.file) != nullptr) {
    judge.blame(FrameworkPart::half_upgraded, f.old_daemon.path, "is still there beside its successor");
  }
}

}  // namespace

bool is_mach_o(std::string_view bytes) {
  constexpr std::array<std::string_view, 6> kMagics{"\xCF\xFA\xED\xFE", "\xCE\xFA\xED\xFE",
                                                    "\xFE\xED\xFA\xCF", "\xFE\xED\xFA\xCE",
                                                    "\xCA\xFE\xBA\xBE", "\xCA\xFE\xBA\xBF"};
  return std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return bytes.starts_with(magic); });
}

bool is_not_jamfs(SignatureVerdict verdict) { return signature_fault(verdict).has_value(); }

FrameworkFaults framework_faults(const FrameworkFacts& facts) {
  Judge judge(facts);
  judge_signature(judge, facts);
  judge_files(judge, facts);
  // Owners and modes may be those of a mount, and nothing is run for it.
  if (!facts.running_system)
    judge.not_read("owners, modes and the code signature of another volume cannot be judged");
  return std::move(judge).take();
}

}  // namespace enrolkit
