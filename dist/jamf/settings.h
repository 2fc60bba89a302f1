// The settings (core/settings/keys.h) as Jamf Pro and macOS take them.
#pragma once

#include <string>
#include <string_view>

#include "core/settings/keys.h"
#include "jamf/output.h"

namespace enrolkit {

// The word of JSON Schema for a type: "string", "array", "boolean", "integer", "object".
[[nodiscard]] std::string_view json_type(SettingType type);

// A JSON schema, which Jamf Pro shows as a form (Application & Custom Settings, 10.19 and later).
[[nodiscard]] std::string settings_schema();

// A profile of managed preferences that changes nothing: the presets of truth values and numbers, to be
// edited.
[[nodiscard]] std::string settings_profile();

// For the README: every key, by its path.
[[nodiscard]] std::string settings_table();

[[nodiscard]] Outputs settings_files();

}  // namespace enrolkit
