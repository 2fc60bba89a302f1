// Fields of the JSON of explain, for who draws it: what is missing, or of another kind, is empty, never an exception.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace enrolkit {

[[nodiscard]] inline std::string text_in(const nlohmann::ordered_json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

[[nodiscard]] inline const nlohmann::ordered_json& list_in(const nlohmann::ordered_json& object,
                                                           const char* key) {
  static const nlohmann::ordered_json kNone = nlohmann::ordered_json::array();
  if (!object.is_object()) return kNone;
  const auto it = object.find(key);
  return it != object.end() && it->is_array() ? *it : kNone;
}

}  // namespace enrolkit
