// RFC 4648's Base64, on one line, for HTTP Basic.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::jamf {

[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace enrolkit::jamf
