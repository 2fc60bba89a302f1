// Fields of the JSON of explain, for who draws it: what is missing, or of another kind, is empty, never an exception.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace enrolkit {

[[nodiscard]] std::string text_in(const nlohmann::ordered_json& object, const char* key);
[[nodiscard]] const nlohmann::ordered_json& list_in(const nlohmann::ordered_json& object, const char* key);

}  // namespace enrolkit
