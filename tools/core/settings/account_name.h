// What can be no account's name.
#pragma once

#include <string_view>

namespace enrolkit {

// Why no account can have that name, after "and "; empty: one may. The name itself is not repeated: where it is wrong, it
// may be a secret that stands in the wrong place.
[[nodiscard]] std::string_view account_name_fault(std::string_view name);

}  // namespace enrolkit
