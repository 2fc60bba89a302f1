// A Mac's enrolments as a picture: time runs downwards, a row an event, a band an attempt.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace enrolkit {

// From the JSON of explain (report/explained_mac_json.h), so that whoever has that can draw it. Empty when there
// is nothing to draw. At most kMaxRows rows; what is left out is said in the picture.
[[nodiscard]] std::string timeline_svg(const nlohmann::ordered_json& mac);
inline constexpr int kMaxRows = 80;

}  // namespace enrolkit
