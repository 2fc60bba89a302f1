// Each looks at one piece of evidence on a Mac. Only the Host is asked; but for codesign, nothing is run.
#pragma once

#include <optional>
#include <string>

#include "core/account/account.h"
#include "core/base/reading.h"
#include "core/enrolment/findings.h"
#include "core/log/install_log.h"
#include "core/management/framework.h"
#include "core/settings/settings.h"
#include "evidence/read_log.h"
#include "host/host.h"

namespace enrolkit {

// jamf.log and its rotated siblings, whatever they are called and packed with. Absent: there is none.
// Unreadable: none of them could be opened; one that could not, beside others, is a fault of the reading.
[[nodiscard]] Reading<LogRead> read_log(const Host& host, const ReadOptions& options);

// install.log and its rotated siblings, told apart in the same way; at most the newest 64 MB. `since`: what was written
// before is of no interest, and left out as far as that saves time.
[[nodiscard]] Reading<InstallHistory> read_install_log(const Host& host,
                                                       std::optional<LocalTime> since = std::nullopt);
// The same of files that are open already, in any order.
[[nodiscard]] InstallHistory read_install_log(std::vector<LogFile> files,
                                              std::optional<LocalTime> since = std::nullopt);

// All local users, and the groups. Absent: there is no such folder, which no Mac is without.
[[nodiscard]] Reading<AccountBase> read_accounts(const Host& host);

// Settings of both preference files. A file that is unsafe or damaged is a warning and is not used.
[[nodiscard]] Settings read_settings(const Host& host);

// JAMF.keychain. Absent only where its folder could be looked into, or on a running Mac: a tree without that
// folder was collected without it.
struct KeychainFileFacts {
  Reading<std::string> bytes = Absent{};
  std::optional<FileInfo> info;
  bool collected = true;  // false: a tree that was collected without its folder
};
[[nodiscard]] KeychainFileFacts read_keychain_file(const Host& host);

// System.keychain; absent in the same way.
[[nodiscard]] Reading<std::string> read_system_keychain(const Host& host);

[[nodiscard]] FrameworkPresence read_framework_presence(const Host& host);
// Runs codesign where the binary is there, on the running system, unless `earlier` still holds for it.
[[nodiscard]] FrameworkFacts read_framework(const Host& host, const std::optional<SignatureCheck>& earlier);

}  // namespace enrolkit
