// What every configuration profile has around its payload.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace enrolkit {

// A profile for the whole Mac with one payload; `payload` has its type and its own keys. `id` makes the
// identifiers and UUIDs, which never change.
[[nodiscard]] std::string profile(std::string_view id, std::string_view name, std::string_view description,
                                  nlohmann::ordered_json payload);

}  // namespace enrolkit
