// A property list that we write: a dictionary of plain values, as XML.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace enrolkit {

using PlistItem = std::variant<bool, std::uint64_t, std::string, std::vector<std::string>>;

// In the order given. Texts are UTF-8.
[[nodiscard]] std::string plist_xml(const std::vector<std::pair<std::string, PlistItem>>& dictionary);

}  // namespace enrolkit
