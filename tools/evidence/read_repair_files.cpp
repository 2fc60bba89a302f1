// The files that a repair rests on: who may write them, the invitation, the saved keychains.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/url.h"
#include "core/management/mdm.h"
#include "core/repair/backup.h"
#include "evidence/paths.h"
#include "evidence/read_mac.h"
#include "evidence/read_repair_facts.h"
#include "evidence/root_only.h"

namespace enrolkit {
namespace {

constexpr std::uint32_t kOthersWrite = 0022, kOthersAny = 0077;
constexpr std::uint32_t kAdminGroup = 80;

struct Wanted {
  std::string_view path;
  std::uint32_t group = 0;
  std::uint32_t mode = 0;    // to set
  std::uint32_t never = 0;   // bits that are wrong
  std::uint32_t needed = 0;  // bits that must be there
};

// As Jamf installs them; older binaries are 551, which is sound too.
constexpr std::array<Wanted, 6> kWanted{{
    {paths::kBinary, 0, 0555, kOthersWrite, 0111},
    {paths::kKeychain, kAdminGroup, 0600, kOthersAny, 0400},
    {paths::kJamfPreferences, 0, 0644, kOthersWrite, 0400},
    {paths::kDaemon, 0, 0644, kOthersWrite, 0400},
    {paths::kOldDaemon, 0, 0644, kOthersWrite, 0400},
    {paths::kTask, 0, 0644, kOthersWrite, 0400},
}};

// An invitation as Jamf Pro shows it is a number; letters are let through for what is to come. Nothing that
// could be taken for an option.
bool is_invitation(std::string_view text) {
  constexpr std::size_t kMaxLinkBytes = 128;
  return !text.empty() && text.size() <= kMaxLinkBytes &&
         std::all_of(text.begin(), text.end(), is_letter_or_digit);
}

struct InvitationFile {
  Invitation state = Invitation::unknown;
  std::string why;
  std::string text;
};

InvitationFile invitation_in(const Host& host) {
  constexpr std::size_t kMaxInvitationBytes = 4096;
  auto opened = host.open(paths::kInvitation);
  if (std::holds_alternative<Absent>(opened)) {
    return {Invitation::absent,
            fmt::format("there is no {}: put an enrolment invitation there, root's alone (0600)",
                        paths::kInvitation),
            ""};
  }
  if (const auto* why = std::get_if<Unreadable>(&opened)) return {Invitation::unknown, why->why, ""};
  OpenFile& file = *std::get<0>(opened);
  if (file.info().owner != 0 || (file.info().mode & kOthersAny) != 0) {
    return {
        Invitation::unsafe,
        fmt::format("{} must be root's alone (chown root, chmod 600): others have had it, so take a new one",
                    paths::kInvitation),
        ""};
  }
  const auto bytes = read_all(file, paths::kInvitation, kMaxInvitationBytes);
  if (const auto* why = why_unreadable(bytes)) return {Invitation::unknown, *why, ""};
  std::string text = *value_of(bytes);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  if (!is_invitation(text)) {
    return {Invitation::damaged,
            fmt::format("{} holds no invitation: letters and digits alone", paths::kInvitation), ""};
  }
  return {Invitation::ready, "", std::move(text)};
}

// What the log knows of the last time that the server may have made a certificate.
EnrolmentsKnown enrolments_in(Mac& mac) {
  EnrolmentsKnown known;
  const auto* read = value_of(mac.log());
  if (read == nullptr || !read->history.first) return known;
  known.begins = read->history.first->at;
  for (const Attempt& attempt : mac.diagnosis().attempts) {
    const bool certified =
        attempt.outcome == Outcome::enrolled || attempt.outcome == Outcome::unproven ||
        std::any_of(attempt.steps.begin(), attempt.steps.end(),
                    [](const LogReference& step) { return step.key == Message::certificate_created; });
    if (!certified) continue;
    known.undated |= !attempt.last.at;
    if (attempt.last.at && (!known.last || *known.last < *attempt.last.at)) known.last = attempt.last.at;
  }
  return known;
}

// Why nobody knows what root or jamf would use by that name; nothing: a file, or nothing is there. What macOS does not let
// be read is told by the findings; jamf's own settings have none of their own.
std::optional<std::string> why_unknown(std::string_view path, const Reading<FileInfo>& info) {
  if (const auto* why = why_unreadable(info)) {
    if (path != paths::kJamfPreferences) return std::nullopt;  // the findings tell of it
    return fmt::format("could not be read ({})", *why);
  }
  const auto* found = value_of(info);
  if (found == nullptr || found->regular) return std::nullopt;
  return found->link ? "is a symbolic link" : "is not a regular file";
}

}  // namespace

void read_access(const Host& host, RepairFacts& facts) {
  const auto binary = host.info(paths::kBinary);
  const auto* file = value_of(binary);
  facts.binary = file != nullptr && file->regular && file->size != 0;
  if (!host.is_running_system()) return;  // another volume may be mounted without owners
  for (const Wanted& wanted : kWanted) {
    const auto info = host.info(wanted.path);
    const auto* found = value_of(info);
    AccessFault fault{std::string(wanted.path), "", wanted.group, wanted.mode, false, false, false};
    if (auto unknown = why_unknown(wanted.path, info)) {
      fault.what = std::move(*unknown);
      fault.others_may_write = fault.unknown = true;
      facts.access.push_back(std::move(fault));
      continue;
    }
    if (found == nullptr) continue;
    fault.others_may_write = why_not_root_only(host, wanted.path, *found).has_value();
    if (found->owner != 0) {
      fault.what = fmt::format("belongs to user {}", found->owner);
    } else if ((found->mode & wanted.never) != 0 || (found->mode & wanted.needed) != wanted.needed) {
      fault.what = fmt::format("has mode {:04o}", found->mode);
    } else if (found->acl_lets_write) {
      fault.what = "has an access control list that lets others write it";
    } else if (fault.others_may_write) {
      fault.what = "lies in a folder that others may write";
    } else if (found->locked) {
      fault.what = "is locked by a flag";
    } else {
      continue;
    }
    facts.access.push_back(std::move(fault));
  }
  if (facts.binary && std::holds_alternative<Absent>(host.info(paths::kBinaryLink))) {
    // Homebrew may have given the folder to a user: root makes no link there.
    const bool theirs = why_folders_not_root_only(host, paths::kBinaryLink).has_value();
    facts.access.push_back({std::string(paths::kBinaryLink),
                            theirs ? "is missing, in a folder that others may write" : "is missing", 0, 0,
                            theirs, false, true});
  }
}

void read_invitation(const Host& host, RepairFacts& facts) {
  InvitationFile file = invitation_in(host);
  facts.invitation = file.state;
  facts.invitation_why = std::move(file.why);
}

std::optional<std::string> read_invitation(const Host& host) {
  InvitationFile file = invitation_in(host);
  return file.state == Invitation::ready ? std::optional(std::move(file.text)) : std::nullopt;
}

void read_backups(const Host& host, Mac& mac, RepairFacts& facts) {
  facts.keychain_bytes = read_keychain_file(host).bytes;
  const auto* url = value_of(facts.jss_url);
  const auto server = facts.server_url ? host_of(*facts.server_url)
                      : url != nullptr ? host_of(*url)
                                       : std::nullopt;
  facts.saved_why = fmt::format("{} holds no saved keychain", paths::kBackupFolder);
  bool first = true;
  for (const std::string_view path : paths::kBackups) {
    auto opened = host.open(path);
    if (std::holds_alternative<Absent>(opened)) continue;
    std::optional<std::string> why;
    if (const auto* unreadable = std::get_if<Unreadable>(&opened)) {
      why = unreadable->why;
    } else if (OpenFile& file = *std::get<0>(opened);
               file.info().owner != 0 || (file.info().mode & kOthersAny) != 0) {
      why = fmt::format("{} is not root's alone", path);
    } else {
      const auto bytes = read_all(file, path, kMaxBackupBytes);
      if (const auto* unread = why_unreadable(bytes)) {
        why = *unread;
      } else {
        auto unpacked = unpack_backup(*value_of(bytes));
        if (const auto* bad = std::get_if<Unreadable>(&unpacked)) {
          why = fmt::format("{}: {}", path, bad->why);
        } else {
          auto& saved = std::get<SavedKeychain>(unpacked);
          why = unfit(saved, host.to_local(saved.saved_unix), mac.keychain_expectations(), server,
                      enrolments_in(mac));
          if (!why) {
            facts.saved = std::move(saved);
            facts.saved_why.clear();
            return;
          }
        }
      }
    }
    if (first) facts.saved_why = *why;  // the newest one's reason says most
    first = false;
  }
}

void read_safety(const Host& host, RepairFacts& facts) {
  if (!host.is_running_system()) return;
  for (const std::string_view path : paths::kRootsOwn) {
    const auto info = host.info(path);
    if (const auto* why = why_unreadable(info)) {
      facts.unsafe = *why;
    } else if (const auto* found = value_of(info); found != nullptr) {
      if (found->link) {
        facts.unsafe = fmt::format("{} is a symbolic link", path);
      } else if (found->owner != 0 || (found->mode & kOthersWrite) != 0) {
        facts.unsafe = fmt::format("{}: others than root may write it (owner {}, mode {:04o})", path,
                                   found->owner, found->mode);
      } else if (auto exposed = why_not_root_only(host, path, *found)) {
        facts.unsafe = std::move(*exposed);
      }
    }
    if (!facts.unsafe.empty()) return;
  }
}

}  // namespace enrolkit
