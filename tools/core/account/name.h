// Names of accounts that are equal except for case.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// The name in lower case, by ASCII's rules: macOS allows no other letters in a record name, and its directory compares
// them without case. Whole names only: no part of a name ever matches. Bytes that are not ASCII are kept as they
// are, so that names which differ in them stay different.
[[nodiscard]] std::string normalised_name(std::string_view name);

// False: a name that macOS gives no account, such as a full name in place of the account name.
[[nodiscard]] bool is_ascii_name(std::string_view name);

}  // namespace enrolkit
