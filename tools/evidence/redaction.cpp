#include "evidence/redaction.h"

#include <algorithm>
#include <array>

#include "core/log/boots.h"
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
                             PlistKeys{paths::kJamfAppInfo, "CFBundleShortVersionString"},
                             PlistKeys{paths::kTask, "Label"}, PlistKeys{paths::kDaemon, "Label"},
                             PlistKeys{paths::kOldDaemon, "Label"}};

bool is_in(std::string_view folder, std::string_view path) {
  return path.size() > folder.size() + 1 && path.starts_with(folder) && path[folder.size()] == '/' &&
         path.find('/', folder.size() + 1) == std::string_view::npos;
}

}  // namespace

std::string_view to_text(Keep keep) {
  switch (keep) {
    case Keep::nothing: return "nothing";
    case Keep::log: return "log";
    case Keep::boot_log: return "boot-log";
    case Keep::boots: return "boots";
    case Keep::record: return "record";
    case Keep::keychain: return "keychain";
    case Keep::settings: return "settings";
    case Keep::plist: return "plist";
    case Keep::parts: return "parts";
  }
  return "nothing";
}

Keep keep_of_file(std::string_view path) {
  if (is_in(paths::kLogFolder, path)) {
    const auto name = path.substr(paths::kLogFolder.size() + 1);
    return name.starts_with(paths::kSystemLogName) ? Keep::boot_log : Keep::log;
  }
  if (path == paths::kUtmpx) return Keep::boots;
  if (path == paths::kJournal) return Keep::log;
  if (is_in(paths::kUsers, path) || is_in(paths::kGroups, path)) return Keep::record;
  if (path == paths::kKeychain || path == paths::kSystemKeychain) return Keep::keychain;
  if (std::find(paths::kSettings.begin(), paths::kSettings.end(), path) != paths::kSettings.end())
    return Keep::settings;
  if (path == paths::kBinary) return Keep::parts;
  const auto is_listed = [&](const PlistKeys& plist) { return plist.path == path; };
  return std::any_of(kPlists.begin(), kPlists.end(), is_listed) ? Keep::plist : Keep::nothing;
}

Keep keep_of_output(const Command& command) {
  if (command.tool == commands::mdm_status().tool) return Keep::log;  // also of bootstrap_token()
  if (command.tool == commands::code_signature().tool) return Keep::log;
  if (command.tool == commands::directory_record("").tool) return Keep::record;
  return Keep::nothing;
}

std::optional<std::string> redacted_by(Keep keep, std::string_view path, std::string_view bytes) {
  switch (keep) {
    case Keep::log: return redacted_log(bytes);
    case Keep::boot_log: return redacted_log(bytes, tells_of_a_boot);
    case Keep::boots: return redacted_utmpx(bytes);
    case Keep::record: return redacted_record(bytes);
    case Keep::keychain: return redacted_keychain(bytes);
    case Keep::settings: return redacted_settings(bytes);
    case Keep::plist: {
      std::vector<std::string_view> keys;
      for (const PlistKeys& plist : kPlists) {
        if (plist.path == path) keys.push_back(plist.key);
      }
      return redacted_plist(bytes, keys);
    }
    case Keep::nothing:
    case Keep::parts: break;
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
  (void)mac.footprint();
  (void)mac.install_log();
  (void)mac.boots();
  (void)mac.diagnosis();
  (void)mac.keychain();
  (void)mac.issuer();
  (void)mac.jamf_keychain();
  (void)mac.certificate_expiry();
  (void)mac.device_signature();
  (void)mac.framework();
  (void)mac.repair();
  (void)mac.account_name();
  (void)mac.management_account();
  (void)mac.account_conflict();
  (void)mac.mdm();
}

}  // namespace enrolkit
