// What a URL names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

// The host of an http or https URL, in lower case, without user, port and trailing dot. Nothing when there is
// no such host, or one with other characters than letters, digits, "-", "." and "_".
[[nodiscard]] std::optional<std::string> host_of(std::string_view url);

// "jamf.example.org:8443": that host, with its port where it is not 443, as another URL to the same server begins.
[[nodiscard]] std::optional<std::string> address_of(std::string_view url);

}  // namespace enrolkit
