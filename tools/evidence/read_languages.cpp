#include "evidence/read_languages.h"

#include "core/base/ascii.h"
#include "core/format/plist.h"
#include "evidence/paths.h"
#include "evidence/repair_commands.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxPreferencesBytes = 1U << 20U;

std::vector<std::string> languages_of_the_mac(const Host& host) {
  const auto bytes = read_file(host, paths::kGlobalPreferences, kMaxPreferencesBytes);
  const auto* text = value_of(bytes);
  if (text == nullptr) return {};
  const auto parsed = Plist::parse(*text);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist != nullptr ? plist->root()["AppleLanguages"].strings() : std::vector<std::string>{};
}

// The words of `( "de-CH", fr )`: whatever else stands there parts them.
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool part = is_letter_or_digit(c) || c == '-' || c == '_';
    if (part && !inside) words.emplace_back();
    if (part) words.back() += c;
    inside = part;
  }
  return words;
}

}  // namespace

std::vector<std::string> read_languages(const Host& host, std::uint32_t uid) {
  const Ran ran = host.run(commands::languages_of(uid));
  const auto* finished = std::get_if<Finished>(&ran);
  if (finished != nullptr && finished->status == 0) {
    if (auto own = words_in(finished->out); !own.empty()) return own;
  }
  return languages_of_the_mac(host);
}

}  // namespace enrolkit
