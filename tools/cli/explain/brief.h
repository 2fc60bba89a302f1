// A Mac in five lines, for a ticket or a chat.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace enrolkit {

// From the JSON of explain: which Mac, the verdict, what happened, what is not healthy, what to do first. Each line is
// one line whatever the Mac holds.
[[nodiscard]] std::string brief(const nlohmann::ordered_json& mac);

}  // namespace enrolkit
