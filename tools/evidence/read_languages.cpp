#include "evidence/read_languages.h"

#include <algorithm>

#include "core/format/plist.h"
#include "evidence/paths.h"
#include "evidence/read_mac.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxPreferencesBytes = 1U << 20U;

std::vector<std::string> languages_in(const Host& host, std::string_view path) {
  const auto bytes = read_file(host, path, kMaxPreferencesBytes);
  const auto* text = value_of(bytes);
  if (text == nullptr) return {};
  const auto parsed = Plist::parse(*text);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist != nullptr ? plist->root()["AppleLanguages"].strings() : std::vector<std::string>{};
}

}  // namespace

std::vector<std::string> read_languages(const Host& host, std::uint32_t uid) {
  const auto accounts = read_accounts(host);
  if (const auto* base = value_of(accounts)) {
    const auto user = std::find_if(base->users.begin(), base->users.end(),
                                   [&](const Account& account) { return account.uid == uid; });
    if (user != base->users.end() && user->home.starts_with('/')) {
      auto own = languages_in(host, user->home + std::string(paths::kGlobalPreferences));
      if (!own.empty()) return own;
    }
  }
  return languages_in(host, paths::kGlobalPreferences);
}

}  // namespace enrolkit
