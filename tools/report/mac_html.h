// One explained Mac as HTML: what a person can act on, show and keep.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace enrolkit {

// From the JSON of explain. `level` of its heading: 1 for a page of its own, 2 inside a folder's page. Every text of
// the JSON may be hostile.
[[nodiscard]] std::string mac_html(const nlohmann::ordered_json& mac, int level);

// The whole page of one Mac.
[[nodiscard]] std::string mac_page(const nlohmann::ordered_json& mac);

}  // namespace enrolkit
