#include "evidence/redaction.h"

#include <algorithm>
#include <array>

#include "core/log/boots.h"
#include "core/management/redact_hosts.h"
#include "core/management/serial.h"
#include "core/management/tamper_evidence.h"
#include "core/saved/redact_journal.h"
#include "core/saved/redact_keychain.h"
#include "core/saved/redact_log.h"
#include "core/saved/redact_plist.h"
#include "evidence/commands.h"
#include "evidence/paths.h"

namespace enrolkit {
namespace {

struct PlistKeys {
  std::string_view path;
  std::string_view key;  // all that is read of it
};
constexpr std::array kPlists{PlistKeys{paths::kJamfPreferences, "jss_url"},
                             PlistKeys{paths::kJamfAppInfo, "CFBundleShortVersionString"}};

bool is_job(std::string_view path) {
  return path == paths::kTask || path == paths::kDaemon || path == paths::kOldDaemon;
}

constexpr std::string_view kMigrationKey = "SourceComputerName";
bool is_migration(std::string_view path) {
  return path.starts_with(paths::kMigrations) && path.ends_with(paths::kMigrationRecord);
}

bool is_in(std::string_view folder, std::string_view path) {
  return path.size() > folder.size() + 1 && path.starts_with(folder) && path[folder.size()] == '/' &&
         path.find('/', folder.size() + 1) == std::string_view::npos;
}

}  // namespace

std::string_view to_text(Redaction redaction) {
  switch (redaction) {
    case Redaction::nothing: return "nothing";
    case Redaction::log: return "log";
    case Redaction::boot_log: return "boot-log";
    case Redaction::hosts: return "hosts";
    case Redaction::journal: return "journal";
    case Redaction::boots: return "boots";
    case Redaction::record: return "record";
    case Redaction::keychain: return "keychain";
    case Redaction::settings: return "settings";
    case Redaction::plist: return "plist";
    case Redaction::serial: return "serial";
    case Redaction::parts: return "parts";
  }
  return "nothing";
}

Redaction redaction_for_file(std::string_view path) {
  if (is_in(paths::kLogFolder, path)) {
    const auto name = path.substr(paths::kLogFolder.size() + 1);
    return name.starts_with(paths::kSystemLogName) ? Redaction::boot_log : Redaction::log;
  }
  if (path == paths::kUtmpx) return Redaction::boots;
  if (path == paths::kSetupManagerLog) return Redaction::log;
  if (path == paths::kHosts) return Redaction::hosts;
  if (path == paths::kJournal) return Redaction::journal;
  if (is_in(paths::kUsers, path) || is_in(paths::kGroups, path)) return Redaction::record;
  if (path == paths::kKeychain || path == paths::kSystemKeychain) return Redaction::keychain;
  if (std::find(paths::kSettings.begin(), paths::kSettings.end(), path) != paths::kSettings.end())
    return Redaction::settings;
  if (path == paths::kBinary) return Redaction::parts;
  if (is_migration(path) || is_job(path) || path == paths::kLaunchdOverrides) return Redaction::plist;
  const auto is_listed = [&](const PlistKeys& plist) { return plist.path == path; };
  return std::any_of(kPlists.begin(), kPlists.end(), is_listed) ? Redaction::plist : Redaction::nothing;
}

Redaction redaction_for_output(const Command& command) {
  if (command.tool == commands::mdm_status().tool) return Redaction::log;  // also of bootstrap_token()
  if (command.tool == commands::code_signature().tool) return Redaction::log;
  if (command.tool == commands::platform().tool) return Redaction::serial;
  if (command.tool == commands::unified_log().tool) return Redaction::log;
  if (command.tool == commands::directory_record("").tool) return Redaction::record;
  return Redaction::nothing;
}

std::optional<std::string> redacted_by(Redaction redaction, std::string_view path, std::string_view bytes) {
  switch (redaction) {
    case Redaction::log: return redacted_log(bytes);
    case Redaction::hosts: return redacted_hosts(bytes);
    case Redaction::journal: return redacted_journal(bytes);
    case Redaction::boot_log: return redacted_log(bytes, tells_of_a_boot);
    case Redaction::boots: return redacted_utmpx(bytes);
    case Redaction::record: return redacted_record(bytes);
    case Redaction::keychain: return redacted_keychain(bytes);
    case Redaction::serial: return redacted_serial(bytes);
    case Redaction::settings: return redacted_settings(bytes);
    case Redaction::plist: {
      if (is_job(path)) return redacted_job(bytes);
      std::vector<std::string_view> keys;
      if (is_migration(path)) keys.push_back(kMigrationKey);
      if (path == paths::kLaunchdOverrides) {
        const std::vector<std::string> labels = jamf_labels(bytes);
        keys.assign(labels.begin(), labels.end());
        return redacted_plist(bytes, keys);
      }
      for (const PlistKeys& plist : kPlists) {
        if (plist.path == path) keys.push_back(plist.key);
      }
      return redacted_plist(bytes, keys);
    }
    case Redaction::nothing:
    case Redaction::parts: break;
  }
  return std::nullopt;
}

std::string log_of(std::string_view path) {
  const auto name = path.rfind('/') + 1;
  const auto end = path.find(".log", name);
  return std::string(end == std::string_view::npos ? path : path.substr(0, end + 4));
}

void ask_everything(Mac& mac) {
  // Every accessor of Mac; those that ask for another's evidence on one road only are asked for all.
  (void)mac.log();
  (void)mac.accounts();
  (void)mac.settings();
  (void)mac.framework_presence();
  (void)mac.install_log();
  (void)mac.boots();
  (void)mac.setup();
  (void)mac.migration();
  (void)mac.diagnosis();
  (void)mac.keychain();
  (void)mac.issuer();
  (void)mac.jamf_keychain();
  (void)mac.certificate_expiry();
  (void)mac.device_signature();
  (void)mac.framework();
  (void)mac.tampering();
  (void)mac.repair();
  (void)mac.account_name();
  (void)mac.management_account();
  (void)mac.account_conflict();
  (void)mac.mdm();
  (void)mac.serial();
}

}  // namespace enrolkit
