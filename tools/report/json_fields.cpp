#include "report/json_fields.h"

#include <nlohmann/json.hpp>

namespace enrolkit {

using nlohmann::ordered_json;

std::string text_in(const ordered_json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const ordered_json& list_in(const ordered_json& object, const char* key) {
  static const ordered_json kNone = ordered_json::array();
  if (!object.is_object()) return kNone;
  const auto it = object.find(key);
  return it != object.end() && it->is_array() ? *it : kNone;
}

}  // namespace enrolkit
