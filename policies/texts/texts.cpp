#include "policies/texts/texts.h"

namespace enrolkit {
namespace {

// "zh-Hans" for what macOS says of simplified Chinese in any way ("zh-Hans-CN", "zh-CN", "zh"); else the part before
// the region. Traditional Chinese is another script, and none of ours.
std::string_view base_of(std::string_view id) {
  if (!id.starts_with("zh")) return id.substr(0, id.find_first_of("-_"));
  const std::string_view rest = id.substr(2);
  const bool simplified = rest.empty() || rest.starts_with("-Hans") || rest == "-CN" || rest == "-SG";
  return simplified ? "zh-Hans" : "";
}

}  // namespace

std::string_view text_in(Language language, Text text) {
  static constexpr std::array<const WindowTexts*, kLanguageNames.size()> kAll{
      &kEnglish, &kGerman,     &kFrench,   &kSpanish,          &kDutch,
      &kItalian, &kPortuguese, &kJapanese, &kSimplifiedChinese};
  return (*kAll[static_cast<std::size_t>(language)])[static_cast<std::size_t>(text)];
}

Language language_of(std::span<const std::string> apple_languages) {
  for (const std::string& id : apple_languages) {
    if (const auto language = kLanguageNames.find(base_of(id))) return *language;
  }
  return Language::english;
}

}  // namespace enrolkit
