// Every setting there is, as a table: the parser, the form that Jamf Pro shows, the profile and the README
// are made from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace enrolkit {

enum class SettingType : std::uint8_t { text, texts, boolean, integer, section };

struct SettingKey {
  std::string_view name;  // as in the property list
  SettingType type = SettingType::text;
  std::string_view title;        // a few words, for a form
  std::string_view description;  // one or two sentences
  std::string_view wanted;       // "a username": what a value must be, for a warning
  std::string_view preset;       // the value when it is not set, as text; empty: none
  // Text: the closed set, and empty for any. The second function is asked where a set is not enough.
  std::span<const std::string_view> allowed;
  // Says what is wrong with a text, after "and "; empty: nothing. Of `texts` it is asked of each.
  std::string_view (*fault)(std::string_view) = nullptr;
  std::int64_t least = 0, most = 0;  // integer
  std::span<const SettingKey> keys;  // section
};

[[nodiscard]] std::span<const SettingKey> setting_keys();

// The key at a path such as "Repair.Window.From"; null where there is none.
[[nodiscard]] const SettingKey* setting_key(std::string_view path);

}  // namespace enrolkit
