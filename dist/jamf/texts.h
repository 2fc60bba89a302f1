// Values as the files of Jamf Pro and macOS write them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace enrolkit {

// As the text of an XML element: & < > replaced.
[[nodiscard]] std::string xml(std::string_view text);

[[nodiscard]] std::string json_file(const nlohmann::ordered_json& value);

// An XML property list, by libplist: objects, arrays, texts, truth values and whole numbers. Throws Failure.
[[nodiscard]] std::string plist_file(const nlohmann::ordered_json& value);

// A UUID that is the same whenever the name is (RFC 4122, version 5), so that a profile replaces its elder.
[[nodiscard]] std::string uuid_of(std::string_view name);

}  // namespace enrolkit
