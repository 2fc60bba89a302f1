// Texts in HCL, the language of Terraform's files.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::jamf {

// A string as HCL writes it: in quotes, or as a heredoc when it has several lines. Never a template: "${" and
// "%{" are taken as they are.
[[nodiscard]] std::string hcl_string(std::string_view text);

}  // namespace enrolkit::jamf
