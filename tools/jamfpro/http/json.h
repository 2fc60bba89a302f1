// Reading Jamf's JSON leniently: real answers hold nulls where the schema says "required", and numbers where
// it says "string" (and the other way round). What is null, missing, or of no use is nothing.
#pragma once

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "jamfpro/http/text.h"

namespace enrolkit::jamf {

using Json = nlohmann::json;

// The value below these keys, or null.
inline const Json& at(const Json& json, std::initializer_list<const char*> keys) {
  static const Json kNull;
  const Json* here = &json;
  for (const char* key : keys) {
    if (!here->is_object()) return kNull;
    const auto found = here->find(key);
    if (found == here->end()) return kNull;
    here = &*found;
  }
  return *here;
}

inline std::optional<std::string> text_of(const Json& value) {
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return std::nullopt;
}

inline std::optional<bool> bool_of(const Json& value) {
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

inline std::optional<std::int64_t> number_of(const Json& value) {
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

// An id where it has to be a number: ids are text in the Pro API, and numbers elsewhere.
inline std::optional<std::int64_t> parse_id(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

inline std::optional<std::int64_t> time_of(const Json& value) {
  return value.is_string() ? parse_utc(value.get_ref<const std::string&>()) : std::nullopt;
}

}  // namespace enrolkit::jamf
