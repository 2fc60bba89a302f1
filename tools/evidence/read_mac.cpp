#include "evidence/read_mac.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/keychain/keychain.h"
#include "evidence/paths.h"
#include "evidence/root_only.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxRecordBytes = 1U << 20U;  // a user record with a picture has some 100 kB
constexpr std::size_t kMaxSettingsBytes = 1U << 18U;

std::string join(std::string_view folder, std::string_view name) {
  return fmt::format("{}/{}", folder, name);
}

// What to make of a file that was not found: a tree without its folder was collected without it.
struct NotFound {
  Reading<std::string> bytes = Absent{};
  bool collected = true;
};
NotFound not_found(const Host& host, std::string_view folder) {
  const auto info = host.info(folder);
  if (const auto* refused = why_unreadable(info)) return {Unreadable{*refused}};
  if (std::holds_alternative<Absent>(info) && !host.is_running_system()) {
    return {Unreadable{fmt::format("{} is not in what was collected", folder)}, false};
  }
  return {};
}

bool is_record(const std::string& name) { return name.ends_with(".plist"); }

using AddRecord = void (*)(AccountBase&, std::string_view, std::string_view);

void add_records(const Host& host, std::string_view folder, const std::vector<std::string>& names,
                 AddRecord add, std::vector<std::string>& unreadable, AccountBase& base) {
  for (const std::string& name : names) {
    if (!is_record(name)) continue;
    const auto bytes = read_file(host, join(folder, name), kMaxRecordBytes);
    match(
        bytes, [&](const std::string& plist) { add(base, name, plist); }, [](const Absent&) {},
        [&](const Unreadable& u) { unreadable.push_back(u.why); });
  }
}

}  // namespace

Reading<LogRead> read_log(const Host& host, const ReadOptions& options) {
  auto opened = open_logs(host, paths::kLogFolder, paths::kLogName);
  if (const auto* why = why_unreadable(opened)) return Unreadable{*why};
  auto* logs = std::get_if<OpenedLogs>(&opened);
  if (logs == nullptr) return Absent{};
  // A line that others could have written proves nothing.
  for (const LogFile& file : logs->files) {
    if (auto why = why_not_root_only(host, file.name(), file.info())) return Unreadable{std::move(*why)};
  }
  return read_log(std::move(*logs), options);
}

Reading<AccountBase> read_accounts(const Host& host) {
  const auto users = host.list(paths::kUsers);
  if (const auto* why = why_unreadable(users)) return Unreadable{*why};
  if (value_of(users) == nullptr) return Absent{};
  // Every Mac has root, daemon and nobody; macOS may show an empty folder where it does not let anybody read.
  const bool any = std::any_of(value_of(users)->begin(), value_of(users)->end(), is_record);
  if (!any) return Unreadable{fmt::format("{}: lists no record, and every Mac has some", paths::kUsers)};
  AccountBase base;
  add_records(host, paths::kUsers, *value_of(users), add_user, base.unreadable_users, base);
  const bool has_root = std::any_of(base.users.begin(), base.users.end(),
                                    [](const Account& account) { return answers_to(account, "root"); });
  if (!has_root && base.unreadable_users.empty()) {
    base.unreadable_users.push_back(
        fmt::format("{}: lists no root, which every Mac has: some are missing", paths::kUsers));
  }
  const auto groups = host.list(paths::kGroups);
  match(
      groups,
      [&](const std::vector<std::string>& names) {
        add_records(host, paths::kGroups, names, add_group, base.unreadable_groups, base);
      },
      [&](const Absent&) {}, [&](const Unreadable& u) { base.unreadable_groups.push_back(u.why); });
  return base;
}

Settings read_settings(const Host& host) {
  Settings settings;
  const auto not_read = [&](std::string why) {
    settings.unclear = why;
    settings.leave_out_file(std::move(why));
  };
  for (const std::string_view path : paths::kSettings) {
    auto opened = host.open(path);
    if (std::holds_alternative<Absent>(opened)) continue;
    if (const auto* why = std::get_if<Unreadable>(&opened)) {
      not_read(why->why);
      continue;
    }
    OpenFile& file = *std::get<0>(opened);
    if (auto why = why_not_root_only(host, path, file.info())) {
      settings.leave_out_file(std::move(*why));
      continue;
    }
    const auto bytes = read_all(file, path, kMaxSettingsBytes);
    if (const auto* why = why_unreadable(bytes)) not_read(*why);
    if (const auto* plist = value_of(bytes)) {
      if (const auto bad = add_settings(settings, path, *plist))
        not_read(fmt::format("{}: {}", path, bad->why));
    }
  }
  return settings;
}

KeychainFileFacts read_keychain_file(const Host& host) {
  KeychainFileFacts keychain;
  auto opened = host.open(paths::kKeychain);
  if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
    keychain.info = (*file)->info();
    // What others could have written proves nothing, however sound it looks.
    if (auto why = why_not_root_only(host, paths::kKeychain, *keychain.info)) {
      keychain.bytes = Unreadable{std::move(*why)};
    } else {
      keychain.bytes = read_all(**file, paths::kKeychain, kMaxKeychainBytes);
    }
  } else if (const auto* why = std::get_if<Unreadable>(&opened)) {
    keychain.bytes = *why;
  } else {
    auto found = not_found(host, paths::kJamfFolder);
    keychain.collected = found.collected;
    keychain.bytes = std::move(found.bytes);
  }
  return keychain;
}

Reading<std::string> read_system_keychain(const Host& host) {
  auto bytes = read_file(host, paths::kSystemKeychain, kMaxKeychainBytes);
  if (!std::holds_alternative<Absent>(bytes)) return bytes;
  return not_found(host, paths::kSystemKeychainFolder).bytes;
}

FrameworkPresence read_framework_presence(const Host& host) {
  bool all_absent = true;
  for (const std::string_view path : paths::kFramework) {
    const auto info = host.info(path);
    if (value_of(info) != nullptr) return FrameworkPresence::some;
    if (!std::holds_alternative<Absent>(info)) all_absent = false;
  }
  const auto system = host.info(paths::kSystemVersion);
  return all_absent && value_of(system) != nullptr ? FrameworkPresence::none : FrameworkPresence::unknown;
}

}  // namespace enrolkit
