#include "jamf/settings.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/settings/keys.h"
#include "jamf/profile.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

using Json = nlohmann::ordered_json;

Json preset_of(const SettingKey& key) {
  if (key.type == SettingType::boolean) return key.preset == "true";
  if (key.type == SettingType::integer) {
    std::int64_t number = 0;
    std::from_chars(key.preset.data(), key.preset.data() + key.preset.size(), number);
    return number;
  }
  return std::string(key.preset);
}

// The switch that most people come for; the other sections are folded.
constexpr std::string_view kOpenSection = "Watchdog";

// What a form shows for a value of a closed set: "enrol: Enrol the jamf binary again by invitation".
std::vector<std::string> titles_of(const SettingKey& key) {
  std::vector<std::string> titles;
  for (const std::string_view value : key.allowed) {
    const SettingKey* step = setting_key(fmt::format("Repair.Steps.{}", value));
    titles.push_back(step == nullptr ? std::string(value) : fmt::format("{}: {}", value, step->title));
  }
  return titles;
}

// Jamf's own page about what a key has to agree with; empty: none.
std::string_view page_about(std::string_view path) {
  constexpr std::string_view kAccounts =
      "https://learn.jamf.com/r/en-US/jamf-pro-documentation-11.16.0/Local_User_Accounts_Category";
  return path == "ManagementAccount" || path == "LocalAdministrators" ? kAccounts : "";
}

Json properties_of(std::span<const SettingKey> keys, const std::string& above);

Json property_of(const SettingKey& key, const std::string& path, int order) {
  Json property{{"title", key.title}};
  if (!key.description.empty()) property["description"] = key.description;
  property["property_order"] = order;
  property["type"] = json_type(key.type);
  if (key.type == SettingType::section) {
    property["properties"] = properties_of(key.keys, path + ".");
    property["options"] = {{"collapsed", path != kOpenSection}};
    return property;
  }
  if (key.type == SettingType::texts) {
    property["items"] = {{"type", "string"}};
  } else {
    property["default"] = preset_of(key);
  }
  if (!key.allowed.empty()) property["enum"] = key.allowed;
  if (key.type == SettingType::integer) {
    property["minimum"] = key.least;
    property["maximum"] = key.most;
  }
  property["options"] = {{"infoText", fmt::format("Key: {}; {}", path, key.wanted)}};
  if (!key.allowed.empty()) property["options"]["enum_titles"] = titles_of(key);
  if (const std::string_view page = page_about(path); !page.empty())
    property["links"] = Json::array({Json{{"rel", "Jamf's documentation"}, {"href", page}}});
  return property;
}

Json properties_of(std::span<const SettingKey> keys, const std::string& above) {
  Json properties = Json::object();
  int order = 0;
  for (const SettingKey& key : keys) {
    properties[std::string(key.name)] = property_of(key, above + std::string(key.name), order += 10);
  }
  return properties;
}

void add_rows(std::string& rows, std::span<const SettingKey> keys, const std::string& above) {
  for (const SettingKey& key : keys) {
    const std::string path = above + std::string(key.name);
    if (key.type == SettingType::section) {
      add_rows(rows, key.keys, path + ".");
    } else {
      rows += fmt::format("| `{}` | {} | {} | {}{}{} |\n", path, key.wanted,
                          key.preset.empty() ? "" : fmt::format("`{}`", key.preset), key.title,
                          key.description.empty() ? "" : ". ", key.description);
    }
  }
}

}  // namespace

std::string_view json_type(SettingType type) {
  switch (type) {
    case SettingType::text: return "string";
    case SettingType::texts: return "array";
    case SettingType::boolean: return "boolean";
    case SettingType::integer: return "integer";
    case SettingType::section: break;
  }
  return "object";
}

std::string settings_schema() {
  return json_file({{"title", "enrolkit (io.github.enrolkit)"},
                    {"description", "Settings of enrolkit. What is left empty keeps its preset."},
                    {"__version", ENROLKIT_VERSION},
                    {"type", "object"},
                    {"options", {{"remove_empty_properties", true}}},
                    {"properties", properties_of(setting_keys(), "")}});
}

std::string settings_profile() {
  Json values = Json::object();
  for (const SettingKey& section : setting_keys()) {
    for (const SettingKey& key : section.keys) {
      if (key.type == SettingType::boolean || key.type == SettingType::integer) {
        values[std::string(section.name)][std::string(key.name)] = preset_of(key);
      }
    }
  }
  const Json forced{{"Forced", Json::array({Json{{"mcx_preference_settings", values}}})}};
  return profile("settings", "enrolkit: settings",
                 "Settings of enrolkit; every value is its preset until it is edited.",
                 {{"PayloadType", "com.apple.ManagedClient.preferences"},
                  {"PayloadContent", {{"io.github.enrolkit", forced}}}});
}

std::string settings_table() {
  std::string rows = "| key | value | preset | what |\n| --- | --- | --- | --- |\n";
  add_rows(rows, setting_keys(), "");
  return rows;
}

Outputs settings_files() {
  return {
      {"settings/io.github.enrolkit.schema.json", settings_schema(),
       "The form: Configuration Profiles > Application & Custom Settings > External Applications > Custom "
       "Schema, preference domain io.github.enrolkit."},
      {"settings/enrolkit-settings.mobileconfig", settings_profile(),
       "The settings as a profile, for those who would rather edit and upload: it changes nothing as it "
       "is."}};
}

}  // namespace enrolkit
