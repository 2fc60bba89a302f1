// What the windows of a repair say, in the languages of their readers. One file a language. The tone: calm, polite, in
// plain words; no term of Jamf's or of ours; what is at stake (nothing) and what to do next.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/settings/window_text.h"

namespace enrolkit {

enum class Language : std::uint8_t {
  english,
  german,
  french,
  spanish,
  dutch,
  italian,
  portuguese,
  japanese,
  simplified_chinese,
};
// Apple's language ids, without a region.
inline constexpr EnumNames<Language, 9> kLanguageNames{
    {"en", "de", "fr", "es", "nl", "it", "pt", "ja", "zh-Hans"}};

// UTF-8, in the order of Text.
using WindowTexts = std::array<std::string_view, kTextNames.size()>;
extern const WindowTexts kEnglish, kGerman, kFrench, kSpanish, kDutch, kItalian, kPortuguese, kJapanese,
    kSimplifiedChinese;

[[nodiscard]] std::string_view text_in(Language language, Text text);

// The first of a user's AppleLanguages ("de-CH", "zh-Hans-CN") that there are texts in; English where there is none.
// The values are the user's own, and so anything: only the closed set above comes out.
[[nodiscard]] Language language_of(std::span<const std::string> apple_languages);

}  // namespace enrolkit
