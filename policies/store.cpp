#include "policies/store.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/management/mdm.h"
#include "core/repair/back_off.h"
#include "core/repair/backup.h"
#include "evidence/paths.h"
#include "evidence/read_jamf_preferences.h"
#include "evidence/read_mac.h"
#include "evidence/read_repair_facts.h"

namespace enrolkit {
namespace {

constexpr Access kOwn{0, 0, 0600};
constexpr std::size_t kManyLines = 1000;  // history beyond is dropped, what still counts never
constexpr std::size_t kKept = 100;

std::string lines_of(const std::vector<JournalEntry>& entries) {
  std::string lines;
  for (const JournalEntry& entry : entries) lines += journal_line(entry);
  return lines;
}

// `else_wrong`: what is wrong with one that was read.
Error not_saved(std::string_view what, const Reading<std::string>& reading, std::string_view else_wrong) {
  return Error{match(
      reading, [&](const std::string&) { return fmt::format("{} {}", what, else_wrong); },
      [&](const Absent&) { return fmt::format("{} is missing", what); },
      [&](const Unreadable& it) { return fmt::format("{} could not be read: {}", what, it.why); })};
}

}  // namespace

Status Store::open(int jitter) {
  const auto read = read_journal(host_);
  if (const auto* why = why_unreadable(read)) return Error{*why};
  const auto* journal = value_of(read);
  if (journal == nullptr) return {};
  entries_ = journal->entries;
  if (journal->corrupt) {
    damage_ = journal->why;
    const std::int64_t now = host_.now_unix();
    const std::string aside = fmt::format("{}.damaged-{}", paths::kJournal, now);
    if (writer_ != nullptr) {
      log(fmt::format("the journal is damaged ({}); it is kept as {}", journal->why, aside));
      if (Status done = writer_->rename(paths::kJournal, aside); !done.ok()) return done;
    }
    JournalEntry lost;
    lost.kind = EntryKind::lost;
    lost.at_unix = now;
    lost.jitter = jitter;
    entries_.push_back(lost);
    return rewrite();
  }
  if (entries_.size() > kManyLines) {
    const std::size_t counts = since_last_repair(entries_);
    const std::size_t drop = std::min(counts, entries_.size() - kKept);
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(drop));
    return rewrite();
  }
  return journal->torn ? rewrite() : Status();
}

Status Store::rewrite() {
  return writer_ != nullptr ? writer_->write_file(paths::kJournal, lines_of(entries_), kOwn) : Status();
}

Status Store::add(const JournalEntry& entry) {
  if (writer_ == nullptr)
    return Error{"nothing is written: a dry run, not root, or what root keeps is not safe"};
  if (Status done = writer_->append(paths::kJournal, journal_line(entry), kOwn); !done.ok()) return done;
  entries_.push_back(entry);
  return {};
}

void Store::log(std::string_view text) {
  if (writer_ == nullptr) return;
  constexpr Access kLogAccess{0, 0, 0640};
  const std::string line = printable(redacted(text));
  (void)writer_->append(paths::kRepairLog, fmt::format("{} {}\n", to_text(host_.now()), line), kLogAccess);
  writer_->tell_system_log(line);
}

std::int64_t Store::last_watchdog_look() const {
  constexpr std::size_t kMaxMarkBytes = 32;
  const auto text = read_file(host_, paths::kWatchdogLook, kMaxMarkBytes);
  std::int64_t at = 0;
  const auto* digits = value_of(text);
  if (digits == nullptr) return 0;
  const char* const end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, at);
  return error == std::errc() && std::string_view(stop, static_cast<std::size_t>(end - stop)) == "\n" ? at
                                                                                                      : 0;
}

void Store::note_watchdog_look() {
  if (writer_ == nullptr) return;
  // Where it cannot be written, the next look comes early: no harm.
  (void)writer_->write_file(paths::kWatchdogLook, fmt::format("{}\n", host_.now_unix()), kOwn);
}

Status Store::back_up(const RepairFacts& facts) {
  if (writer_ == nullptr) return {};
  const KeychainFileFacts keychain = read_keychain_file(host_);
  const auto* bytes = value_of(keychain.bytes);
  if (bytes == nullptr || bytes->empty()) return not_saved("JAMF.keychain", keychain.bytes, "is empty");
  JamfPreferences preferences = read_jamf_preferences(host_);
  const auto* url = value_of(preferences.jss_url);
  const auto server = url != nullptr ? host_of(*url) : std::nullopt;
  if (!server) return not_saved("jss_url", preferences.jss_url, "names no host");
  for (const std::string_view path : paths::kBackups) {
    const auto kept = read_file(host_, path, kMaxBackupBytes);
    if (std::holds_alternative<Absent>(kept)) continue;
    if (const auto* text = value_of(kept)) {
      const auto saved = unpack_backup(*text);
      const auto* copy = std::get_if<SavedKeychain>(&saved);
      if (copy != nullptr && copy->keychain == *bytes && copy->server == *server) return {};
    }
    break;  // the newest one decides
  }
  const SavedKeychain fresh{facts.now_unix, *server, facts.serial, *bytes, std::move(preferences.bytes)};
  // Written before the others move up: on a full disk nothing that was proven is lost.
  const std::string written = std::string(paths::kBackupFolder) + "/new";
  if (Status done = writer_->write_file(written, pack(fresh), kOwn); !done.ok()) return done;
  for (std::size_t i = paths::kBackups.size() - 1; i > 0; --i) {
    if (value_of(host_.info(paths::kBackups[i - 1])) == nullptr) continue;
    if (Status done = writer_->rename(paths::kBackups[i - 1], paths::kBackups[i]); !done.ok()) return done;
  }
  Status done = writer_->rename(written, paths::kBackups[0]);
  if (done.ok()) log(fmt::format("saved JAMF.keychain, certificate {}", facts.serial));
  return done;
}

}  // namespace enrolkit
